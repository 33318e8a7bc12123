"""The command that runs the benchmarks."""

import pytest

from tests.bench.__main__ import main


def test_an_unknown_benchmark_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["speed"])
    assert stopped.value.code == 2
    assert "There is no benchmark 'speed'. There are: detection, facts," in capsys.readouterr().err
