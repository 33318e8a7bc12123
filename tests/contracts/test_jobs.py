"""What every door promises about jobs: here, and through the server that owns the folder."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from api.app import create_app
from tests.api.live import running
from tests.ingest.house import parse_here
from tests.ingest.parsing_here import PoolHere
from trag.client import Client
from trag.errors import ApiError, DocumentError, JobError, KeyReusedError
from trag.protocols import Door
from trag.settings import load_settings
from trag.types import Answer, Caller, Done, FileIngested, IngestDone, Job, JobEvent, Token
from trag.workspace import Workspace

KEY = "key-of-the-owner-0123456789"
ADMIN = Caller("user:ada", "ada", "admin", None)
SECONDS = 20


class SlowPool(PoolHere):
    """Parses each file when it is let."""

    gate = threading.Semaphore(0)

    def parse_all(self, paths):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        for item in parse_here(paths):
            assert SlowPool.gate.acquire(timeout=SECONDS)
            yield item


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr("ingest.library.ParserPool", PoolHere)
    settings = load_settings(tmp_path / "data", llm="fake", embedder="fake", upload_limit_mb=1)
    with Workspace(settings) as workspace:
        yield workspace
        SlowPool.gate.release(1000)


def in_process(workspace: Workspace) -> Iterator[Door]:
    yield workspace


def for_an_admin(workspace: Workspace) -> Iterator[Door]:
    yield workspace.for_caller(ADMIN)


def through_the_server(workspace: Workspace) -> Iterator[Door]:
    with running(create_app(workspace, owner_key=KEY, upload_limit_mb=1)) as url:
        client = Client(url, KEY)
        yield client
        client.close()


@pytest.fixture(params=[in_process, for_an_admin, through_the_server])
def door(request: pytest.FixtureRequest, workspace: Workspace) -> Iterator[Door]:
    opened: Callable[[Workspace], Iterator[Door]] = request.param
    yield from opened(workspace)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "leave.md").write_text("# Leave\n\nParental leave is 16 weeks.\n")
    (folder / "travel.md").write_text("# Travel\n\nA travel claim must be filed within 14 days.\n")
    (folder / "empty.md").write_text("")
    return folder


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Lets one file through with every release."""
    monkeypatch.setattr(SlowPool, "gate", threading.Semaphore(0))
    monkeypatch.setattr(PoolHere, "parse_all", SlowPool.parse_all)
    return SlowPool.gate


def files_of(events: list[JobEvent]) -> list[tuple[str, str]]:
    return sorted((event.file, event.status) for event in events if isinstance(event, FileIngested))


def over(door: Door, job: Job) -> Job:
    *_, last = door.jobs.follow(job.id)
    assert isinstance(last, Job)
    return last


def asked(door: Door, question: str) -> tuple[Answer, str]:
    """The answer, and what was streamed."""
    events = list(door.stream(question))
    done = events[-1]
    assert isinstance(done, Done)
    return done.answer, "".join(event.text for event in events if isinstance(event, Token))


def test_a_folder_becomes_a_job_that_tells_of_each_file(door: Door, documents: Path) -> None:
    job = door.jobs.submit(documents)
    events = list(door.jobs.follow(job.id))
    assert files_of(events) == [("empty.md", "failed"), ("leave.md", "new"), ("travel.md", "new")]
    *_, done, last = events
    assert isinstance(done, IngestDone)
    assert (done.new, done.failed) == (2, 1)
    assert isinstance(last, Job)
    assert (last.state, last.done, last.total, last.failed) == ("done", 3, 3, 1)
    assert door.jobs.get(job.id) == last == door.jobs.all()[0]
    assert not any(event.is_over for event in events[:-1] if isinstance(event, Job))
    assert files_of(list(door.jobs.follow(job.id))) == files_of(events)
    failed = door.jobs.files(job.id, "failed")
    assert [(file.file, "empty.md" in file.error) for file in failed] == [("empty.md", True)]
    assert len(door.jobs.files(job.id)) == 3
    assert [file.file for file in door.jobs.files(job.id, limit=1, after="empty.md")] == ["leave.md"]
    assert door.jobs.files(job.id, limit=0) == door.jobs.files(job.id, after="travel.md") == []


def test_what_failed_is_tried_again(door: Door, documents: Path) -> None:
    job = over(door, door.jobs.submit(documents))
    (documents / "empty.md").write_text("# Now\n\nThere is text.\n")
    (documents / "leave.md").write_text("# Changed too, but that was not asked for.\n")
    again = list(door.jobs.follow(door.jobs.retry(job.id).id))
    assert files_of(again) == [("empty.md", "new")]
    assert [document.file for document in door.documents()] == ["empty.md", "leave.md", "travel.md"]


