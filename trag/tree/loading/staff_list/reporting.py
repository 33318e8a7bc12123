"""Who reports to whom in a staff list, and the tree of posts it makes where no column names departments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from trag.tree.loading.people import person_slug
from trag.tree.loading.staff_list.columns import Columns, folded
from trag.tree.loading.staff_list.outline import Unit, person_of
from trag.tree.loading.staff_list.people import DEFAULT_ROLE, Entry, name_in_order
from trag.tree.loading.values import MAX_DEPTH, Problems, shorten


class Managers:
    """Finds the row of the manager that a row names by employee id, e-mail or name."""

    def __init__(self, entries: Sequence[Entry], columns: Columns, problems: Problems) -> None:
        self._columns = columns
        self._problems = problems
        self._known: dict[str, dict[str, list[Entry]]] = {"id": defaultdict(list), "name": defaultdict(list)}
        for entry in entries:
            for key in {entry.person_id.casefold(), entry.email.casefold()} - {""}:
                self._known["id"][key].append(entry)
            if entry.name:
                self._known["name"][folded(entry.name)].append(entry)

    def name_of(self, entry: Entry) -> str:
        """The manager's name, as well as the list tells it."""
        for _, text in entry.managers:
            found = self._found(text)
            if found:
                return found[0].name
        return next((text for key, text in entry.managers if key == "manager"), "")

    def of(self, entry: Entry) -> Entry | None:
        """The manager's row; None at the top. A name nobody or more than one has is a problem."""
        for key, text in entry.managers:
            found = self._found(text)
            if len(found) == 1:
                return None if found[0] is entry else found[0]
            rows = ", ".join(str(other.row) for other in found[:5])
            why = f"stands on the rows {rows}; name the employee id" if found else "stands on no row; add one"
            heading = self._columns.headings[self._columns.fields[key]]
            self._problems.add(entry.row, f"column '{shorten(heading)}': '{shorten(text)}' {why}")
            return None
        return None

    def _found(self, text: str) -> list[Entry]:
        known = self._known["id"].get(text.casefold())
        return known or self._known["name"].get(folded(name_in_order(text)), [])


def add_posts(root: Unit, entries: Sequence[Entry], managers: Managers, problems: Problems) -> None:
    """Put a post for each row below its manager's; those who report to nobody stand below the root."""
    above = {id(entry): managers.of(entry) for entry in entries}
    problems.check()
    _check_rings(entries, above, problems)
    posts = {id(entry): _post(entry) for entry in entries}
    _number_twins(posts.values())
    for entry in entries:
        manager = above[id(entry)]
        (posts[id(manager)] if manager else root).children.append(posts[id(entry)])


def without_ended(entries: Sequence[Entry], managers: Managers, ended: set[int]) -> list[Entry]:
    """The rows but those that have ended; one that somebody still reports to stays."""
    needed = {id(entry) for entry in entries if entry.row not in ended}
    for entry in [entry for entry in entries if entry.row not in ended]:
        manager = managers.of(entry)
        while manager and id(manager) not in needed:
            needed.add(id(manager))
            manager = managers.of(manager)
    return [entry for entry in entries if id(entry) in needed]


def _post(entry: Entry) -> Unit:
    slug = person_slug(entry.person_id or entry.name)
    unit = Unit(entry.role or entry.name, "post", (entry.role or entry.name, entry.name))
    unit.id = f"post-{slug}" if slug else ""
    if entry.name:
        unit.people.append(person_of(entry, entry.role or DEFAULT_ROLE))
    return unit


def _number_twins(posts: Iterable[Unit]) -> None:
    """Give each post an id of its own: people of one name, or of more than one post, share theirs so far."""
    taken = {""}
    for post in posts:
        own, number = post.id, 1
        while post.id and post.id in taken:
            number += 1
            post.id = f"{own}-{number}"
        taken.add(post.id)


def _check_rings(entries: Sequence[Entry], above: dict[int, Entry | None], problems: Problems) -> None:
    """Note each ring of people once, and chains that are longer than a tree may be."""
    depths: dict[int, int] = {}
    for entry in entries:
        chain: dict[int, Entry] = {}
        current: Entry | None = entry
        while current and id(current) not in depths and id(current) not in chain:
            chain[id(current)] = current
            current = above[id(current)]
        if current and id(current) in chain:
            members = [*chain.values()][[*chain].index(id(current)) :]
            way = " → ".join(shorten(member.name or member.role, 30) for member in [*members[:8], members[0]])
            problems.add(current.row, f"these people report to each other: {way}; break the ring")
        depth = depths.get(id(current), 0) if current else 0
        for key in reversed(chain):
            depth += 1
            depths[key] = depth
            if depth == MAX_DEPTH - 1:
                problems.add(
                    chain[key].row, f"{depth} people stand above each other here; correct the managers"
                )
    problems.check()
