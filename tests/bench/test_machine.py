"""Where a benchmark ran, and whether it had the machine for itself."""

from tests.bench.machine import BUSY, conditions, is_busy


def test_a_machine_is_busy_when_more_wants_to_run_than_there_are_cores() -> None:
    assert is_busy(2.1, cores=2)
    assert not is_busy(2.0, cores=2)


def test_conditions_tell_versions_and_load_and_warn_of_a_busy_machine() -> None:
    quiet = conditions(3.2, 0.0, ("numpy",))
    assert ", 3 s, on " in quiet
    assert "load 0.0 before" in quiet
    assert "numpy " in quiet
    assert BUSY not in quiet
    assert conditions(3.2, 10_000.0, ()).endswith(BUSY)
