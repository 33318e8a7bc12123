# ruff: noqa: E501 - a form is read as one line
"""The forms of questions about a hierarchy, as whole lines of symbols (see `trag.tree.reading.questions`)."""

import re
from dataclasses import dataclass
from typing import Literal, cast

from trag.tree.asking.list_forms import LISTS

Relation = Literal[
    "people",
    "holders",
    "members",
    "both roles",
    "both units",
    "several",
    "threshold",
    "roles of",
    "detail of person",
    "parent",
    "owner",
    "children",
    "whole",
    "count people",
    "superlative",
    "filter",
    "common",
    "same parent",
    "named",
    "related",
    "contact",
    "siblings",
    "is part",
    "is role",
    "has",
    "also",
    "heads",
    "vacant",
    "chain",
    "superior",
    "meaning",
    "occupied",
    "filled",
    "kind",
    "description",
    "elsewhere",
]


@dataclass(frozen=True, slots=True)
class Form:
    """A whole question as a pattern of symbols and words, and the relation it asks for."""

    relation: Relation
    pattern: re.Pattern[str]
    is_negative: bool = False


_E, _K, _R, _P, _A, _X, _C, _I = (rf"{tag}\d+" for tag in "EKRPAXCI")
_ES = rf"{_E}(?:(?: {_E})* and {_E})?"
_RS = rf"{_R}(?: and {_R})?"
_OF = "(?:of|for|in|on|at|from|within|to|with)"
_LIST = "(?:list |who is |who are |what are |which are )?"
_WHICH = "(?:which|what)"
_TOO = "(?: and (?:which|what|who)(?: one| ones)?(?: are they| is it)?)?"
_OWNS = (
    "(?:owns|own|runs|run|manages|oversees|maintains|hosts|houses|contains|includes|supervises"
    "|is responsible for|are responsible for|is in charge of|looks after|takes care of|has)"
)
_PART = (
    "(?:belongs to|belong to|belong|is part of|are part of|part of|is in|sits in|sit in|sits under|sit under|is under|under"
    "|in|within|is within|falls under|fall under|reports to|report to|is owned by|owned by|is run by"
    "|is located in|attached to|is attached to|come under|comes under)"
)
_BELOW = (
    "(?:(?:that |which )?(?:are |is )?(?:of|in|under|within|inside|below|at|owned by|run by|belong to"
    "|belongs to|belonging to|part of|make up|that make up|comprise|report to|reporting to|sit under|sit in"
    "|fall under|come under|attached to|overseen by|managed by))"
)
_HAVE = "(?:have|own|run|contain|include|oversee|manage|comprise|consist of|host|house|supervise|list)"
_HAS = "(?:has|owns|runs|contains|includes|oversees|manages|hosts|houses|have|own|run|list|lists)"
_NUMBER = r"(?:(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) )?"
_MOST = "(?:most|(?:largest|highest|greatest|biggest) number of)"
_LEAST = "(?:fewest|least|(?:smallest|lowest) number of)"
_COUNTED = rf"(?:{_K}|{_R})"
_COMPARING = rf"(?:list |{_WHICH} (?:is |are )?)?{_K}(?: (?:in|of|under|below|within|inside|at) {_E})?"
_HOLDS = "(?:(?:that |which )?(?:has|have|lists?|contains?|owns?|runs?)|with)"
_COMPARED = (
    r"(?:(?:(?:more|fewer|less) than|at least|at most|only) )?"
    r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
)
_SHARE = "(?:in|under|of|part of|belongs? to|sits? (?:in|under)|reports? to|falls? under|have|has|share)"
_SERVE = "(?:holds?|have|has|serves? as|serve in|hold as|plays?|in)"
_ENDS = "(?: in| of| for| on)?"
_WHOLE = "(?:organisation|hierarchy|organisation tree|tree|organisation chart|org chart|structure|organisation structure)"

