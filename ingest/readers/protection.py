"""Packages whose content is encrypted, which pandoc would read as gibberish."""

from pathlib import Path

from ingest.readers.package_properties import named, part_root
from trag.errors import DocumentError

# Fonts may be scrambled in a book that anybody can read.
FONTS_ONLY = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})


def refuse_encrypted(path: Path) -> None:
    """Raise DocumentError for an odt with a password or a book with a copy protection."""
    is_locked = bool(named(part_root(path, "META-INF/manifest.xml"), "encryption-data"))
    methods = named(part_root(path, "META-INF/encryption.xml"), "EncryptionMethod")
    if is_locked or {method.get("Algorithm", "") for method in methods} - FONTS_ONLY:
        raise DocumentError(f"{path.name} is encrypted.", hint="Save it without a password or protection.")
