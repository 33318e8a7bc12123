"""Tree files that must be refused, as (file name, text, what the refusal says)."""

import json
from collections.abc import Callable

import pytest

Hostile = tuple[str, Callable[[], str], str]


def _chain(length: int) -> str:
    opening = "".join(f'{{"id": "n{level}", "name": "N", "children": [' for level in range(length))
    return f'{{"root": {opening}{"]}" * length}}}'


def _one(**keys: object) -> Callable[[], str]:
    return lambda: json.dumps({"root": {"id": "a", "name": "Audit", **keys}})


def _million_rows() -> str:
    return "id,name,parent\nr,R,\n" + "".join(f"u{number},Unit,r\n" for number in range(1_000_000))


def _bomb() -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60))]
    return "\n".join([*lines, "root: {id: a, name: A, all: *a59}"])


def _csv(*rows: str) -> Callable[[], str]:
    return lambda: "\n".join(["id,name,parent", *rows])


HOSTILE: dict[str, Hostile] = {
    "a cycle": ("o.csv", _csv("r,R,", "a,A,b", "b,B,c", "c,C,a"), "each other's parents: a → b → c → a"),
    "its own parent": ("o.csv", _csv("r,R,", "a,A,a"), "each other's parents: a → a"),
    "two roots in rows": ("o.csv", _csv("r,R,", "s,S,"), "'s' is a second root beside 'r'"),
    "two roots": (
        "o.yaml",
        lambda: "root:\n- {id: a, name: A}\n- {id: b, name: B}\n",
        "there are 2 roots",
    ),
    "no root": ("o.csv", _csv("a,A,b", "b,B,a"), "there is no root"),
    "a missing parent": ("o.csv", _csv("r,R,", "a,A,zz"), "'a' has the unknown parent 'zz'"),
    "one id twice": ("o.csv", _csv("r,R,", "a,A,r", "a,B,r"), "the id 'a' is taken on line 3"),
    "ten thousand levels in JSON": ("o.json", lambda: _chain(10_000), "nested deeper than 400 levels"),
    "ten thousand levels in YAML": ("o.yaml", lambda: _chain(10_000), "nested deeper than 400 levels"),
    "ten thousand levels in rows": (
        "o.csv",
        _csv("n0,N,", *(f"n{i},N,n{i - 1}" for i in range(1, 10_000))),
        "lies 400 levels deep",
    ),
    "a million units": ("o.csv", _million_rows, "more than 500,000 units"),
    "letters of two scripts": ("o.json", _one(name="\u0410udit"), "mixes Latin and Cyrillic letters"),
    "an id in two scripts": ("o.json", _one(id="\u0430udit"), "mixes Latin and Cyrillic letters"),
    "an unseen sign": ("o.json", _one(aliases=["Au\u200bdit"]), "the unseen character U+200B"),
    "text that runs backwards": ("o.json", _one(name="\u202etiduA"), "the unseen character U+202E"),
    "a hidden NUL": ("o.json", _one(name="A\0"), "the unseen character U+0000"),
    "a formula": ("o.csv", _csv("r,R,", '"a","=cmd|\' /C calc\'!A0",r'), "it is a formula"),
    "a formula that looks like a sum": ("o.json", _one(name="+cmd|' /C calc'!A0"), "it is a formula"),
    "a formula for a person": (
        "o.json",
        _one(people=[{"name": "=1+1", "role": "Chair"}]),
        "it is a formula",
    ),
    "a tag that runs code": (
        "o.yaml",
        lambda: "root:\n  id: a\n  name: !!python/object/apply:os.system ['true']\n",
        "is not allowed; write plain text",
    ),
    "a bomb of anchors": ("o.yaml", _bomb, "the alias *a0 is not allowed"),
    "nothing": ("o.yaml", lambda: "", "the file is empty"),
    "no tree at all": ("o.yaml", lambda: "just words", "it needs a mapping with name and root"),
}
# A million rows take seconds to write down.
KINDS = [
    pytest.param(kind, marks=pytest.mark.slow) if kind == "a million units" else kind for kind in HOSTILE
]
