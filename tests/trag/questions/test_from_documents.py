import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from trag.engines.fakes import FakeGenerator
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.errors import ModelRequestError
from trag.protocols import TextStream
from trag.questions.cases import Case, read_cases, write_cases
from trag.questions.from_documents import SCHEMA, Dropped, document_cases, sampled
from trag.questions.splits import split_of
from trag.types import Chunk, Message

FILLER = "All staff of the house read these rules once a year and sign that they have done so, on paper."


def passage(number: int, file: str = "") -> Chunk:
    rule = f"A stay in zone {number + 100} lasts {number + 20} days and is approved by Desk North."
    text = f"{FILLER} {rule} {FILLER}"
    return Chunk(f"c{number}", "d", file or f"f{number}.md", text, heading=("Zones", f"Zone {number + 100}"))


def reply(number: int, **changes: str) -> str:
    made = {
        "quote": f"A stay in zone {number + 100} lasts {number + 20} days",
        "question": f"How long may somebody stay in zone {number + 100}?",
        "answer": f"{number + 20} days",
    }
    return json.dumps(made | changes)


def answering(chunks: Sequence[Chunk], *, seed: int = 0, **changes: str) -> FakeGenerator:
    generator = FakeGenerator()
    for chunk in sampled(chunks, seed):
        generator.enqueue(reply(int(chunk.id[1:]), **changes))
    return generator


def test_a_grounded_question_becomes_a_case_with_its_passage(tmp_path: Path) -> None:
    chunk = passage(1)
    made = list(document_cases([chunk], answering([chunk]), count=5))
    case = made[0]
    assert isinstance(case, Case)
    assert case.must_include == (("21",),)
    assert (case.evidence[0].file, case.evidence[0].quote) == ("f1.md", "A stay in zone 101 lasts 21 days")
    assert (case.type, case.review, case.split) == ("document", "open", split_of("f1.md"))
    write_cases(tmp_path / "c.jsonl", [case])
    assert read_cases(tmp_path / "c.jsonl") == [case]


def test_the_model_reads_the_passage_with_its_file_and_headings_and_follows_the_schema() -> None:
    class Recording(FakeGenerator):
        schemas: list[dict[str, Any] | None] = []  # noqa: RUF012 - one recording in one test

        def generate(
            self,
            messages: Sequence[Message],
            *,
            max_tokens: int,
            schema: dict[str, Any] | None = None,
            scope: str = "",
        ) -> TextStream:
            self.schemas.append(schema)
            return super().generate(messages, max_tokens=max_tokens, schema=schema)

    generator = Recording()
    generator.enqueue(reply(1))
    list(document_cases([passage(1)], generator, count=1))
    assert generator.schemas == [SCHEMA]
    asked = generator.asked[0][-1].content
    assert "f1.md" in asked
    assert "Zones > Zone 101" in asked
    assert passage(1).text in asked


def test_braces_in_a_passage_are_left_alone() -> None:
    chunk = Chunk("c", "d", "{file}.md", f"{FILLER} Use {{text}} and {{0}} with care. {FILLER}")
    generator = FakeGenerator()
    list(document_cases([chunk], generator, count=1))
    assert "Use {text} and {0} with care." in generator.asked[0][-1].content


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no JSON", "no JSON object"),
        ("[]", "no JSON object"),
        ('{"quote": 5, "question": "x", "answer": "y"}', "no JSON object"),
        (reply(1, answer=" "), "no JSON object"),
        (reply(1, quote="A stay in zone 101 lasts 99 days"), "does not stand in the passage"),
        (reply(1, answer="22 days"), "number or name the quote has not"),
        (reply(1, question="What does the text say about zone 101?"), "speaks of its source"),
    ],
)
def test_what_is_not_kept_is_dropped_with_its_reason(text: str, reason: str) -> None:
    generator = FakeGenerator()
    generator.enqueue(text)
    dropped = next(document_cases([passage(1)], generator, count=1))
    assert isinstance(dropped, Dropped)
    assert reason in dropped.reason


