from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pdf.columns import Strip, reading_order

NUMBER = st.floats(-50, 900, allow_nan=False)
STRIP = st.builds(
    lambda left, top, width, height, letters: Strip(left, top, left + width, top + height, letters),
    NUMBER, NUMBER, st.floats(1, 500), st.floats(1, 30), st.integers(0, 90),
)  # fmt: skip


def column(left: float, top: float, lines: int, width: float = 150, letters: int = 30) -> list[Strip]:
    return [Strip(left, top + 12 * n, left + width - n % 5, top + 12 * n + 10, letters) for n in range(lines)]


def by_rows(*columns: list[Strip]) -> list[Strip]:
    """As a program writes them that goes through the page line by line."""
    rows = max(map(len, columns))
    return [lines[row] for row in range(rows) for lines in columns if row < len(lines)]


def joined(*columns: list[Strip]) -> list[Strip]:
    return [strip for lines in columns for strip in lines]


def read(strips: list[Strip]) -> list[Strip]:
    return [strips[number] for number in reading_order(strips)]


def test_columns_are_read_one_after_the_other() -> None:
    left, right = column(72, 100, 20), column(320, 100, 12)
    assert read(by_rows(left, right)) == left + right


def test_three_columns_are_read_one_after_the_other() -> None:
    columns = [column(left, 100, 15) for left in (40, 210, 380)]
    assert read(by_rows(*columns)) == joined(*columns)


def test_what_spans_the_columns_divides_them_into_bands() -> None:
    title = Strip(72, 60, 500, 80, 40)
    above, above_right = column(72, 100, 10), column(320, 100, 10)
    middle = Strip(72, 230, 480, 245, 60)
    below, below_right = column(72, 260, 10), column(320, 260, 10)
    mixed = [title, *by_rows(above, above_right), middle, *by_rows(below, below_right)]
    assert read(mixed) == [title, *above, *above_right, middle, *below, *below_right]


def test_a_short_heading_below_two_columns_stays_between_them_and_three_columns() -> None:
    two = [column(72, 100, 10, 200), column(320, 100, 10, 200)]
    heading = Strip(72, 230, 180, 246, 20)
    three = [column(left, 260, 10) for left in (72, 242, 412)]
    mixed = [*by_rows(*two), heading, *by_rows(*three)]
    assert read(mixed) == [*joined(*two), heading, *joined(*three)]


def test_a_table_without_rules_is_read_row_by_row() -> None:
    rows = by_rows(column(72, 100, 20, 40, 6), column(200, 100, 20, 30, 4), column(320, 100, 20, 60, 8))
    assert read(rows) == rows


def test_an_indented_list_is_no_column() -> None:
    page = column(72, 100, 10, 400, 80) + column(140, 230, 10, 300, 60) + column(72, 360, 10, 400, 80)
    assert read(page) == page


@settings(max_examples=150, deadline=None)
@given(strips=st.lists(STRIP, max_size=40))
def test_nothing_is_lost_or_read_twice(strips: list[Strip]) -> None:
    assert sorted(reading_order(strips)) == list(range(len(strips)))
