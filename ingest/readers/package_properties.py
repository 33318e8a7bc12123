"""What the files that are packages of XML say about themselves: Office, OpenDocument and EPUB."""

import posixpath
import zipfile
import zlib
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from ingest.blocks import Properties
from ingest.properties import iso_date

# A property is a line; whatever is longer wants to be something else.
LARGEST_PART = 1024 * 1024


def office_properties(path: Path) -> Properties:
    """The core properties of a docx, pptx or xlsx file."""
    root = part_root(path, "docProps/core.xml")
    return Properties(
        _first(root, "title"),
        _first(root, "creator"),
        iso_date(_first(root, "created")),
        iso_date(_first(root, "modified")),
    )


def opendocument_properties(path: Path) -> Properties:
    """The metadata of an odt file."""
    root = part_root(path, "meta.xml")
    author = _first(root, "initial-creator") or _first(root, "creator")
    changed = iso_date(_first(root, "date"))
    return Properties(_first(root, "title"), author, iso_date(_first(root, "creation-date")), changed)


def epub_properties(path: Path) -> Properties:
    """The package metadata of an EPUB file."""
    container = part_root(path, "META-INF/container.xml")
    names = [item.get("full-path", "") for item in named(container, "rootfile")]
    root = part_root(path, posixpath.normpath(names[0])) if names else None
    changed = next(
        (item.text or "" for item in named(root, "meta") if item.get("property") == "dcterms:modified"), ""
    )
    authors = ", ".join((item.text or "").strip() for item in named(root, "creator"))
    made, modified = iso_date(_first(root, "date")), iso_date(changed)
    return Properties(_first(root, "title"), authors, made, modified)


def part_root(path: Path, name: str) -> Any | None:
    """The root element of a package's part; None when it is missing, damaged, or declares entities."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(path) as package, package.open(name) as part:
            data = part.read(LARGEST_PART + 1)
        return fromstring(data, forbid_dtd=True) if len(data) <= LARGEST_PART else None
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile, ValueError, LookupError):
        return None
    except (RuntimeError, EOFError, zlib.error):  # packed in a way that is unknown, encrypted or broken
        return None


def named(root: Any | None, name: str) -> list[Any]:
    """The elements of this name, whatever their namespace."""
    return [] if root is None else [item for item in root.iter() if _local(item) == name]


def _first(root: Any | None, name: str) -> str:
    return next((text for item in named(root, name) if (text := " ".join((item.text or "").split()))), "")


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
