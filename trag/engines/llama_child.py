"""The child process that runs llama.cpp's server. Run by path; imports nothing of trag.

Reads one JSON line of options from standard input, prints one JSON line with its address, and
ends when standard input does: that is when its parent is gone, however it went.
"""

import ctypes
import json
import os
import signal
import sys
import threading
import time
from typing import Any

PR_SET_PDEATHSIG = 1


def _die_with_parent(signal_number: int) -> None:
    """Let Linux end this process with the thread that started it; 0 takes that back."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal_number)


def _parameters(options: dict[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = options["model"]
    params.n_ctx = options["context_length"]
    params.n_parallel = 1
    params.fit_params = False
    # Between two batches it looks whether the asker has gone: a few seconds at the most on two cores.
    params.n_batch = params.n_ubatch = 256
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options["threads"]
    params.warmup = False
    params.verbosity = 1
    params.offline = True
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [options["key"]]
    params.cors_origins = ""
    params.ui = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
    # Prompts of finished questions would be kept in memory, up to 8 GiB.
    params.cache_ram_mib = 0
    return params


def _watch_parent(parent: int) -> None:
    # Standard input stays open if the parent had other children that inherited its end.
    while os.name == "nt" or os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


def main() -> None:
    """Serve until standard input ends."""
    parent = os.getppid()
    # While the model loads nothing else here can run. Later the parent's thread may end, the parent not.
    _die_with_parent(signal.SIGKILL if os.name != "nt" else 0)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # llama.cpp prints what it likes; the parent wants one line
    options = json.loads(sys.stdin.readline())
    import xllamacpp

    server = xllamacpp.Server(_parameters(options))
    threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    _die_with_parent(0)
    print(json.dumps({"url": server.listening_address}), file=answers, flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
