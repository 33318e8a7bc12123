"""`trag jobs`: what is being taken in, what waits, and how it went."""

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from trag.cli.options import DataOption, JsonOption, open_door, settings_of
from trag.errors import JobError, TragError
from trag.protocols import Door
from trag.types import FileIngested, FileStatus, IngestDone, Job, JobFile

app = typer.Typer(help="What is being taken in, what waits, and how it went.", invoke_without_command=True)

IdArgument = Annotated[int, typer.Argument(help="The job's number, as `trag jobs` shows it.", metavar="ID")]
INTERRUPTED = 130
# Enough to see what is wrong; `--json` gives all of them.
MOST_SHOWN = 50
MINUTE = 60


@dataclass(slots=True)
class Watched:
    """A job as it ended, with its counts, the files that failed and those that were read in part."""

    job: Job
    done: IngestDone | None = None
    failed: list[FileIngested] = field(default_factory=list)
    partly: list[FileIngested] = field(default_factory=list)


@app.callback()
def jobs(context: typer.Context, data: DataOption = None, as_json: JsonOption = False) -> None:
    """List the jobs, the newest first."""
    if context.invoked_subcommand:
        return
    with open_door(settings_of(data)) as door:
        found = door.jobs.all()
    if as_json:
        _print_json([_json(job) for job in found])
    elif found:
        _print_table(found)
    else:
        typer.echo("There are no jobs. `trag ingest FOLDER` makes one.")


@app.command()
def show(
    job_id: IdArgument,
    data: DataOption = None,
    status: Annotated[FileStatus | None, typer.Option("--status", help="Only files that ended so.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show a job: its files by state, and what is wrong with those that failed."""
    with open_door(settings_of(data)) as door:
        job = _find(door, job_id)
        files = door.jobs.files(job_id, status)
    if as_json:
        from trag.wire import to_json

        _print_json(_json(job) | {"files": [to_json(file) for file in files]})
        return
    typer.echo(_line(job))
    counts = Counter(file.status for file in files)
    typer.echo(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "no file changed")
    shown = [file for file in files if status or file.status == "failed" or file.remark]
    for file in shown[:MOST_SHOWN]:
        typer.echo(_file_line(file))
    if len(shown) > MOST_SHOWN:
        typer.echo(f"  and {len(shown) - MOST_SHOWN} more: trag jobs show {job_id} --json")


@app.command()
def cancel(job_id: IdArgument, data: DataOption = None) -> None:
    """Stop a job: at once if it waits, after the current file if it runs."""
    with open_door(settings_of(data)) as door:
        job = door.jobs.cancel(job_id)
    typer.echo(
        f"Job {job.id} is cancelled." if job.is_over else f"Job {job.id} stops after its current file."
    )


@app.command()
def retry(
    job_id: IdArgument,
    data: DataOption = None,
    whole: Annotated[bool, typer.Option("--all", help="All files, not only those that failed.")] = False,
) -> None:
    """Try again what failed in a job, or all of one that was ended early; Ctrl-C stops it."""
    with open_door(settings_of(data)) as door:
        watched = finish(door, door.jobs.retry(job_id, whole=whole))
    typer.echo(_line(watched.job))
    raise typer.Exit(1 if watched.failed else 0)


@app.command()
def follow(job_id: IdArgument, data: DataOption = None) -> None:
    """Watch a job until it is over; Ctrl-C ends the watching, and a server goes on with the job."""
    with open_door(settings_of(data)) as door:
        door.jobs.resume()
        watched = _watch(door, job_id)
    typer.echo(_line(watched.job))


def take_in(door: Door, path: Path, **options: Any) -> Watched:
    """Take in a file or folder as a job, after what was cut off or waits, with a bar on stderr."""
    return finish(door, door.jobs.submit(path, options))


def finish(door: Door, job: Job) -> Watched:
    """Watch a job to its end, after those before it. Ctrl-C cancels it. Raises TragError if it failed."""
    for earlier in [one for one in door.jobs.all()[::-1] if one.id < job.id and not one.is_over]:
        how_far = f" ({earlier.done} of {earlier.total} files are through)" if earlier.total else ""
        typer.echo(f"First job {earlier.id} is finished: {earlier.target}{how_far}", err=True)
        _watch_or_cancel(door, earlier, job)
    watched = _watch_or_cancel(door, job, job)
    if watched.job.state == "failed":
        raise TragError(watched.job.error)
    if watched.job.state != "done":
        _say_cancelled(watched.job)
    return watched


def _watch_or_cancel(door: Door, job: Job, ours: Job) -> Watched:
    """Ctrl-C cancels the job that was asked for here; what was there before only loses its watcher."""
    try:
        return _watch(door, job.id)
    except KeyboardInterrupt:
        typer.echo("Stopping after the current file ...", err=True)
        with suppress(JobError):  # it was just over
            door.jobs.cancel(ours.id)
        *_, last = door.jobs.follow(ours.id)
        if isinstance(last, Job) and last.state == "cancelled":
            _say_cancelled(last)
        raise


def _say_cancelled(job: Job) -> None:
    typer.echo(f"{_line(job)}\nTo go on: trag jobs retry {job.id}", err=True)
    raise typer.Exit(INTERRUPTED)


def _watch(door: Door, job_id: int) -> Watched:
    from trag.cli.progress import IngestBar

    watched = Watched(_find(door, job_id))
    with IngestBar() as bar:
        for event in door.jobs.follow(job_id):
            if isinstance(event, Job):
                watched.job = event
            elif isinstance(event, FileIngested):
                bar.show(event)
                watched.failed.extend([event] if event.status == "failed" else [])
                watched.partly.extend([event] if event.remark else [])
            else:
                watched.done = event
    return watched


def _find(door: Door, job_id: int) -> Job:
    job = door.jobs.get(job_id)
    if job is None:
        raise JobError(f"There is no job {job_id}.", hint="`trag jobs` lists them.")
    return job


def _line(job: Job) -> str:
    failed = f", {job.failed} failed" if job.failed else ""
    text = f"Job {job.id} ({job.target}) is {job.state}: {job.done} of {job.total} files{failed}{_pace(job)}"
    return f"{text}\n{job.error}" if job.error else text


def _file_line(file: JobFile) -> str:
    what = (file.error or file.remark).replace("\n", "\n    ")
    return f"  {file.status}  {file.file}" + (f": {what}" if what else "")


def _pace(job: Job) -> str:
    if job.state != "running" or not job.rate:
        return f" in {job.seconds:.1f} s" if job.is_over else ""
    left = job.seconds_left or 0
    time = f"{left / MINUTE:.0f} min" if left > MINUTE else f"{left:.0f} s"
    return f", {job.rate:.1f} files/s, {time} left"


def _print_table(found: list[Job]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("Job", "State", "Files", "Failed", "Asked for", "What", box=None, pad_edge=False)
    for job in found:
        cells = (str(job.id), job.state + _pace(job), f"{job.done}/{job.total}", str(job.failed or ""))
        table.add_row(*cells, job.created_at[:16].replace("T", " "), Text(job.target, overflow="fold"))
    Console(soft_wrap=False).print(table)


def _json(job: Job) -> dict[str, Any]:
    from trag.wire import job_to_json

    return job_to_json(job)


def _print_json(value: object) -> None:
    import json

    typer.echo(json.dumps(value, ensure_ascii=False))
