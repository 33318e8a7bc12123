from collections.abc import Iterator

from ingest.telling import indexing, job_checks, told
from trag.types import Answer, AnswerEvent, Done, Job, Token

RUNNING = Job(3, "ingest", "/srv", "running", "", done=125, total=137)
QUEUED = Job(4, "upload", "a.md", "queued", "")
FAILED = Job(5, "ingest", "/srv", "failed", "", error="There is no folder /srv.\nCheck the path.")
SENTENCE = "12 of 137 documents are still being taken in (job 3)."


def test_the_sentence_names_what_is_left_and_the_job() -> None:
    assert indexing([]) == ""
    assert indexing([RUNNING]) == SENTENCE
    assert indexing([QUEUED]) == "Documents wait to be taken in (job 4)."
    assert indexing([RUNNING, QUEUED]) == SENTENCE.replace("job 3", "job 3, and more after it: 1 job")


def test_a_job_whose_files_are_all_through_is_still_named_while_it_runs() -> None:
    job = Job(3, "ingest", "/srv", "running", "", done=5, total=5)
    assert indexing([job]) == "Documents are still being taken in (job 3)."


def events_of(answer: Answer) -> Iterator[AnswerEvent]:
    yield Token(answer.text)
    yield Done(answer)


def test_a_refusal_says_it_to_its_reader_and_an_answer_carries_it() -> None:
    refusal = Answer("q", "The documents do not tell.", refused=True, answered_by="none")
    *tokens, done = told(events_of(refusal), lambda: SENTENCE)
    text = "".join(token.text for token in tokens if isinstance(token, Token))
    assert isinstance(done, Done)
    assert done.answer.text == text == f"The documents do not tell. {SENTENCE}"
    answer = Answer("q", "Sixteen weeks [1].", refused=False, answered_by="model")
    *_, done = told(events_of(answer), lambda: SENTENCE)
    assert isinstance(done, Done)
    assert (done.answer.text, done.answer.indexing) == (answer.text, SENTENCE)


def test_without_a_job_nothing_is_said() -> None:
    answer = Answer("q", "The documents do not tell.", refused=True, answered_by="none")
    assert list(told(events_of(answer), lambda: "")) == list(events_of(answer))


def test_leaving_an_answer_stops_the_model() -> None:
    stopped = []

    def endless() -> Iterator[AnswerEvent]:
        try:
            while True:
                yield Token("on and on ")
        finally:
            stopped.append(True)

    events = told(endless(), lambda: SENTENCE)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert stopped == [True]


def test_the_report_names_jobs_under_way_and_one_that_failed_last() -> None:
    assert [check.detail for check in job_checks([RUNNING], [RUNNING])] == [SENTENCE]
    (failed,) = job_checks([], [FAILED, RUNNING])
    assert (failed.state, failed.detail) == ("warning", "job 5 (/srv) failed: There is no folder /srv.")
    assert job_checks([], []) == []
