from tests.trag.tree.extraction.documents import passage, said


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in rows)


def test_columns_of_levels_are_places() -> None:
    text = table("Division | Section | Budget", "Finance | Payroll | 10", "Finance |  | 20")
    assert said(passage(text)) == {"Payroll < Finance"}


def test_a_column_for_the_unit_above_is_read() -> None:
    text = table("Name | Parent unit", "Payroll | Finance", "Finance | Secretariat")
    assert said(passage(text)) == {"Payroll < Finance", "Finance < Secretariat"}


def test_names_and_roles_are_read_with_their_unit() -> None:
    text = table("Team | Role | Name", "Falcon | Tech Lead | Ruíz, Ana", "Falcon | Members | Bo Ek")
    assert "Bo Ek, Member: Falcon" in said(passage(text))


def test_a_column_headed_by_a_role_holds_people() -> None:
    text = table(
        "Working group | Chair | Members", "Roads | Ana Ruíz ( @ana ) | Bo Ek, Cy Dahl", "Rail | vacant |"
    )
    assert said(passage(text)) == {
        "Ana Ruíz, Chair: Roads",
        "Bo Ek, Member: Roads",
        "Cy Dahl, Member: Roads",
    }


def test_a_table_below_a_units_heading_is_about_it() -> None:
    text = table("Name | Position", "Ana Ruíz | Head of Payroll", "Bo Ek | Former Head")
    assert said(passage(text, "Finance Division", "Staff")) == {"Ana Ruíz, Head of Payroll: Finance Division"}
    assert said(passage(text, "Finance Division", "Visitors of May")) == set()


def test_tables_of_anything_else_say_nothing() -> None:
    text = table("Post | Contracts (euros) | Approved by", "Director | 1000 | Head of unit")
    other = table("Title | Slides | Speakers", "Finance Division for all | Slides | Ana Ruíz")
    assert said(passage(text), passage(other)) == set()


def test_a_row_may_end_before_its_last_columns() -> None:
    text = table("Team | Role | Name", "Falcon | Member", "Falcon", "Falcon | Member | Bo Ek")
    assert said(passage(text)) == {"Bo Ek, Member: Falcon"}


def test_people_of_a_unit_that_is_not_understood_are_not_given_to_the_one_above() -> None:
    text = table("Division | Section | Head", "Finance | see below; or ask | Bo Ek", "Finance | | Ana Ruíz")
    assert said(passage(text)) == {"Ana Ruíz, Head: Finance"}


def test_a_row_without_its_unit_or_its_person_says_nothing() -> None:
    rows = ("Member | Cy Dahl", "Member | see the list: all | Falcon", "Member | Bo Ek | Falcon")
    text = table("Role | Name | Team", *rows)
    assert said(passage(text)) == {"Bo Ek, Member: Falcon"}
