import subprocess
import sys
from pathlib import Path

READS = """
import sys
from pathlib import Path
from ingest.parsing import parse

document = parse(Path(sys.argv[1]))
print(document.title, *sorted({"spacy", "torch"} & set(sys.modules)))
"""
TOKENIZES = """
from ingest.partitioning import partitioner

partitioner("html")
from unstructured.nlp.tokenize import sent_tokenize

print(len(sent_tokenize("It rains. Take a coat.")))
"""


def said(program: str, *arguments: str) -> str:
    """What a Python of its own prints: this one may have imported anything."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return done.stdout.strip()


def test_a_page_is_read_without_spacy_and_torch(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h1>Leave</h1><p>Twenty days a year are yours.</p>")
    assert said(READS, str(path)) == "Leave"


def test_spacy_is_there_for_a_reader_that_asks_for_it() -> None:
    assert said(TOKENIZES) == "2"