def test_an_ingest_is_a_job(door: Door, documents: Path) -> None:
    *_, done = door.ingest(documents)
    assert isinstance(done, IngestDone)
    assert [(job.state, job.target) for job in door.jobs.all()] == [("done", str(documents))]


def test_who_leaves_an_ingest_does_not_stop_it(
    door: Door, documents: Path, slow: threading.Semaphore
) -> None:
    slow.release(1)
    events = iter(door.ingest(documents))
    next(events)
    events.close()  # type: ignore[attr-defined]
    slow.release(10)
    assert over(door, door.jobs.all()[0]).state == "done"
    assert len(door.documents()) == 2


def test_a_folder_that_is_not_there_fails_the_job_with_a_sentence(door: Door, tmp_path: Path) -> None:
    job = over(door, door.jobs.submit(tmp_path / "nowhere"))
    assert job.state == "failed"
    assert "There is no file or folder" in job.error
    with pytest.raises(DocumentError, match="no file or folder"):
        list(door.ingest(tmp_path / "nowhere"))


@pytest.mark.parametrize("job_id", [77, 2**31 - 1])
def test_a_job_nobody_made_is_none_and_can_not_be_changed(door: Door, job_id: int) -> None:
    assert door.jobs.get(job_id) is None
    assert door.jobs.files(job_id) == []
    for call in (door.jobs.cancel, door.jobs.retry, lambda job_id: list(door.jobs.follow(job_id))):
        with pytest.raises((JobError, ApiError), match=f"no job {job_id}"):
            call(job_id)


def test_a_job_is_cancelled_after_its_current_file_and_nothing_is_half_done(
    door: Door, documents: Path, slow: threading.Semaphore
) -> None:
    job = door.jobs.submit(documents)
    waiting = door.jobs.submit(documents)
    slow.release(1)
    for event in door.jobs.follow(job.id):
        if isinstance(event, FileIngested):
            break
    assert door.jobs.cancel(waiting.id).state == "cancelled"
    door.jobs.cancel(job.id)
    slow.release(10)
    assert over(door, job).state == "cancelled"
    with pytest.raises(JobError, match="is cancelled already"):
        door.jobs.cancel(job.id)
    kept = {document.file for document in door.documents()}
    assert kept < {"leave.md", "travel.md"}
    assert over(door, door.jobs.retry(job.id)).state == "done"
    assert len(door.documents()) == 2


def test_answers_say_what_is_still_being_taken_in(
    door: Door, documents: Path, slow: threading.Semaphore
) -> None:
    refused, _ = asked(door, "What is pi?")
    assert (refused.refused, refused.indexing) == (True, "")
    job = door.jobs.submit(documents)
    slow.release(1)
    for event in door.jobs.follow(job.id):
        if isinstance(event, FileIngested):
            break
    meanwhile, streamed = asked(door, "What is pi?")
    assert meanwhile.indexing == f"2 of 3 documents are still being taken in (job {job.id})."
    assert meanwhile.text == streamed == f"{refused.text} {meanwhile.indexing}"
    checks = {check.name: check.detail for check in door.checks()}
    assert checks["Jobs"] == meanwhile.indexing
    slow.release(10)
    over(door, job)
    after, _ = asked(door, "How many weeks is parental leave?")
    assert (after.refused, after.indexing) == (False, "")
    assert "Jobs" not in {check.name for check in door.checks()}


def test_uploads_are_documents_under_the_names_they_were_sent_with(door: Door) -> None:
    sent = {
        "../../etc/leave.md": b"# Leave\n\nParental leave is 16 weeks.\n",
        "b \u202e.md": b"# B\n\nText.\n",
    }
    job = door.jobs.upload([(name, BytesIO(content)) for name, content in sent.items()])
    assert (job.kind, job.target) == ("upload", "leave.md and 1 more")
    assert over(door, job).done == 2
    documents = {document.file: document.id for document in door.documents()}
    assert set(documents) == {"leave.md", "b \ufffd.md"}
    original = door.original(documents["leave.md"])
    assert original is not None
    assert original.read_bytes() == sent["../../etc/leave.md"]


def test_a_name_sent_again_is_the_same_document(door: Door) -> None:
    over(door, door.jobs.upload([("a.md", BytesIO(b"# A\n\nOne.\n"))]))
    first = door.documents()
    job = door.jobs.upload([("a.md", BytesIO(b"# A\n\nTwo.\n")), ("a.md", BytesIO(b"# A\n\nThree.\n"))])
    assert over(door, job).total == 1
    (second,) = door.documents()
    assert second.id == first[0].id
    assert [chunk.text for chunk in door.passages(second.id)] == ["Three."]


