"""Reads an organisation tree from YAML, JSON or CSV, or says everything that is wrong with it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from trag.errors import TreeError
from trag.tree.loading.csv_rows import Row, read_csv
from trag.tree.loading.doubts import FORBIDDEN
from trag.tree.loading.json_nodes import read_json
from trag.tree.loading.people import identify
from trag.tree.loading.remarks import Remark, remarks
from trag.tree.loading.units import Draft, UnitReader, text_of
from trag.tree.loading.values import MAX_DEPTH, MAX_UNITS, Located, Problems, shorten
from trag.tree.loading.yaml_nodes import read_yaml
from trag.tree.organisation import Holding, Node, Organisation

FORMATS = {".yaml": "YAML", ".yml": "YAML", ".json": "JSON", ".csv": "CSV"}

MAX_CHARACTERS = 64 * 1024 * 1024


def load_organisation(text: str, file: str, *, version: int = 1, as_of: date | None = None) -> Organisation:
    """The organisation that `text` describes; the suffix of `file` tells the format.

    Raises TreeError that lists every problem with its line.
    """
    return _load(text, file, version, as_of)[0]


def check_organisation(
    text: str, file: str, *, as_of: date | None = None
) -> tuple[Organisation, tuple[Remark, ...]]:
    """The organisation that `text` describes, and what a person should look at before it is imported.

    Raises TreeError that lists every problem with its line.
    """
    organisation, drafts, nodes = _load(text, file, 1, as_of)
    return organisation, remarks(nodes, drafts, organisation.as_of)


def read_drafts(text: str, file: str) -> tuple[str, list[Draft]]:
    """Name and units of a tree as they stand in the file, parents first; history is among them.

    Raises TreeError if the text can't be read so far; names, dates and people are not looked at.
    """
    problems = Problems(file)
    content = text.removeprefix("\ufeff")
    _check_characters(content, problems)
    found = _drafts(content, file, problems)
    problems.check()
    return found


def _load(
    text: str, file: str, version: int, as_of: date | None
) -> tuple[Organisation, list[Draft], tuple[Node, ...]]:
    day = as_of or date.today()  # noqa: DTZ011 - validity is a matter of the local calendar
    problems = Problems(file)
    content = text.removeprefix("\ufeff")
    _check_characters(content, problems)
    title, drafts = _drafts(content, file, problems)
    if len(drafts) > MAX_UNITS:
        problems.stop(drafts[MAX_UNITS].line, f"more than {MAX_UNITS:,} units; keep those that matter")
    _check_ids(drafts, problems)
    reader = UnitReader(problems, day)
    nodes = [reader.read(draft) for draft in drafts]
    problems.check()
    _check_root(nodes[0], drafts[0], day, problems)
    peopled = _with_people(nodes, drafts)
    organisation = Organisation(title or nodes[0].name, peopled, file=file, version=version, as_of=day)
    return organisation, drafts, peopled


def _check_characters(text: str, problems: Problems) -> None:
    if len(text) > MAX_CHARACTERS:
        problems.stop(1, f"{len(text):,} characters; the limit is {MAX_CHARACTERS:,}")
    found = FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        problems.stop(line, f"the character U+{ord(found.group()):04X} is not allowed; remove it")


def _drafts(text: str, file: str, problems: Problems) -> tuple[str, list[Draft]]:
    suffix = PurePath(file).suffix.lower()
    if suffix not in FORMATS:
        raise TreeError(
            f"The organisation tree {file or 'given'} has an unknown format '{suffix}'.",
            hint=f"Name the file with one of the suffixes {', '.join(FORMATS)}.",
        )
    if suffix == ".csv":
        return "", _drafts_of_rows(read_csv(text, problems), problems)
    document = read_json(text, problems) if suffix == ".json" else read_yaml(text, problems)
    return _drafts_of_document(document, problems)


def _drafts_of_document(document: Located | None, problems: Problems) -> tuple[str, list[Draft]]:
    if document is None or document.value is None:
        problems.stop(1, "the file is empty; it needs name: … and root: …")
    if not isinstance(document.value, dict):
        problems.stop(
            document.line, f"the file holds {document.shape}; it needs a mapping with name and root"
        )
    # A file may also be nothing but the root unit itself.
    root = document.value.get("root") or (document if "id" in document.value else None)
    if root is None or root.value is None:
        problems.stop(document.line, "there is no root; add root: with id, name and children")
    if isinstance(root.value, list) and len(root.value) != 1:
        problems.stop(root.line, f"there are {len(root.value)} roots; put them under one unit")
    if isinstance(root.value, list):
        root = root.value[0]
    return text_of(document.value.get("name")) or "", _walk(root, problems)


def _walk(root: Located, problems: Problems) -> list[Draft]:
    drafts: list[Draft] = []
    waiting: list[tuple[Located, Draft | None]] = [(root, None)]
    while waiting:
        item, parent = waiting.pop()
        if not isinstance(item.value, dict):
            where = f"a child of '{shorten(parent.id)}'" if parent else "the root"
            problems.add(item.line, f"{where} is {item.shape}; write a mapping with id and name")
            continue
        draft = Draft(item.line, _id(item.value, item.line, problems), item.value, parent)
        drafts.append(draft)
        children = _children(draft, problems)
        waiting.extend((child, draft) for child in reversed(children))
    if not drafts:
        problems.check()
    return drafts


def _id(values: Row, line: int, problems: Problems) -> str:
    unit_id = text_of(values.get("id"))
    if unit_id is None:
        name = text_of(values.get("name"))
        who = f"'{shorten(name)}'" if name else "a unit"
        problems.add(line, f"{who} has no id; add id: …")
    elif unit_id.startswith("person:"):
        problems.add(
            line, f"the id '{shorten(unit_id)}' starts with person:, which is for people; choose another"
        )
    return unit_id or ""


def _children(draft: Draft, problems: Problems) -> list[Located]:
    children = draft.values.get("children")
    if children is None or children.value is None:
        return []
    if isinstance(children.value, list):
        return children.value
    problems.add(children.line, f"the children of '{shorten(draft.id)}' are {children.shape}; write a list")
    return []


def _drafts_of_rows(rows: list[Row], problems: Problems) -> list[Draft]:
    if not rows:
        problems.stop(
            1, "the file holds no units; it needs the columns id, name, kind, parent and a row a unit"
        )
    drafts = [Draft(line, _id(row, line, problems), row) for row in rows if (line := _row_line(row))]
    by_id: dict[str, Draft] = {}
    for draft in drafts:
        by_id.setdefault(draft.id, draft)
    below: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        parent_id = text_of(draft.values.get("parent")) or ""
        if parent_id and parent_id not in by_id:
            problems.add(draft.line, f"'{shorten(draft.id)}' has the unknown parent '{shorten(parent_id)}'")
        draft.parent = by_id.get(parent_id) if parent_id else None
        below[parent_id].append(draft)
    _check_one_root(below[""], problems)
    ordered = _parents_first(below)
    _check_cycles(drafts, ordered, by_id, problems)
    return ordered or drafts


def _row_line(row: Row) -> int:
    return next(iter(row.values())).line


def _check_one_root(roots: list[Draft], problems: Problems) -> None:
    if not roots:
        problems.add(1, "there is no root; leave the parent of the topmost unit empty")
    for second in roots[1:]:
        first = roots[0]
        problems.add(
            second.line,
            f"'{shorten(second.id)}' is a second root beside '{shorten(first.id)}' on line {first.line}; "
            "name its parent",
        )


def _parents_first(below: dict[str, list[Draft]]) -> list[Draft]:
    ordered: list[Draft] = []
    waiting = [(draft, 1) for draft in reversed(below[""])]
    seen: set[str] = set()
    while waiting:
        draft, depth = waiting.pop()
        ordered.append(draft)
        if draft.id and draft.id not in seen:
            seen.add(draft.id)
            waiting.extend((child, depth + 1) for child in reversed(below.get(draft.id, [])))
    return ordered


def _check_cycles(
    drafts: list[Draft], ordered: list[Draft], by_id: dict[str, Draft], problems: Problems
) -> None:
    """Note each ring of units once, on the line of its first member."""
    reached = {id(draft) for draft in ordered}
    told: set[str] = set()
    for draft in drafts:
        ring: dict[str, None] = {}
        member: Draft | None = draft
        while (
            member is not None
            and id(member) not in reached
            and member.id not in told
            and member.id not in ring
        ):
            ring[member.id] = None
            member = member.parent
        if member is not None and member.id in ring:
            members = [*ring][[*ring].index(member.id) :]
            way = " → ".join(shorten(unit_id, 30) for unit_id in [*members[:8], members[0]])
            problems.add(
                by_id[member.id].line, f"these units are each other's parents: {way}; break the ring"
            )
        told.update(ring)


def _check_ids(drafts: Iterable[Draft], problems: Problems) -> None:
    first: dict[str, int] = {}
    levels: dict[int, int] = {}
    for draft in drafts:
        if draft.id and draft.id in first:
            problems.add(
                draft.line, f"the id '{shorten(draft.id)}' is taken on line {first[draft.id]}; choose another"
            )
        first.setdefault(draft.id, draft.line)
        level = levels.get(id(draft.parent), 0) + 1 if draft.parent else 1
        levels[id(draft)] = level
        if level == MAX_DEPTH:
            problems.add(draft.line, f"'{shorten(draft.id)}' lies {level} levels deep; make the tree flatter")


def _check_root(root: Node, draft: Draft, day: date, problems: Problems) -> None:
    if not root.is_valid(day):
        problems.stop(draft.line, f"the root '{shorten(root.id)}' is not valid on {day}; correct its dates")


def _with_people(nodes: list[Node], drafts: list[Draft]) -> tuple[Node, ...]:
    people = iter(identify([entry for draft in drafts for _, entry in draft.held]))
    peopled = []
    for node, draft in zip(nodes, drafts, strict=True):
        holdings: dict[tuple[str, str], Holding] = {}
        for role, _ in draft.held:
            person = next(people)
            holdings.setdefault((person.id, role), Holding(person, role, node.id))
        peopled.append(replace(node, people=tuple(holdings.values())))
    return tuple(peopled)
