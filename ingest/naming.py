"""Which documents are meant by what a person calls them."""

import difflib
from collections.abc import Sequence

from trag.errors import DocumentError
from trag.types import Document

NEAR = 3


def find_documents(documents: Sequence[Document], names: Sequence[str]) -> list[Document]:
    """The documents with these ids or file names, and all that was unpacked from them.

    Raises DocumentError if there is no name, one is nobody's, naming each of those, or one is that of
    several documents, which only their ids tell apart.
    """
    if not names:
        raise DocumentError("No document was named.", hint="Name documents by their file or id.")
    found = {name: _called(documents, name) for name in names}
    unknown = [name for name, matching in found.items() if not matching]
    if unknown:
        raise DocumentError(
            f"There is no document {', '.join(map(repr, unknown))}; nothing was changed.",
            hint=_hint(documents, unknown[0]),
        )
    for name, matching in found.items():
        if len(matching) > 1:
            ids = ", ".join(document.id for document in matching)
            message = f"{len(matching)} documents are called {name!r}; nothing was changed."
            raise DocumentError(message, hint=f"They come from different folders. Name them by id: {ids}")
    wanted = {document.id: document for matching in found.values() for document in matching}
    return list((wanted | {child.id: child for child in _below(documents, set(wanted))}).values())


def _called(documents: Sequence[Document], name: str) -> list[Document]:
    return [document for document in documents if name in (document.id, document.file)]


def _below(documents: Sequence[Document], parents: set[str]) -> list[Document]:
    return [document for document in documents if document.parent_id in parents]


def _hint(documents: Sequence[Document], name: str) -> str:
    files = [document.file for document in documents]
    near = [file for file in files if name.casefold() in file.casefold()][:NEAR]
    near = near or difflib.get_close_matches(name, files, n=1)
    return (
        f"Did you mean {' or '.join(map(repr, near))}?" if near else "`trag documents` lists all there are."
    )
