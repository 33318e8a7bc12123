"""The load of `make load`: `python -m tests.load [--users N] [--seconds S] [--embedder minilm]`."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.load.figures import of_crowd, of_fairness, of_stalled
from tests.load.scenes import crowd_scene, fairness_scene, stalled_scene
from tests.load.serving import Pace

MOST_GROWTH = 1.1


def main() -> int:
    """Exit code 1 when something failed or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--speed", type=float, default=20, help="words a second, of each answer")
    parser.add_argument("--embedder", default="fake")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("crowd", "fair", "stalled"):
            (folder / part).mkdir()
        pace = Pace(given.speed)
        crowd = crowd_scene(folder / "crowd", given.users, given.seconds, pace, given.embedder)
        _tell(of_crowd(given.users, given.seconds, crowd))
        fairness, stalled = fairness_scene(folder / "fair"), stalled_scene(folder / "stalled")
        _tell([*of_fairness(fairness), *of_stalled(stalled)])
    errors = [*crowd.errors, *fairness.errors, *stalled.errors]
    return 1 if errors or crowd.sizes.growth() > MOST_GROWTH else 0


def _tell(lines: list[str]) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
