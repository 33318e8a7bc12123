"""What the scripted door knows: an organisation, its documents, and the events of a few answers."""

from pathlib import Path

from trag.types import (
    Answer,
    AnswerEvent,
    Chunk,
    Citation,
    Document,
    Done,
    EntitiesFound,
    Entity,
    SourcesFound,
    Token,
    TreeSummary,
    Verification,
)

DAY = "2026-03-02T09:00:00+00:00"
TREE = TreeSummary("Harbour Relief", "org.yaml", 3, DAY, 82, 57)
DOCUMENTS = (
    Document("d1", "policies/travel.md", "Travel policy", "md", 24, 18_400, DAY),
    Document("d2", "policies/procurement.pdf", "Procurement manual", "pdf", 61, 240_100, DAY),
    Document("d3", "governance/statutes.docx", "Statutes", "docx", 33, 51_000, DAY),
    Document("d4", "hr/leave.html", "Leave and absence", "html", 12, 9_300, DAY),
)
QUOTE = "Flights of more than nine hours may be booked in premium economy"
_SECTIONS = Path(__file__).with_name("travel.md").read_text().split("\n## ")[1:]
CHUNKS = tuple(
    Chunk(f"c{n}", "d1", "policies/travel.md", " ".join(text.split()), ("Travel policy", heading), position=n)
    for n, (heading, _, text) in enumerate(section.partition("\n") for section in _SECTIONS)
)
TABLE = Chunk(
    "t0",
    "d4",
    "hr/leave.html",
    "Days of leave a year, from the first day on:\n\n"
    "| Grade | Annual leave | Sick leave on full pay | Carried over at most | Approved by |\n"
    "| G1 to G4 | 26 days | 30 days | 10 days | Head of unit |\n"
    "| G5 to G9 | 28 days | 60 days | 15 days | Head of division |\n\n"
    "- Marriage: 3 working days.\n  - Civil unions count the same.\n- Moving house: 1 working day.",
    ("Leave", "Days"),
)
_BOOKING, _CLAIMS = (next(c for c in CHUNKS if c.heading[-1] == name) for name in ("Booking", "Claims"))


def cite(number: int, chunk: Chunk, quote: str) -> Citation:
    return Citation(number, chunk.file, chunk.page, quote, chunk.heading, chunk.document_id, chunk.id)


FINANCE = Entity("fin", "Finance Division", "division", ("Harbour Relief", "Secretariat"))
AUDITS = (
    Entity("a1", "Audit Section", "section", ("Harbour Relief", "Secretariat", "Finance Division")),
    Entity("a2", "Audit Section", "section", ("Harbour Relief", "Board")),
)
FACT = Citation(
    1, "org.yaml", None, "Finance Division has 3 sections: Audit Section, Budget Section, Treasury."
)

CITED = "Who may fly premium economy, and when are receipts due?"
TABLED = "How much leave does grade G5 get?"
WAITED = "Which rules hold for claims? (wait)"
FROM_TREE = "Which sections does the Finance Division have?"
UNKNOWN = "Which hotel hosts the next assembly?"
AMBIGUOUS = "Who leads the Audit Section?"
CHOSEN = "Who leads the Audit Section of Board?"
HOSTILE = "What does the hostile file say?"
CONTRADICTED = "Is Treasury part of the Board?"
CUT = "Which posts does the Secretariat have?"
SLOW = "Tell me slowly"
BROKEN = "Ask a broken model"

_SOURCES = (
    cite(1, _BOOKING, QUOTE),
    cite(2, _CLAIMS, "Receipts are handed in within 30 days of the return."),
)
ROW, ITEMS = TABLE.text.split("\n")[4], "\n".join(TABLE.text.split("\n")[6:8])
_SENTENCES = (
    "Flights of **more than nine hours** may be booked in premium economy, if the unit's head agrees [1]. ",
    "Receipts are due:\n\n- within **30 days** of the return [2]\n- signed twice above 500 francs [2]\n",
)
ASKED_BACK = """The name "Audit Section" stands for 2 entries of the organisation tree. Which one do you mean?
- Audit Section (Finance Division, Secretariat, Harbour Relief)
- Audit Section (Board, Harbour Relief)"""
HOSTILE_TEXT = """<script>window.ran = 1</script><img src="/stolen.png" onerror="window.ran = 2">
<style>body { display: none }</style><iframe src="/frame"></iframe>

![a picture](/pixel.png) and ![](https://example.org/pixel.png)

[click here](javascript:window.ran=3), [a page](https://example.org/page), <https://example.org/auto>,
[data](data:text/html,<script>window.ran=4</script>) and [1](javascript:window.ran=5)

[1]: javascript:window.ran=6

| a | b |
|:-:|--:|
| <b onclick="window.ran=7">bold</b> | www.example.org |
"""


def story(
    question: str,
    sentences: tuple[str, ...],
    *,
    by: str = "model",
    sources: tuple[Citation, ...] = (),
    entities: tuple[Entity, ...] = (),
    candidates: tuple[Entity, ...] = (),
    verdict: str = "supported",
) -> list[AnswerEvent]:
    """The events of a whole answer, one token event and one verdict a sentence."""
    written = [
        event
        for text in sentences
        for event in (Token(text), Verification(text.strip(), verdict, ()))  # type: ignore[arg-type]
    ]
    answer = Answer(
        question,
        "".join(sentences),
        refused=by == "none" and not candidates,
        answered_by=by,  # type: ignore[arg-type]
        entities=tuple(entity.id for entity in entities),
        citations=sources,
        candidates=candidates,
        tokens=412,
    )
    return [EntitiesFound(entities), SourcesFound(sources), *written, Done(answer)]


STORIES: dict[str, list[AnswerEvent]] = {
    CITED: story(CITED, _SENTENCES, sources=_SOURCES),
    TABLED: story(
        TABLED,
        ("They get 28 days of leave [1], and 3 days more when they marry [2].",),
        sources=(cite(1, TABLE, ROW), cite(2, TABLE, ITEMS)),
    ),
    WAITED: story(WAITED, _SENTENCES[1:], sources=_SOURCES, entities=(FINANCE,)),
    FROM_TREE: story(FROM_TREE, (f"{FACT.quote} [1]",), by="tree", sources=(FACT,), entities=(FINANCE,)),
    UNKNOWN: story(
        UNKNOWN, ("The documents and the organisation tree do not say which hotel that is.",), by="none"
    ),
    AMBIGUOUS: story(AMBIGUOUS, (ASKED_BACK,), by="none", candidates=AUDITS),
    CHOSEN: story(CHOSEN, ("Ines Okafor leads it [1].",), by="tree", sources=(FACT,)),
    HOSTILE: story(HOSTILE, (HOSTILE_TEXT,), sources=_SOURCES[:1]),
    CONTRADICTED: story(
        CONTRADICTED, ("Treasury is part of the Board [1]. ",), sources=_SOURCES[:1], verdict="contradicted"
    ),
    CUT: story(
        CUT,
        ("The Secretariat has 40 posts, among them Head of Finance [1].",),
        sources=(
            Citation(1, "org.yaml", None, "Posts: Head of Finance ... and 12 more of 40, not shown here."),
        ),
    ),
    BROKEN: story(BROKEN, ("It works again.",), by="tree", sources=(FACT,)),
}
