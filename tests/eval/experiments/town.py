"""A small organisation with documents, a real data folder over fake engines, and cases about it."""

from pathlib import Path

from trag.catalog.catalog import Revision
from trag.questions.cases import Case, Evidence
from trag.settings import load_settings
from trag.types import Chunk, Document
from trag.workspace import Workspace

TREE = """
name: Harbour Aid
root:
  id: aid
  name: Harbour Aid
  kind: organisation
  children:
  - id: fin
    name: Finance Division
    kind: division
    people: [{name: Ana Torres, role: Director}]
    children:
    - {id: pay, name: Payroll Section, kind: section}
    - {id: bud, name: Budget Section, kind: section}
"""
PASSAGES = {
    "leave.md": "Parental leave is 16 weeks. The line manager approves it within 5 days.",
    "travel.md": "A travel claim must be filed within 14 days. The Finance Division pays it.",
    "fire.md": "When the alarm sounds, leave by the nearest stairs and meet at the flagpole.",
    "badges.md": "Badges are handed out at the reception and must be worn visibly.",
    "meals.md": "The canteen serves lunch from noon; guests eat at the price of staff.",
    "bikes.md": "Bicycles are parked behind the annex, never in the corridors.",
    "plants.md": "Plants on the window sills are watered by the cleaners.",
    "paper.md": "Paper is recycled in the blue bins next to the printers.",
    "radio.md": "Radios are charged overnight and tested before each convoy.",
    "keys.md": "Lost keys are reported to the warden at once.",
    "gifts.md": "Gifts of suppliers are refused or handed to the ethics officer.",
    "music.md": "The choir meets in the hall on the first evening of the month.",
}


def open_town(data: Path, **settings: object) -> Workspace:
    """The data folder, with every passage a document of its own."""
    workspace = Workspace(load_settings(data, llm="fake", embedder="fake", **settings))
    for number, (file, text) in enumerate(PASSAGES.items()):
        chunk = Chunk(f"c{number}", f"d{number}", file, text)
        document = Document(f"d{number}", file, file, "md", 1, len(text), "2026-01-01T00:00:00+00:00")
        workspace.catalog.put_document(Revision(document, "/town", str(number)), [chunk])
        workspace.store.add([chunk], workspace.embedder.embed([chunk.embedded_text]))
    workspace.import_tree(TREE, "org.yaml")
    return workspace


def case(case_id: str, question: str, *items: str, **more: object) -> Case:
    """A document case that needs these items."""
    return Case.model_validate(
        {
            "id": case_id,
            "question": question,
            "answer": " ".join(items),
            "type": "document" if items else "unanswerable",
            "must_include": [[item] for item in items],
            **more,
        }
    )


LEAVE = case(
    "leave",
    "How long is parental leave?",
    "16 weeks",
    evidence=[Evidence(file="leave.md", quote="Parental leave is 16 weeks")],
)
TRAVEL = case(
    "travel",
    "Within how many days must a travel claim be filed?",
    "14",
    evidence=[Evidence(file="travel.md", quote="must be filed within 14 days")],
)
DIRECTOR = case("director", "Who pays a travel claim for the Finance Division?", "Finance Division")
