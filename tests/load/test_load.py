"""Many users at once on a real server, with a model that speaks as fast as one is told."""

from pathlib import Path

import pytest

from tests.load.clients import Asked
from tests.load.figures import at, spread
from tests.load.paced import MARK, moments
from tests.load.scenes import GREEDY, OTHERS, Crowd, crowd_scene, fairness_scene, stalled_scene
from tests.load.serving import Pace, Sizes

# Turns of the greedy caller while somebody waits: one of a round, and those whose threads begin late.
FEW = 12


def expect_all_answered(crowd: Crowd, users: int, pace: Pace) -> None:
    assert crowd.errors == []
    assert {one.mark.partition(".")[0] for one in crowd.asked} == {str(number) for number in range(users)}
    assert all(len(one.sentences) == pace.sentences for one in crowd.asked)
    assert len(crowd.lags) == len(crowd.asked) * pace.sentences
    assert min(crowd.lags) > 0


def test_twenty_users_ask_for_ten_seconds_and_each_gets_every_sentence(tmp_path: Path) -> None:
    pace = Pace()
    crowd = crowd_scene(tmp_path, 20, 10, pace)
    expect_all_answered(crowd, 20, pace)
    # Far above what it takes, far below what one kept thread or file for each answer would come to.
    assert max(crowd.sizes.megabytes) < 1000
    assert max(crowd.sizes.threads) < 150
    assert max(crowd.sizes.files) < 300


@pytest.mark.slow
def test_a_single_user_needs_no_key(tmp_path: Path) -> None:
    crowd = crowd_scene(tmp_path, 1, 1, Pace(100))
    expect_all_answered(crowd, 1, Pace(100))


@pytest.mark.slow
def test_two_hundred_users_ask_for_half_a_minute(tmp_path: Path) -> None:
    pace = Pace()
    crowd = crowd_scene(tmp_path, 200, 30, pace)
    expect_all_answered(crowd, 200, pace)
    assert max(crowd.sizes.megabytes) < 2000


@pytest.mark.slow
def test_fifty_questions_of_one_caller_keep_nobody_else_waiting_for_them(tmp_path: Path) -> None:
    fairness = fairness_scene(tmp_path)
    assert fairness.errors == []
    assert len(fairness.turns) == OTHERS
    assert max(fairness.turns) <= FEW < GREEDY


@pytest.mark.slow
def test_clients_that_do_not_read_keep_nobody_else_from_being_answered(tmp_path: Path) -> None:
    stalled = stalled_scene(tmp_path)
    assert stalled.errors == []
    assert stalled.beside


def test_what_was_said_when_is_read_from_the_notes(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("1.1 0 10\n2.1 0 11\n1.1 1 30\n", encoding="ascii")
    assert moments(tmp_path / "notes") == {"1.1": [10, 30], "2.1": [11]}
    assert MARK.findall("How many? <17.3>") == ["17.3"]


def test_a_growing_memory_shows() -> None:
    assert Sizes(megabytes=[1, 1, 2, 2, 2, 2, 4, 4]).growth() == 2
    assert Sizes(megabytes=[5] * 8).growth() == 1


def test_figures_name_the_middle_the_late_and_the_worst() -> None:
    assert at(list(range(100)), 0.99) == 99
    assert spread([1.0, 2.0, 3.0], "ms") == "p50 2.0, p99 3.0, max 3.0 ms (n 3)"


def test_an_answer_that_failed_counts_as_an_error() -> None:
    crowd = Crowd([Asked("1.1", 0, error="gone"), Asked("1.2", 0)], Sizes(), [], [], [])
    assert crowd.errors == ["gone"]
