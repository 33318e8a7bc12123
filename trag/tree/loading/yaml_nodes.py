"""Reads YAML into located values: plain data only, no aliases, no tags, no recursion."""

import re

import yaml

from trag.tree.loading.values import Located, Problems, Scalar, ValueBuilder, shorten

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?\Z")

# The C parser hands out events many times faster; both know plain data only, as no constructor is used.
_Loader: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, problems: Problems) -> Located | None:
    """The file's value with lines, None if the file is empty."""
    builder = ValueBuilder(problems)
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                _check_documents(documents, event, problems)
            _take(event, builder, problems)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        problems.stop(mark.line + 1 if mark else 1, f"this is not valid YAML: {exc.problem or exc.context}")
    except yaml.YAMLError as exc:
        problems.stop(1, f"this is not valid YAML: {exc}")
    return builder.result


def _check_documents(documents: int, event: yaml.Event, problems: Problems) -> None:
    if documents > 1:
        problems.stop(_line(event), "a second YAML document starts here; keep the whole tree in one")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _take(event: yaml.Event, builder: ValueBuilder, problems: Problems) -> None:
    if isinstance(event, yaml.ScalarEvent):
        _check_tag(event, problems)
        builder.scalar(_scalar(event))
    elif isinstance(event, yaml.AliasEvent):
        name = shorten(str(event.anchor))
        problems.stop(_line(event), f"the alias *{name} is not allowed; write the value out")
    elif isinstance(event, yaml.CollectionStartEvent):
        _check_tag(event, problems)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        builder.open(Located(_line(event), {} if is_mapping else []))
    elif isinstance(event, yaml.CollectionEndEvent):
        builder.close()


def _check_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent, problems: Problems) -> None:
    if event.tag and event.tag not in {"!", "tag:yaml.org,2002:str"}:
        problems.add(_line(event), f"the tag {shorten(event.tag)} is not allowed; write plain text")


def _scalar(event: yaml.ScalarEvent) -> Located:
    line = _line(event)
    text = event.value
    # Dates and words such as `no` stay text: a unit may well be called No.
    return Located(line, _plain_value(text) if event.implicit[0] else text, text)


def _plain_value(text: str) -> Scalar:
    if text in _NULL:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _FLOAT.match(text) else text