_PATTERNS: tuple[tuple[Relation, str], ...] = (
    # who has a role in a unit
    ("people", rf"{_LIST}{_RS} {_OF} {_ES}"),
    ("people", rf"(?:who |who is |who are |list )?(?:{_RS} {_ES}|{_ES} (?:'s )?{_RS})"),
    ("people", rf"who (?:runs|is running) {_ES}|who is {_R} {_E}|who {_R} {_R} {_E}"),
    ("holders", rf"{_LIST}{_K} {_R}"),
    ("holders", rf"(?:list |who is |who are )?{_R}(?: {_OF} {_K})?|who {_R} {_K}"),
    ("people", rf"who (?:serves|acts|works) as {_R} {_OF} {_E}"),
    ("people", rf"who are {_E} {_R}|who does {_E} have as {_R}|{_WHICH} (?:person|people) {_R} {_E}"),
    ("people", rf"who (?:is|are) {_R} that {_R} {_E}"),
    (
        "people",
        rf"(?:who is {_E} (?:{_R}|led|headed|run) by|by (?:who|whom) is {_E} (?:{_R}|led|headed|run))",
    ),
    ("members", rf"who (?:sits|serves) (?:on|in|at) {_E}|who (?:is|are) (?:on )?{_E}"),
    (
        "both units",
        rf"(?:who|{_WHICH} (?:person|people)) (?:is |are )?{_R} (?:{_OF} )?(?:both )?{_E} and {_E}",
    ),
    (
        "several",
        rf"(?:who|{_WHICH} (?:person|people)) (?:is |are )?{_R} (?:{_OF} )?(?:more than one|several|multiple|at least two|two or more) {_K}",
    ),
    ("both roles", rf"who (?:is|are) both {_R} and {_R} {_OF} {_E}"),
    (
        "count people",
        rf"(?:how many|(?:what is )?(?:number|count) of) {_R} (?:(?:does |do )?{_E} (?:has|have|list|lists)|(?:is |are )?(?:there )?{_OF} {_E}|are there)",
    ),
    # what a person does
    (
        "roles of",
        rf"(?:{_OF} )?{_WHICH} {_K} (?:does |is |has )?{_P} (?:{_SERVE} )?(?:{_R}|roles?|positions?){_ENDS}",
    ),
    ("roles of", rf"{_P} (?:is )?{_R} {_OF} {_WHICH} {_K}|{_P} {_R}{_ENDS} {_WHICH} {_K}"),
    ("roles of", rf"{_WHICH} {_K} (?:is|does) {_P} (?:in|part of|on|belong to|work in|serve on|sit on)"),
    ("roles of", rf"(?:what|which) does {_P} {_R}"),
    (
        "roles of",
        rf"{_WHICH} (?:{_R} )?(?:roles?|positions?|functions?|offices?|posts?) (?:does )?{_P} (?:have|hold|holds|has|fill)",
    ),
    ("roles of", rf"{_WHICH} (?:is|are) (?:{_P} 's (?:roles?|positions?)|(?:roles?|positions?) of {_P})"),
    ("roles of", rf"(?:list )?{_P} 's (?:roles?|positions?)|list (?:roles?|positions?) {_OF} {_P}"),
    ("roles of", rf"who is {_P}|{_P} {_WHICH} (?:roles?|positions?|posts?)"),
    ("roles of", rf"where does {_P} (?:have|hold|play) (?:roles?|positions?|posts?)"),
    (
        "detail of person",
        rf"{_WHICH} {_I} (?:is|does) {_P} (?:from|with|at|in|work for|work at|belong to)|{_WHICH} {_I} employs {_P}",
    ),
    ("detail of person", rf"(?:{_WHICH} is )?{_P} 's {_I} (?:handle|name|account|number|address)"),
    ("detail of person", rf"(?:{_WHICH} is )?(?:{_I} of {_P}|{_P} 's {_I})"),
    # what is above
    ("parent", rf"{_WHICH} {_K} {_OWNS} {_E}"),
    ("parent", rf"(?:to|in|under|within|of) {_WHICH} {_K} (?:does|is) {_E}(?: {_PART}| fall| come)?"),
    ("parent", rf"{_WHICH} {_K} (?:does|is) {_E} {_PART}"),
    ("parent", rf"{_E} {_PART} {_WHICH}(?: {_K})?|{_WHICH} (?:is|does) {_E} {_PART}"),
    ("parent", rf"(?:what is |which is |list )?(?:parent(?: {_K})? of {_E}|{_E} 's parent(?: {_K})?)"),
    ("parent", rf"where (?:does|is) {_E} (?:sit|belong|fit)(?: (?:in|within) (?:{_E}|{_WHOLE}))?"),
    ("parent", rf"where in {_E} (?:does|do|is|are) {_E}(?: (?:sit|belong|fit))?"),
    ("parent", rf"(?:which|what)(?: {_K})? is (?:parent of|above|directly above) {_E}(?: in {_WHOLE})?"),
    ("owner", rf"who owns {_E}"),
    # what is below
    ("children", rf"{_LIST}(?:{_WHICH} )?{_NUMBER}{_K} (?:are |is )?(?:there )?{_BELOW} {_ES}"),
    ("children", rf"{_WHICH} (?:are|is) {_NUMBER}{_K} {_BELOW} {_E}"),
    ("children", rf"{_WHICH} {_NUMBER}{_K} (?:does |do )?{_ES} {_HAVE}"),
    ("children", rf"{_LIST}{_ES} (?:'s )?{_K}|(?:{_WHICH} )?{_K} are (?:there )?{_E} 's"),
    ("children", rf"{_E} {_WHICH} {_K}|{_K} {_E}"),
    ("children", rf"list (?:everything|what) {_E} {_HAS} as {_K}|(?:list |what |which ){_K} {_E} {_HAS}"),
    (
        "children",
        rf"what (?:is|are|comes|sits) (?:directly )?(?:under|below) {_E}|what does {_E} (?:consist of|comprise)",
    ),
    ("children", rf"how many {_K} (?:does |do )?{_ES} (?:{_HAVE}|{_HAS})"),
    ("children", rf"how many {_K} (?:are )?(?:there )?{_BELOW} {_E}|how many {_K} make up {_E}"),
    ("children", rf"(?:what is )?(?:number|count) of {_K} (?:{_OF}|{_BELOW}) {_E}"),
    # the whole tree
    (
        "whole",
        rf"(?:how many|(?:what is )?(?:number|count) of) {_K}(?: are there| (?:there )?exist| do(?:es)? (?:we|organisation) have)?(?: in {_WHOLE})?",
    ),
    (
        "whole",
        rf"list {_K}|{_WHICH} {_K} (?:are there|exist|do(?:es)? (?:we|organisation) have)(?: in {_WHOLE})?",
    ),
    (
        "superlative",
        rf"(?:{_COMPARING}|who) {_HOLDS} {_MOST} {_COUNTED}(?: and how many(?: does it have)?)?",
    ),
    ("threshold", rf"{_WHICH} {_K} (?:have|has|list|lists|own|owns|run|runs) {_COMPARED} {_COUNTED}"),
    ("filter", rf"{_WHICH} {_K} (?:(?:in|of|under) {_E} )?(?:have|has|list|lists) (?:{_R}|{_K})"),
    ("related", rf"(?:{_WHICH} |list )?{_K} (?:are |is )?{_X} of {_E}"),
    ("related", rf"(?:list |what are |which are |who are )?(?:{_X} of {_E}|{_E} 's {_X})"),
    ("related", rf"{_WHICH} {_K} (?:have|has|list|lists) {_E} (?:as|among (?:its|their)) {_X}"),
    ("related", rf"(?:in|of|for) {_WHICH} {_K} is {_E} {_X}|{_WHICH} {_K} is {_E} {_X} (?:in|of|for)"),
    # several units
    (
        "common",
        rf"(?:what is |which is )?(?:lowest |nearest |closest )?(?:common|shared) (?:parent|ancestor|{_K})(?: {_K}| unit)? of {_E}(?: and {_E}| {_E})+",
    ),
    (
        "common",
        rf"{_WHICH} (?:{_K}|parent) (?:does|do) {_E}(?: and {_E}| {_E})+ (?:share|both belong to|belong to|have in common)",
    ),
    (
        "same parent",
        rf"(?:does|do|are|is) {_E} and {_E} (?:both )?(?:belong to|in|part of|under|share|within) (?:same|one) {_K}(?: if so)?(?: which(?: one)?| and which(?: one)?)?",
    ),
    (
        "named",
        rf"{_NUMBER}{_K} (?:each )?(?:own|have|run|contain|has|owns) (?:{_K} )?(?:named |called )?{_A}(?: {_K})? (?:which|what)(?: ones?)?(?: are they)?",
    ),
    (
        "named",
        rf"{_WHICH} {_NUMBER}{_K} (?:each )?(?:own|have|run|contain|has|owns) (?:{_K} )?(?:named |called )?{_A}",
    ),
    (
        "siblings",
        rf"{_WHICH} other {_K} (?:are |is |do |does )?(?:there )?{_SHARE} same (?:{_K}|parent|parent {_K}) as {_E}",
    ),
    (
        "siblings",
        rf"(?:list |what are |which are )?(?:(?:siblings|sibling {_K}) of {_E}|{_E} 's (?:siblings|sibling {_K}))",
    ),
    ("siblings", rf"{_WHICH} other {_K} (?:are |is )?(?:there )?{_SHARE} {_E} 's (?:{_K}|{_E}|parent)"),
    (
        "also",
        rf"(?:which|who)(?: of)? {_E} {_R} are {_R} of {_K}{_TOO}(?: of which {_K})?(?: and of which {_K})?",
    ),
    ("also", rf"(?:which|list) {_R} of {_E} (?:that are |who are )?(?:are )?{_R}(?: of {_K})?"),
    # yes or no
    ("is part", rf"(?:does|is) {_E} (?:{_PART}|of) {_E}"),
    ("is role", rf"is {_E} (?:{_R}|led|headed|run|chaired) by {_P}"),
    ("is role", rf"(?:is|does) {_P} {_R}(?: {_OF})? {_E}"),
    ("has", rf"does {_E} have (?:{_K}|{_R})"),
    ("filled", rf"is there {_R}(?: {_OF} {_E})?"),
    # details
    (
        "contact",
        rf"(?:what is |which is |list )?(?:{_C}(?: channel| address| link| url| list| number)? {_OF} {_E}|{_E} (?:'s )?{_C}(?: channel| address| link| url| number)?)",
    ),
    (
        "contact",
        rf"(?:on |in )?{_WHICH} {_C}(?: channel| list)? (?:is|does) {_E} (?:discussed|use|have)(?: on| in)?",
    ),
)
_NEGATIVE: tuple[tuple[Relation, str], ...] = (
    ("is part", rf"does {_E} (?:own|contain|include|run|oversee|comprise) {_E}"),
    (
        "filter",
        rf"{_WHICH} {_K} (?:(?:in|of|under) {_E} )?(?:(?:do|does) not (?:have|list|name)|have no|has no|list no|lists no|lack|lacks|are without|is without|without) (?:{_R}|{_K})",
    ),
    (
        "superlative",
        rf"{_COMPARING} {_HOLDS} {_LEAST} {_COUNTED}(?: and how many(?: does it have)?)?",
    ),
)
_LISTS = cast("tuple[tuple[Relation, str], ...]", LISTS)
FORMS = tuple(
    [Form(relation, re.compile(pattern), is_negative=False) for relation, pattern in _PATTERNS]
    + [Form(relation, re.compile(pattern), is_negative=True) for relation, pattern in _NEGATIVE]
    + [Form(relation, re.compile(pattern), is_negative=False) for relation, pattern in _LISTS]
)
