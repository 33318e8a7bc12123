"""What a caller may not read is as if it were not there: in every answer of the whole app."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.api.asked_everywhere import Shown, asked_everywhere
from tests.api.planted import Planted, key_of, planted, served
from trag.types import EVERYONE, Caller

WORDS = ("travel", "leave", "budget", "payroll", "station")
QUESTIONS = (
    "What is the travel rule?",
    "Who is the Director of the Finance Division?",
    "What does the Payroll Section pay for leave and budget?",
    "What is xqzsecret1 and xqzsecret2?",
)
# Each example asks some hundred questions of two servers: a smaller one is not worth minutes.
SLOWLY: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.generate],
    "suppress_health_check": list(HealthCheck),
}
groups = st.sets(st.sampled_from(["a", "b", "c", EVERYONE])).map(lambda chosen: tuple(sorted(chosen)))
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(tuple)
documents = st.lists(st.tuples(groups, words), min_size=1, max_size=6).map(
    lambda drawn: [Planted(number, *one) for number, one in enumerate(drawn, 1)]
)
readers = st.sets(st.sampled_from(["a", "b"])).map(
    lambda theirs: Caller("user:rita", "Rita", "reader", frozenset(theirs))
)


def shown(documents: list[Planted], ids: list[str], reader: Caller, *, in_memory: bool = True) -> list[Shown]:
    with (
        tempfile.TemporaryDirectory() as folder,
        planted(Path(folder), documents, in_memory=in_memory) as workspace,
        served(workspace, reader) as client,
    ):
        return list(asked_everywhere(client, key_of(reader), ids, QUESTIONS))


def check(drawn: list[Planted], reader: Caller, *, in_memory: bool = True) -> None:
    ids = [*(one.id for one in drawn), "nobody"]
    readable = [one for one in drawn if reader.may_read(one.groups)]
    whole = shown(drawn, ids, reader, in_memory=in_memory)
    assert whole == shown(readable, ids, reader, in_memory=in_memory)
    told = str([(status, text) for _, status, text in whole])
    for one in drawn:
        if one not in readable and one.number > 2:  # a question itself names the first two
            assert one.secret not in told


@settings(max_examples=2, **SLOWLY)
@given(documents, readers)
def test_every_answer_is_that_of_an_index_without_what_the_reader_may_not_read(
    drawn: list[Planted], reader: Caller
) -> None:
    check(drawn, reader)


@pytest.mark.slow
@settings(max_examples=30, **SLOWLY)
@given(documents, readers)
def test_every_answer_is_that_of_an_index_without_it_for_many_folders(
    drawn: list[Planted], reader: Caller
) -> None:
    check(drawn, reader)


def test_the_same_holds_for_vectors_on_disk() -> None:
    hidden = [Planted(number, ("b",), ("travel", "budget")) for number in range(1, 5)]
    read = [Planted(5, ("a",)), Planted(6, (EVERYONE,), ("leave",))]
    check([*hidden, *read], Caller("user:rita", "Rita", "reader", frozenset({"a"})), in_memory=False)
