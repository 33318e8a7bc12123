"""Figures of a running server, as Prometheus reads them. Each app has its own; no label holds a text."""

import shutil
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    Metric,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from api.queueing.asks import Asks
from trag.engines.gguf_tokenizer import estimate_tokens
from trag.errors import TragError
from trag.protocols import Door
from trag.types import Answer, Job

STAGES = ("understood", "context", "model_started", "first_token", "done")
JOB_STATES = ("queued", "running", "done", "failed", "cancelled")
# From what the tree answers at once to what a model on a CPU takes.
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320)
_REQUEST_SECONDS = (0.005, 0.02, 0.1, 0.5, 2, 10, 60)


class Metrics:
    """Counts requests and answers. Thread-safe."""

    def __init__(self) -> None:
        self.registry = own = CollectorRegistry()
        self._requests = Counter(
            "trag_http_requests", "Requests by route and status", ["method", "route", "status"], registry=own
        )
        self._request_seconds = Histogram(
            "trag_http_request_seconds",
            "Seconds from a request to the end of its answer, streams included",
            ["route"],
            buckets=_REQUEST_SECONDS,
            registry=own,
        )
        self._stages = Histogram(
            "trag_answer_stage_seconds",
            "Seconds from a question to each stage of its answer, its wait for the model included",
            ["stage"],
            buckets=_SECONDS,
            registry=own,
        )
        self._answers = Counter(
            "trag_answers",
            "Answers by who gave them (tree, model, none) and whether they say that nothing is known",
            ["answered_by", "refused"],
            registry=own,
        )
        self._failures = Counter(
            "trag_answer_failures", "Questions that ended without an answer, by error", ["code"], registry=own
        )
        self._tokens = Counter(
            "trag_tokens",
            "Tokens of facts and passages found (read), and of answers shown (written, estimated)",
            ["direction"],
            registry=own,
        )
        self._turned_away = Counter(
            "trag_queue_turned_away",
            "Questions refused for being too many, by reason",
            ["code"],
            registry=own,
        )
        self._waits = Histogram(
            "trag_queue_wait_seconds",
            "Seconds a question waited for the model",
            buckets=_SECONDS,
            registry=own,
        )
        Info("trag_build", "This version of trag", registry=own).info({"version": _version()})
        ProcessCollector(namespace="trag", registry=own)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request is over."""
        self._requests.labels(method, route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def turned_away(self, code: str) -> None:
        """A question was refused for being one too many."""
        self._turned_away.labels(code).inc()

    def waited(self, seconds: float) -> None:
        """A question got its turn at the model."""
        self._waits.observe(seconds)

    def answered(self, answer: Answer) -> None:
        """A question has its answer."""
        self._answers.labels(answer.answered_by, str(answer.refused).lower()).inc()
        self._tokens.labels("read").inc(answer.tokens)
        self._tokens.labels("written").inc(estimate_tokens(answer.text))
        for stage in STAGES:
            if stage in answer.timings:
                self._stages.labels(stage).observe(answer.timings[stage] / 1000)

    def failed(self, code: str) -> None:
        """A question ended without an answer."""
        self._failures.labels(code).inc()

    def watch_queue(self, asks: Asks) -> None:
        """Tell how long the queue is, whenever somebody looks."""
        self._tell("trag_queue_waiting", "Questions that wait for the model", lambda: asks.waiting)
        self._tell(
            "trag_queue_running", "Questions under way, those that wait included", lambda: asks.running
        )

    def watch_jobs(self, door: Door) -> None:
        """Tell how jobs are, whenever somebody looks."""
        self.registry.register(Jobs(door))

    def watch_disk(self, folder: Path) -> None:
        """Tell how much room there is, whenever somebody looks."""
        help_text = "Bytes free where the data folder is"
        self._tell("trag_disk_free_bytes", help_text, lambda: shutil.disk_usage(folder).free)

    def text(self) -> bytes:
        """All figures in Prometheus' text format."""
        return generate_latest(_WithoutBirthdays(self.registry))

    def _tell(self, name: str, help_text: str, figure: Callable[[], float]) -> None:
        Gauge(name, help_text, registry=self.registry).set_function(figure)


class Jobs(Collector):
    """The jobs that are remembered, and their files; the last 200 that are over are."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def describe(self) -> list[Metric]:
        """Nothing: to be registered must not need a database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The figures of this moment; none while the database can't be read."""
        try:
            jobs = self._door.jobs.all()
        except TragError:
            return
        yield _by_state(jobs)
        files = GaugeMetricFamily(
            "trag_ingest_files",
            "Files of the remembered jobs that are through, by outcome",
            labels=["outcome"],
        )
        failed = sum(job.failed for job in jobs)
        files.add_metric(["failed"], failed)
        files.add_metric(["taken_in"], sum(job.done for job in jobs) - failed)
        yield files


class _WithoutBirthdays(CollectorRegistry):
    """A registry without the moments at which counting began: one line less for each that is counted."""

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()
        self._whole = registry

    def collect(self) -> Iterator[Metric]:
        """What the registry holds."""
        for family in self._whole.collect():
            family.samples = [one for one in family.samples if not one.name.endswith("_created")]
            yield family


def _by_state(jobs: Sequence[Job]) -> Metric:
    tally = Tally(dict.fromkeys(JOB_STATES, 0) | Tally(job.state for job in jobs))
    family = GaugeMetricFamily("trag_jobs", "Jobs by state, of those remembered", labels=["state"])
    for state, number in tally.items():
        family.add_metric([state], number)
    return family


def _version() -> str:
    try:
        return version("trag")
    except PackageNotFoundError:
        return ""
