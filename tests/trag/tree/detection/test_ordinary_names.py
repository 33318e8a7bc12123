"""Units called by everyday words: found where a sentence speaks of the unit, and only there."""

import random
from importlib.resources import files

import pytest

from trag.tree.guide import TreeGuide
from trag.tree.organisation import Holding, Node, Organisation, Person

OF_THE_UNIT = (
    "Who leads the {w} module?",
    "Who maintains {w}?",
    "Who is the maintainer of {w}?",
    "maintainer of {w}?",
    "Which crew does the {w} module belong to?",
    "What is module {w} part of?",
    "Who maintains `{w}`?",
    "Who are the maintainers of `{w}`?",
    "Is {w} part of Quillon Crew?",
    "Which crew does {w} belong to?",
    "{w}: who maintains it?",
)
OF_THE_THING = (
    "How do I read the {w}?",
    "Where can I find a {w}?",
    "Is there any {w} for new staff?",
    "Which {w} must I use?",
    "What does the {w} cost?",
    "Why is my {w} broken?",
    "When was the {w} changed?",
    "How many {w}s may a team buy?",
    "Please send me the {w} for travel.",
    "Who pays for the {w}?",
    "Does the {w} need approval?",
    "What is a {w}?",
    "Can I {w} before noon?",
    "Tell me about {w} and pay.",
    "How does one {w} a file?",
    "{w} is what I need before Friday.",
    "Who can {w} the report of Quillon Crew?",
    "Who leads the {w} review?",
    "Who will bring the {w} of Quillon Crew?",
)
# Words of the sentences themselves, and words that are no names.
_LEFT_OUT = {"lead", "leads", "module", "modules", "crew", "maintain", "maintains", "maintainer", "staff"}
_LEFT_OUT |= {
    "that",
    "this",
    "which",
    "what",
    "with",
    "from",
    "have",
    "does",
    "were",
    "will",
    "part",
    "belong",
}


def names(dice: random.Random, number: int) -> list[str]:
    text = files("trag.tree.detection").joinpath("ordinary_words.txt").read_text(encoding="utf-8")
    known = [word for word in text.split() if word.isalpha() and word.islower() and len(word) > 4]
    return dice.sample([word for word in known if word not in _LEFT_OUT], number)


def organisation(called: list[str]) -> TreeGuide:
    nodes = [Node("r", "Quillon Foundation", "foundation"), Node("c", "Quillon Crew", "crew", "r")]
    for number, name in enumerate(called):
        person = Person(f"person:{number}", f"Zabel{number}x Torvu{number}x")
        held = (Holding(person, "Maintainer", f"m{number}"),)
        nodes.append(Node(f"m{number}", name, "module", "c", people=held))
    return TreeGuide(Organisation("Quillon", tuple(nodes)))


def found(guide: TreeGuide, question: str) -> set[str]:
    return {entity.name.lower() for mention in guide.detect(question) for entity in mention.candidates}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("is_capital", [False, True])
def test_a_unit_called_by_an_everyday_word_is_found_where_it_is_spoken_of(
    seed: int, is_capital: bool
) -> None:
    called = [
        word.capitalize() if is_capital else word
        for word in names(random.Random(seed), 6)  # noqa: S311 - dice, not secrets
    ]
    guide = organisation(called)
    questions = [(word, form.format(w=word)) for word in called for form in OF_THE_UNIT]
    assert [question for word, question in questions if word.lower() not in found(guide, question)] == []


@pytest.mark.parametrize("seed", range(3))
def test_an_everyday_word_is_no_unit_where_the_thing_is_meant(seed: int) -> None:
    called = names(random.Random(seed), 6)  # noqa: S311 - dice, not secrets
    for guide in (organisation(called), organisation([word.capitalize() for word in called])):
        questions = [(word, form.format(w=word)) for word in called for form in OF_THE_THING]
        assert [question for word, question in questions if word in found(guide, question)] == []


def test_the_everyday_core_of_a_name_counts_only_without_article_or_with_its_kind() -> None:
    nodes = (Node("r", "Quillon Foundation", "foundation"), Node("t", "Training Section", "section", "r"))
    guide = TreeGuide(Organisation("Quillon", nodes))
    assert "training section" in found(guide, "Who runs the training section?")
    assert "training section" in found(guide, "Who runs training?")
    assert "training section" not in found(guide, "Who runs the training of the foundation?")
