"""`trag init` and `trag ingest`."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.types import FileIngested, IngestDone

TEMPLATE = """\
# The settings of this data folder; TRAG_<NAME> in the environment wins over this file.
# llm = "embedded"             # or "ollama", "openai"
# model = ""                   # a GGUF file, or a model's name on that server
# ollama_url = "http://127.0.0.1:11434"
# openai_url = "http://127.0.0.1:8080/v1"
# context_length = 4096
"""


def init(data: DataOption = None) -> None:
    """Make a data folder; one that is there already keeps all it holds."""
    from trag.settings import FILE_NAME

    settings = settings_of(data)
    with open_door(settings) as door:
        documents = len(door.documents())
    file = settings.data / FILE_NAME
    if not file.exists():
        file.write_text(TEMPLATE, encoding="utf-8")
    typer.echo(f"The data folder is {settings.data} ({documents} documents).")


def ingest(
    path: Annotated[Path, typer.Argument(help="A document, or a folder of them.")],
    data: DataOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take in documents; what is unchanged since the last time costs nothing."""
    from trag.cli.progress import IngestBar

    failed: list[FileIngested] = []
    with open_door(settings_of(data)) as door, IngestBar() as bar:
        for event in door.ingest(path.expanduser().resolve()):
            if isinstance(event, FileIngested):
                bar.show(event)
                failed.extend([event] if event.status == "failed" else [])
                continue
            done = event
    _report(done, failed, as_json=as_json)
    # A script must be able to tell that a document is missing.
    raise typer.Exit(1 if failed else 0)


def _report(done: IngestDone, failed: list[FileIngested], *, as_json: bool) -> None:
    if as_json:
        import json
        from dataclasses import asdict

        failures = [{"file": event.file, "error": event.error} for event in failed]
        typer.echo(json.dumps(asdict(done) | {"failures": failures}, ensure_ascii=False))
        return
    typer.echo(
        f"{done.new} new, {done.changed} changed, {done.unchanged} unchanged, {done.failed} failed; "
        f"{done.chunks} passages in {done.seconds:.1f} s"
    )
