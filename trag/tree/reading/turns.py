# ruff: noqa: E501 - a turn of speech is read as one line
"""Turns of speech that say nothing about the hierarchy, and the many ways to ask one thing."""

import re

_FILLERS = frozenset(
    "the a an please pls our all any every each current currently now presently nowadays today total complete full "
    "entire whole exactly altogether overall just also actually again quickly thanks thx cheers official me"
    .split()
)  # fmt: skip
_GREETING = (
    r"(?:(?:good )?(?:morning|afternoon|evening)|hi(?: there| all)?|hello|hey|(?:quick|one|short|another) question"
    r"|question|just wondering|sorry|so|ok|okay|well|btw|by the way|please|pls)"
)
_WISH = (
    r"(?:(?:can|could|would|will) (?:you|someone|anyone|somebody|anybody)(?: please| kindly| quickly)?"
    r"(?: (?:tell|remind) me| let me know| say| help me find(?: out)?"
    r"|(?= (?:please|give|list|show|name|get|find|send|print|display|enumerate|tell|who|what|which|where|how)(?!\S)))"
    r"|(?:does|do) (?:you|anyone|anybody|someone|somebody)(?: happen to)? know(?: if| whether)?"
    r"|(?:any|no) idea(?= (?:wh|how))|(?:i would|i 'd|id|i d|we would) (?:like|love) to know|i (?:want|need|have) to know"
    r"|i (?:was |am |'m )?wonder(?:ing)?(?: if you know)?|(?:please )?(?:tell|remind) me(?= (?:who|wh|how|in|under|to))"
    r"|let me know|i (?:am|'m) looking for|i (?:am|'m) trying to find(?: out)?|please)"
)
_ALL_LEVELS = (
    r"(?:(?:at|on|over|across|through) )?(?:any|all|every|whatever)(?: the)? levels?(?: below(?= it|$))?|all the way down"
    r"|(?:however|no matter how) (?:deep|far)(?: down)?|directly (?:or|and) indirectly|recursively|anywhere"
)
_ASIDES = re.compile(
    rf"(?<!\S)(?:{_ALL_LEVELS}|(?:at|in|for) (?:the )?(?:moment|present)|at this (?:moment|time|point)|right now|these days|as of (?:now|today)"
    r"|in (?:total|all)|so far|as well|at all|(?:every |each )single one|all of (?:them|those|these)|both of them"
    r"|for me|thank you(?: very much)?"
    r"|many thanks|if (?:you|i) may(?: ask)?|by any chance|to your knowledge|i need(?: all)?(?: of)?(?: them)?$)(?!\S)"
)
# Nobody is looked up by "we need a head of the division".
_WANTED = re.compile(
    r"^(?:i |we )?(?:need|want|would like|'d like|seek|hire) (?:to (?:be|have|become) )?(?:a|an|another|more) "
)
_COMMANDS = (  # the many ways to ask for a list
    (
        r"^(?:(?:i |we )?(?:need|want|would like|'d like)(?: to (?:see|have|get))?|give me|give|show me|show|tell me|tell(?= (?:K|names?))|list me|name|enumerate|print"
        r"|display|get me|get|find me|find|send me|what about|list(?: out| up)?)(?: of)?(?: list of| list)?(?: names? of)?(?= )"
    ),
    r"^(?:list|names?|overview) of",
    r"^(?:what|which|who) (?:is|are) (?:list|names?) of",
)
_SAME = (
    (re.compile(r"^(?P<what>.*\S) who (?:is|are|was) (?:that|it|this|he|she|they|those)$"), r"who is \g<what>"),
    (re.compile(r"^(?P<unit>E\d+) (?P<what>(?:who|which|what)\b.*) (?:there|in there)$"), r"\g<what> of \g<unit>"),
    (
        re.compile(
            r"^(?:is there (?:anyone|anybody|someone|somebody)(?: (?:in|holding|filling|on|for|as|at|working as))?|do we have"
            r"|does (?:anyone|anybody) (?:hold|fill))"
            r" (?P<role>R\d+)(?: (?:post|position|role|job|seat|K\d+))?(?P<rest> (?:of|for|in|at) E\d+)?$"
        ),
        r"is there \g<role>\g<rest>",
    ),
    (
        re.compile(
            r"^(?:who is in|who is (?:holding|filling)|who (?:holds|fills|has|occupies))"
            r" (?P<role>R\d+)(?: (?:post|position|role|job|seat|K\d+))?(?P<rest> (?:of|for|in|at) E\d+)?$"
        ),
        r"who is \g<role>\g<rest>",
    ),
    (
        re.compile(r"^who (?:is |are )?(?:R\d+ up|heading(?: up)?|running|looking after|at (?:helm|top) of|on top of|overseeing) (?P<unit>E\d+)$"),
        r"who runs \g<unit>",
    ),
    (re.compile(r"^who (?:is |are )?(?:responsible for|looks after|takes care of|taking care of) (?P<unit>E\d+)$"), r"who owns \g<unit>"),
    (re.compile(r"^who does (?P<unit>E\d+) have as (?:its |their )?(?P<role>R\d+)$"), r"who is \g<role> of \g<unit>"),
    (re.compile(r"\b(?P<what>[RE]\d+) (?:post|position|job|role|seat)\b"), r"\g<what>"),
    (re.compile(r"^(?P<what>(?:list |number of )?K\d+) (?:do )?we have$"), r"\g<what>"),
    (re.compile(r"\b(?:up )?to top\b"), "up to top"),
)  # fmt: skip
_SHORT = ("who", "what", "where", "how", "it", "that")
_DEEP = re.compile(rf"\b(?:{_ALL_LEVELS}|everything|anything|(?:all|every)(?: of)?(?: the)? K\d+)\b")


def is_deep(line: list[str]) -> bool:
    """True when all levels are asked for: "every unit anywhere in the division"."""
    return bool(_DEEP.search(" ".join(line)))


def short(line: list[str]) -> str:
    """The line without fillers, each common turn of speech in one form."""
    parts: list[str] = []
    bare = _bare(" ".join(line))
    if _WANTED.search(bare):
        return bare
    for part in bare.split():
        if part == "'s":
            parts.append("is" if parts and parts[-1] in _SHORT else "'s")
        elif part not in _FILLERS:
            parts.append("are" if part == "'re" else part)
    text = " ".join(parts)
    for command in _COMMANDS:
        text = re.sub(rf"{command}(?!\S)", "list", text)
    text = re.sub(r"^which of (?=K)", "which ", text)
    text = re.sub(r"^(?:what|how) (?:is|are) (.*) (?:called|named)$", r"list \1", text)
    return same(text)


def same(text: str) -> str:
    """One form for what is said in several ways."""
    for pattern, plain in _SAME:
        text = pattern.sub(plain, text)
    return text


def _bare(text: str) -> str:
    """The text without greetings, wishes and asides."""
    for _ in range(4):
        bare = _ASIDES.sub("", text)
        bare = re.sub(rf"^\s*(?:{_GREETING}|{_WISH})(?!\S)(?!\s*$)", "", bare).strip()
        if bare == text:
            break
        text = bare
    return text