def test_a_question_made_before_is_dropped() -> None:
    chunks = [passage(1, "a.md"), passage(1, "b.md")]
    generator = FakeGenerator()
    for _ in chunks:
        generator.enqueue(reply(1))
    first, second = document_cases(chunks, generator, count=2)
    assert isinstance(first, Case)
    assert isinstance(second, Dropped)
    assert "made before" in second.reason


def test_no_more_is_asked_than_needed() -> None:
    chunks = [passage(number) for number in range(9)]
    generator = answering(chunks)
    # Zones differ by their number alone, so that most questions count as made before.
    made = list(document_cases(chunks, generator, count=1))
    assert len(made) == len(generator.asked) == 1
    assert list(document_cases(chunks, generator, count=0)) == []


def test_chunks_are_spread_over_files_whatever_their_order() -> None:
    chunks = [passage(number, f"{number % 3}.md") for number in range(9)]
    order = sampled(chunks, 7)
    assert [len({chunk.file for chunk in order[start : start + 3]}) for start in (0, 3, 6)] == [3, 3, 3]
    assert sampled(chunks[::-1], 7) == order
    assert sampled(chunks, 8) != order


def test_short_chunks_are_not_asked_about() -> None:
    assert sampled([Chunk("c", "d", "a.md", "Two words.")], 0) == []


def test_a_passage_too_long_for_the_model_is_dropped() -> None:
    generator = FakeGenerator(context_length=300)
    dropped = next(document_cases([passage(1)], generator, count=1))
    assert isinstance(dropped, Dropped)
    assert "longer than the model can read" in dropped.reason


class Failing(FakeGenerator):
    """Fails for as many times as it is told."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.left = times

    def generate(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: dict[str, Any] | None = None,
        scope: str = "",
    ) -> TextStream:
        if self.left:
            self.left -= 1
            raise ModelRequestError("The model server went away.")
        return super().generate(messages, max_tokens=max_tokens, schema=schema)


def test_a_model_that_fails_once_costs_one_question() -> None:
    generator = Failing(1)
    chunks = [passage(1), passage(2)]
    for number in (1, 2):
        generator.enqueue(reply(int(sampled(chunks, 0)[1].id[1:]) if number == 1 else number))
    first, second = document_cases(chunks, generator, count=2)
    assert isinstance(first, Dropped)
    assert "went away" in first.reason
    assert isinstance(second, Case)


def test_a_model_that_keeps_failing_ends_the_work() -> None:
    with pytest.raises(ModelRequestError):
        list(document_cases([passage(number) for number in range(9)], Failing(9), count=5))


SAMPLES = {
    "leave.md": """Up to 12 days of annual leave may be carried into the next year. They lapse on 30 June.
Days that could not be taken because of illness lapse on 31 December. The head of
section approves leave in the staff portal within 5 working days.""",
    "fleet.md": """Vehicles of the field offices are serviced every 5,000 kilometres. Each driver keeps a
logbook, which the fleet officer checks every Monday. Private use of a vehicle costs
0.40 euros a kilometre and is only allowed with the written consent of the country
director.""",
    "security.md": """After 60 minutes without contact the duty desk alerts the country director. At risk
level 4 the curfew is from 19:00 to 06:00 and staff check in every two hours. Visitors
are briefed by the security adviser on the day they arrive.""",
    "gifts.md": """Gifts worth more than 40 euros are handed to the Ethics Office within 14 days. The
Ethics Office keeps a public register of gifts. Gifts of perishable food are shared with
the whole team and not registered.""",
}


@pytest.fixture
def default_generator() -> Iterator[EmbeddedGenerator]:
    generator = EmbeddedGenerator("", Path(platformdirs.user_cache_dir("trag")) / "models")
    generator.warm_up()
    yield generator
    generator.close()


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.timeout(900)
def test_the_default_model_makes_questions_that_hold_up(default_generator: EmbeddedGenerator) -> None:
    chunks = [Chunk(f"c-{file}", "d", file, text) for file, text in SAMPLES.items()]
    made = list(document_cases(chunks, default_generator, count=4))
    for result in made:
        print(result)  # noqa: T201 - shown when the test fails
    cases = [result for result in made if isinstance(result, Case)]
    assert len(cases) >= 2
