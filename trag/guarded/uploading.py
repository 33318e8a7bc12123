"""Where a file that a caller sends belongs: to a document of theirs, or to a new one of their groups."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.folder import SENT, place_of
from ingest.jobs import JobRunner, Sent
from ingest.uploads import PLACE_LENGTH, Uploads, stored_name
from trag.catalog.access import place_in
from trag.catalog.catalog import Catalog, Known
from trag.errors import DocumentError
from trag.guarded.access import groups_of_new
from trag.guarded.documents import ReadableDocuments
from trag.guarded.rights import Rights


@dataclass(frozen=True, slots=True)
class Placing:
    """Finds the place of files that one caller sends.

    A name is looked for among documents they may read: one that others have under the same name is
    neither touched nor told of, so a new place is drawn by lot and not made of the name.
    """

    catalog: Catalog
    jobs: JobRunner
    uploads: Uploads
    rights: Rights
    documents: ReadableDocuments

    def sent(self, names: Sequence[str], groups: Collection[str] | None) -> Sent:
        """How files of these names are to be taken in. Raises DocumentError, ForbiddenError."""
        chosen = None if groups is None else self.rights.chosen(groups)
        if self.rights.rules_all:
            return Sent(self.rights.caller.id, chosen)
        if chosen == ():
            raise DocumentError("Documents of no group are for admins.", hint="Choose one of your groups.")
        places = {name: self._place(name, chosen) for name in dict.fromkeys(names)}
        return Sent(self.rights.caller.id, chosen, places)

    def _place(self, name: str, groups: tuple[str, ...] | None) -> str:
        file = stored_name(name)
        found = self._known(file)
        if len(found) > 1:
            raise DocumentError(
                f"{len(found)} documents are called {file!r}; nothing was changed.",
                hint="Delete all but one of them, or send it under another name.",
            )
        if found:
            self.documents.demand_change(found[0].id)
            return self._folder_of(found[0])
        if groups is None:
            self._check_default(file)
        return self._waiting(file, groups) or secrets.token_hex(PLACE_LENGTH // 2)

    def _known(self, file: str) -> list[Known]:
        known = [one for one in self.catalog.known("") if one.source == SENT and one.file == file]
        return [one for one in known if self.documents.get(one.id)]

    def _folder_of(self, known: Known) -> str:
        folders = (place.partition("/")[0] for place in self.uploads.places())
        found = (folder for folder in folders if place_of(f"{SENT}\n{folder}".encode()) == known.place)
        return next(found, secrets.token_hex(PLACE_LENGTH // 2))

    def _waiting(self, file: str, groups: tuple[str, ...] | None) -> str:
        """The place of what the caller sent just now under this name, and is not taken in yet."""
        for job in self.jobs.waiting():
            options = self.jobs.options(job.id)
            written = None if groups is None else list(groups)
            if (options.get("owner"), options.get("groups")) == (self.rights.caller.id, written):
                for place in options.get("places", ()):
                    folder, _, name = place.partition("/")
                    if name == file:
                        return str(folder)
        return ""

    def _check_default(self, file: str) -> None:
        groups = groups_of_new(self.catalog, place_in(SENT, file))
        if not groups:
            hint = "Choose which of your groups may read it."
            raise DocumentError("What is sent belongs to no group by itself.", hint=hint)
        self.rights.chosen(groups)