def test_the_same_upload_twice_at_once_is_one_document(door: Door) -> None:
    def send(_: int) -> Job:
        return door.jobs.upload([("a.md", BytesIO(b"# A\n\nThe same.\n"))])

    with ThreadPoolExecutor(4) as pool:
        jobs = list(pool.map(send, range(4)))
    assert [over(door, job).state for job in jobs] == ["done"] * 4
    assert len(door.documents()) == 1
    assert sum(len(door.jobs.files(job.id, "failed")) for job in jobs) == 0


def test_too_large_an_upload_makes_no_job(door: Door) -> None:
    with pytest.raises((DocumentError, ApiError)) as caught:
        door.jobs.upload([("a.md", BytesIO(b"x" * 3 * 1024 * 1024))])
    assert caught.value.code in {"document", "too_large"}
    assert door.jobs.all() == []


def test_no_file_is_no_upload(door: Door) -> None:
    with pytest.raises((DocumentError, ApiError)):
        door.jobs.upload([])
    assert door.jobs.all() == []


def sent(**files: bytes) -> list[tuple[str, BytesIO]]:
    return [(f"{name}.md", BytesIO(content)) for name, content in files.items()]


def test_an_upload_that_is_sent_again_with_its_key_is_the_same_job(door: Door) -> None:
    job = door.jobs.upload(sent(a=b"# A", b=b"# B"), key="once")
    over(door, job)
    assert door.jobs.upload(sent(a=b"# A", b=b"# B"), key="once").id == job.id
    assert door.jobs.upload(sent(a=b"# A", b=b"# B"), key="twice").id != job.id
    assert door.jobs.upload(sent(a=b"# A", b=b"# B")).id != job.id
    assert len(door.jobs.all()) == 3


@pytest.mark.parametrize(
    "other", [sent(a=b"# A"), sent(a=b"# A", c=b"# B"), sent(a=b"# AB", b=b""), sent(b=b"# B", a=b"# A")]
)
def test_a_key_is_not_used_for_other_files(door: Door, other: list[tuple[str, BytesIO]]) -> None:
    job = over(door, door.jobs.upload(sent(a=b"# A", b=b"# B"), key="once"))
    with pytest.raises(KeyReusedError, match="'once' was sent with other files or groups before"):
        door.jobs.upload([(name, BytesIO(stream.getvalue())) for name, stream in other], key="once")
    assert door.jobs.all() == [job]
    assert [document.file for document in door.documents()] == ["a.md", "b.md"]


@pytest.mark.parametrize("other", [None, [], ["b"], ["a", "b"]])
def test_a_key_is_not_used_for_other_groups(door: Door, other: list[str] | None) -> None:
    job = door.jobs.upload(sent(a=b"# A"), key="once", groups=["a"])
    assert door.jobs.upload(sent(a=b"# A"), key="once", groups=["a", "a"]).id == job.id
    with pytest.raises(KeyReusedError, match="'once' was sent with other files or groups before"):
        door.jobs.upload(sent(a=b"# A"), key="once", groups=other)
    assert [one.id for one in door.jobs.all()] == [job.id]


def test_who_sends_many_times_at_once_gets_one_job(door: Door) -> None:
    with ThreadPoolExecutor(8) as pool:
        jobs = list(pool.map(lambda _: door.jobs.upload(sent(a=b"# A"), key="once"), range(16)))
    assert {job.id for job in jobs} == {door.jobs.all()[0].id}
    assert len(door.jobs.all()) == 1


def test_a_refused_upload_leaves_its_key_free(door: Door) -> None:
    with pytest.raises(DocumentError, match="more than 1 MB"):
        door.jobs.upload([("a.md", BytesIO(b"x" * 1_100_000))], key="once")
    assert over(door, door.jobs.upload(sent(a=b"# A"), key="once")).state == "done"


def test_all_files_of_a_large_job_come_whatever_the_size_of_a_page(door: Door, tmp_path: Path) -> None:
    for number in range(230):
        (tmp_path / f"{number:03}.md").write_text("")
    job = over(door, door.jobs.submit(tmp_path))
    names = [f"{number:03}.md" for number in range(230)]
    assert [file.file for file in door.jobs.files(job.id)] == names
    assert [file.file for file in door.jobs.files(job.id, "failed", limit=210, after="009.md")] == names[
        10:220
    ]
