import pytest

from trag.cli.progress import IngestBar
from trag.types import FileIngested

HINT = "Formats: md, txt."


def test_what_could_not_be_read_stays_on_the_screen_each_hint_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with IngestBar() as bar:
        for number, name in enumerate(("a.exe", "b[red].exe"), start=1):
            bar.show(FileIngested(name, "failed", 0, number, 3, f"{name} can't be read.\n{HINT}"))
        bar.show(FileIngested("c.pdf", "new", 2, 3, 3, remark="Damaged pages: 2."))
    told = capsys.readouterr().err
    assert "failed b[red].exe: b[red].exe can't be read.\n" in told
    assert told.count(HINT) == 1
    assert "in part c.pdf: Damaged pages: 2.\n" in told
