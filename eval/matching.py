"""Does a text hold what a right answer must hold? Whole words only, however they are typeset.

Case, white space, emphasis, and the kinds of dashes, quotes and spaces make no difference; nor do
separators of thousands: "1,500", "1 500" and "1500" are one number. A number stands for itself only:
"5" is neither in "15" nor in "1.5" nor in "5,000".
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

TYPESET = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    # Soft hyphens, signs of no width, and the emphasis of markdown.
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff*`", "")
)
EMPHASIS = re.compile(r"(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)")
PERCENT = re.compile(r"(?<=\d) ?(?:%|percent\b|per cent\b)")
NUMBER = re.compile(r"\d{1,3}(?:[,' ]\d{3})+(?!\d)|\d+")
SEPARATOR = "[,' ]?"
# What may not stand around an item: "C" is not in "C++", "500" not in "1,500", "1.2" not in "1.2.3".
BEFORE_WORD, AFTER_WORD = r"(?<!\w)", r"(?!\w|\+\+|[+#](?!\w))"
BEFORE_DIGIT, AFTER_DIGIT = r"(?<!\w)(?<!\d[.,'])", r"(?!\w|[.,']\d)"
# What joins an item to a longer name: "krew" in "krew-index".
JOINTS = "-_/."

Groups = Sequence[Sequence[str]]


def holds(text: str, item: str) -> bool:
    """True when `item` stands in `text` as a whole: "5" does not stand in "15"."""
    return _pattern(item).search(plain(text)) is not None


def holds_groups(text: str, groups: Groups) -> tuple[bool, ...]:
    """For each group, whether `text` holds one of its alternatives.

    What stands only inside a longer name that another group asks for does not count: "krew-index"
    names no "krew" where a list has both.
    """
    every = [item for group in groups for item in group]
    return tuple(any(holds_apart(text, item, _outside(every, group)) for item in group) for group in groups)


def holds_all(text: str, groups: Groups) -> bool:
    """True when `text` holds an alternative of every group."""
    return all(holds_groups(text, groups))


def holds_apart(text: str, item: str, names: Iterable[str]) -> bool:
    """True when `item` stands in `text` other than as a part of one of these longer `names`."""
    rest = plain(text)
    for name in names:
        if _is_joined_part(plain(item), plain(name)):
            rest = _pattern(name).sub(" ", rest)
    return _pattern(item).search(rest) is not None


def spans(text: str, item: str) -> list[tuple[int, int]]:
    """Where `item` stands in `plain(text)`, as (start, end)."""
    return [match.span() for match in _pattern(item).finditer(plain(text))]


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text as it is compared: without case, typesetting, emphasis and line breaks."""
    folded = unicodedata.normalize("NFKC", text.translate(TYPESET)).translate(TYPESET).casefold()
    return PERCENT.sub("%", EMPHASIS.sub("", " ".join(folded.split())))


def _outside(every: Iterable[str], group: Sequence[str]) -> list[str]:
    return [item for item in every if item not in group]


def _is_joined_part(part: str, name: str) -> bool:
    """True when `name` is `part` with more joined to it by a hyphen or the like."""
    if not part or len(name) <= len(part) or part[0].isdigit():
        return False
    beside = (rf"{re.escape(part)}[{JOINTS}]\w", rf"\w[{JOINTS}]{re.escape(part)}")
    return any(re.search(pattern, name) for pattern in beside)


@lru_cache(maxsize=4096)
def _pattern(item: str) -> re.Pattern[str]:
    text = plain(item)
    if not text:
        return re.compile(r"(?!)")  # an item of signs only is found nowhere
    before = BEFORE_DIGIT if text[0].isdigit() else BEFORE_WORD
    after = AFTER_DIGIT if text[-1].isdigit() else AFTER_WORD if _is_word(text[-1]) else r"(?!\w)"
    parts = NUMBER.split(text)
    numbers = [_number(found) for found in NUMBER.findall(text)] + [""]
    body = "".join(re.escape(part) + number for part, number in zip(parts, numbers, strict=True))
    return re.compile(before + body + after)


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _number(digits: str) -> str:
    """The number as a pattern that takes separators of thousands, or none."""
    bare = re.sub(r"\D", "", digits)
    head = len(bare) % 3 or 3
    return SEPARATOR.join((bare[:head], *(bare[i : i + 3] for i in range(head, len(bare), 3))))
