"""The words of a question: one of several wordings, said in one of several manners."""

from collections.abc import Sequence

from trag.questions.chance import Chance
from trag.tree.wording import capital

_LOWER, _POLITE, _PLEASE = 0.2, 0.3, 0.4
_POLITE_STARTS = ("Can you tell me: ", "Hello, ", "Quick question: ")


def phrased(chance: Chance, wordings: Sequence[str], **words: str) -> str:
    """One of the wordings, filled; as written, in lower case without its mark, or with a polite word."""
    wording = chance.pick(wordings)
    manner = chance.throw()
    if manner < _LOWER:
        # A short name in lower case is another word: "it", "arc", "us".
        small = {key: word if word.isalpha() else word.lower() for key, word in words.items()}
        return wording.lower().format(**small).rstrip("?.")
    question = wording.format(**words)
    starts_with_name = wording.startswith("{") and not question.startswith("the ")
    if manner < _POLITE:
        return chance.pick(_POLITE_STARTS) + (question if starts_with_name else _small(question))
    question = question if starts_with_name else capital(question)
    is_sentence = question[-1] in "?."
    return f"{question[:-1]}, please{question[-1]}" if manner < _PLEASE and is_sentence else question


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
