"""`python -m tests.bench.opening DATA`: open a data folder as a server does, print its memory as JSON."""

import importlib
import json
import sys
from pathlib import Path

from trag.environment import stay_offline

QUESTIONS = 20


def main(data: Path) -> None:
    """Warm up, answer some questions as a server would, print the resident memory in bytes."""
    stay_offline()
    import psutil

    from trag.settings import load_settings
    from trag.workspace import Workspace

    importlib.import_module("api.app")

    with Workspace(load_settings(data, llm="fake")) as workspace:
        workspace.warm_up()
        for number in range(QUESTIONS):
            list(workspace.stream(f"What is said about {number}?"))
        taken = psutil.Process().memory_info().rss
        report = {"rss": taken, "chunks": workspace.catalog.chunk_count(), "torch": "torch" in sys.modules}
    sys.stdout.write(f"{json.dumps(report)}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
