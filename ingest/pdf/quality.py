"""Whether the text of a page is what a reader of the page sees; what is not goes to OCR.

No language is known here: letters are counted, and which follow each other in words of any
language that is written in Latin letters.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Without so many letters, a page with anything else on it is a picture.
FEWEST_LETTERS = 20
# A page that a picture covers has its own text only from so many letters on.
FEWEST_OVER_PICTURE = 200
MOST_STRANGE = 0.15
MOST_MIXED = 0.12
MOST_UNMAPPED = 0.3
# Texts in 31 languages have 0.55 and more of these pairs; with letters exchanged, 0.2 and rarely 0.4.
FEWEST_COMMON = 0.45
FEWEST_PAIRS = 60
COVERS = 0.6
# The pairs of letters that are most frequent in languages written in Latin letters, accents left out.
COMMON = frozenset(
    (
        "an en er de in st te es ar on al la is ra re ri ta el or na at ti li le nt ng ne as ie ni nd me it "
        "un di se ro et da ma to ch il si ad he ia ka ic om tr os am ol ll io no em co ve pa ur ci sa ge ns "
        "va lo ed do mi ha po rt th us ca ei pr id ir ai pe aa tu ga wa ik je vi ce be im so sk ko ba ee eg "
        "ac ul od um au ov rs gi ak ig hi ke nc mo ou ss ag bi ut ki ru ec ue ja rd ot ho sc tt pi oo"
    ).split()
)
WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Look:
    """What is on a page besides text: the share that the largest picture covers, and if anything is drawn.

    `unmapped` is the share of signs for which the file doesn't say which letter they show.
    """

    picture: float = 0.0
    is_drawn: bool = False
    unmapped: float = 0.0


def needs_reading(text: str, look: Look) -> bool:
    """True if the text is not the page's: missing, made of strange signs, or no words."""
    letters = sum(sign.isalnum() for sign in text)
    if letters < FEWEST_LETTERS:
        return look.is_drawn or look.picture > 0 or not is_plausible(text)
    if look.picture >= COVERS and letters < FEWEST_OVER_PICTURE:
        return True
    return look.unmapped > MOST_UNMAPPED or not is_plausible(text)


def is_plausible(text: str) -> bool:
    """True if the text is made of letters and words, in whatever language."""
    signs = [sign for sign in text if not sign.isspace()]
    if sum(map(_is_strange, signs)) > len(signs) * MOST_STRANGE:
        return False
    words = WORD.findall(text)
    return _mixed_share(words) <= MOST_MIXED and _has_common_pairs(words)


def letters_of(text: str) -> int:
    """How much a text says: its letters and digits, none if it is not plausible."""
    return sum(sign.isalnum() for sign in text) if is_plausible(text) else 0


def _is_strange(sign: str) -> bool:
    return sign == "\ufffd" or sign < " " or unicodedata.category(sign) in ("Co", "Cn", "Cc")


def _mixed_share(words: Sequence[str]) -> float:
    """The share of pairs of letters that belong to two scripts."""
    pairs = [pair for word in words for pair in pairwise(word)]
    return sum(_script(first) != _script(second) for first, second in pairs) / max(len(pairs), 1)


def _has_common_pairs(words: Sequence[str]) -> bool:
    plain = (word for word in map(_plain, words) if word.isascii())
    pairs = [first + second for word in plain for first, second in pairwise(word)]
    if len(pairs) < FEWEST_PAIRS:
        return True
    return sum(pair in COMMON for pair in pairs) / len(pairs) >= FEWEST_COMMON


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    """The word in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.lower()) if sign.isalpha())


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    """Latin, Greek and so on; the scripts that Chinese, Japanese and Korean texts mix count as one."""
    if unicodedata.category(letter) in ("Lm", "Mn", "Mc"):
        return "CJK" if letter > "\u3000" else ""
    name = unicodedata.name(letter, "").split(" ")[0].removeprefix("FULLWIDTH").split("-")[0]
    return "CJK" if name in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "KANGXI") else name
