"""Blind grading as in the paper's rounds: answers of all arms, shuffled, with nothing that tells the arm.

`blind/` in the run's folder goes to the graders: one page for a browser, and the same as a table for
those who like a spreadsheet better. The key to it stays in the run's folder.
"""

import csv
import io
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b, sha256
from importlib.resources import files
from pathlib import Path
from random import Random

from eval.outcomes import Key, Outcome
from trag.citations import read_marks
from trag.errors import CasesError, DataFolderError
from trag.questions.cases import Case
from trag.types import Answer

COLUMNS = ("id", "question", "right answer", "answer", "grade", "note")
# Our refusals are worded by what was searched, and so would tell the arm.
REFUSED = "The answer given is that the material does not tell."
# A spreadsheet that splits at other signs than commas can start a cell, or a row, within the text.
FORMULA = re.compile(r"^(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])|(?<=[;\t\r\n])(?=[=+@]|-\S)")


@dataclass(frozen=True, slots=True)
class BlindItem:
    """One answer as a grader sees it."""

    id: str
    question: str
    reference: str
    answer: str


@dataclass(frozen=True, slots=True)
class BlindFiles:
    """What was written: the page and the table for graders, and the key that they must not see."""

    page: Path
    table: Path
    key: Path
    answers: int


def write_blind(folder: Path, cases: Iterable[Case], outcomes: Iterable[Outcome], *, seed: int) -> BlindFiles:
    """Write the answers of a run for blind grading; outcomes without an answer are left out.

    The same outcomes and seed give the same files. Raises CasesError if a case is missing, and
    DataFolderError rather than replace a key by which people may be grading already.
    """
    items = blind_items({case.id: case for case in cases}, outcomes, seed)
    written = BlindFiles(
        folder / "blind" / "grading.html",
        folder / "blind" / "grading.csv",
        folder / "blind-key.json",
        len(items),
    )
    key = json.dumps({item.id: asdict(key) for key, item in items}, indent=1, ensure_ascii=False)
    if written.key.exists() and written.key.read_text(encoding="utf-8") != key:
        raise DataFolderError(
            f"{written.key} belongs to another blind grading of this run.",
            hint="Remove it together with the folder blind, if nobody is grading by it.",
        )
    shown = [item for _, item in items]
    written.page.parent.mkdir(parents=True, exist_ok=True)
    written.key.write_text(key, encoding="utf-8")
    # With its mark at the front, a spreadsheet reads the table as UTF-8.
    written.table.write_text(_table(shown), encoding="utf-8-sig", errors="replace", newline="")
    written.page.write_text(_page(shown), encoding="utf-8", errors="replace")
    return written


def harmless_cell(text: str) -> str:
    """The text as a cell that a spreadsheet shows and never runs as a formula."""
    return FORMULA.sub("'", text)


def blind_items(
    cases: Mapping[str, Case], outcomes: Iterable[Outcome], seed: int
) -> list[tuple[Key, BlindItem]]:
    """Every answer as a grader sees it, shuffled; the same outcomes and seed give the same items.

    Raises CasesError if a case is missing.
    """
    random = Random(seed)  # noqa: S311  no secret
    found = [(outcome, outcome.answer) for outcome in outcomes if outcome.answer is not None]
    missing = sorted({outcome.key.case_id for outcome, _ in found} - cases.keys())
    if missing:
        hint = "Use the file of cases that the run was made with."
        raise CasesError("There are answers to cases that are not there:", tuple(missing), hint=hint)
    # By key first: in which order a run finished must not change the files.
    found.sort(key=lambda pair: (pair[0].key.arm, pair[0].key.case_id, pair[0].key.variant))
    random.shuffle(found)
    ids = random.sample(range(16**5, 16**6), len(found))
    return [
        (outcome.key, blind_item(f"{number:x}", cases[outcome.key.case_id], outcome.question, answer))
        for number, (outcome, answer) in zip(ids, found, strict=True)
    ]


def blind_item(item_id: str, case: Case, question: str, answer: Answer) -> BlindItem:
    """One answer as a grader sees it."""
    # The model alone cites nothing, so marks would tell the arm as well.
    text = REFUSED if answer.refused else read_marks(answer.text)[0].strip()
    return BlindItem(f"a-{item_id}", question, case.answer, text)


def _table(items: Iterable[BlindItem]) -> str:
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for item in items:
        cells = (item.id, item.question, item.reference, item.answer, "", "")
        rows.writerow([harmless_cell(cell) for cell in cells])
    return written.getvalue()


def _page(items: list[BlindItem]) -> str:
    import jinja2

    here = files("eval.judging") / "page"
    style, script, template = (
        (here / name).read_text(encoding="utf-8") for name in ("grading.css", "grading.js", "grading.html.j2")
    )
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return environment.from_string(template).render(
        items=items,
        sheet=blake2b(repr(items).encode(), digest_size=8).hexdigest(),
        style=style,
        script=script,
        style_hash=_content_hash(style),
        script_hash=_content_hash(script),
    )


def _content_hash(text: str) -> str:
    """The hash by which a content security policy allows this very style or script."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
