"""The formats that pandoc turns into HTML: odt, epub, rtf and rst.

It runs as a program of its own, without access to any file but the one given, with a limit on its
memory and on its time.
"""

import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ingest.blocks import Block, Content, Properties
from ingest.decoding import read_text
from ingest.partitioning import html_blocks
from ingest.readers.footnotes import with_footnotes_in_place
from ingest.readers.protection import refuse_encrypted
from ingest.readers.rich_text import readable_rich_text, rich_text_properties, with_lists
from trag.errors import DocumentError

TIMEOUT = 100
ELSEWHERE = re.compile(r"^[ \t]*(?:\.\.[ \t]+include::|:(?:file|url):[ \t]+\S).*$", re.MULTILINE)
MOST_MEMORY = "2g"
LONGEST_COMPLAINT = 200


def read_with_pandoc(kind: str) -> Callable[[Path], Content]:
    """The reader of a format that pandoc knows under the name `kind`."""
    return partial(_read, kind)


def _read(kind: str, path: Path) -> Content:
    from ingest.readers.package_properties import epub_properties, opendocument_properties

    properties = Properties()
    if kind == "rtf":
        data = readable_rich_text(path.read_bytes())
        properties = rich_text_properties(data)
    elif kind == "rst":
        # Other files are not read; a text that names one is read without it.
        data = ELSEWHERE.sub("", read_text(path)).encode()
    else:
        refuse_encrypted(path)
        data = path.read_bytes()
        properties = (opendocument_properties if kind == "odt" else epub_properties)(path)
    blocks = html_blocks(with_footnotes_in_place(converted(path.name, data, kind)))
    blocks = _titled(with_lists(blocks) if kind == "rtf" else blocks, properties.title)
    return Content(blocks, properties)


def _titled(blocks: list[Block], title: str) -> list[Block]:
    """The same blocks; a first line that repeats the title is its heading, which pandoc doesn't tell."""
    is_title = bool(title) and bool(blocks) and " ".join(blocks[0].text.split()) == title
    return [Block(title, "heading", 1), *blocks[1:]] if is_title else blocks


def converted(name: str, data: bytes, kind: str) -> str:
    """The content as HTML. Raises DocumentError naming `name` when pandoc refuses it or takes too long."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "+RTS", f"-M{MOST_MEMORY}", "-RTS", "--sandbox"]
    command += [f"--from={kind}", "--to=html", "--wrap=none", "--quiet"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT, check=True)  # noqa: S603 - its own file, fixed words
    except subprocess.TimeoutExpired as exc:
        message = f"{name} took longer than {TIMEOUT} seconds to read."
        raise DocumentError(message, hint="Split it, or save it in another format.") from exc
    except subprocess.CalledProcessError as exc:
        said = " ".join(exc.stderr.decode("utf-8", "replace").split())[:LONGEST_COMPLAINT]
        hint = "Open it in its own program and save it again."
        raise DocumentError(f"{name} can't be read as {kind}: {said}", hint=hint) from exc
    return done.stdout.decode("utf-8", "replace")
