"""Commands without any network: a namespace of their own, with nothing in it but loopback."""

import shutil
import subprocess

import pytest


def namespace() -> list[str]:
    """The words that run a command without any network, or [] where this machine forbids it."""
    for words in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        if not shutil.which("unshare"):
            break
        if subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0:
            return words
    return []


ALONE = namespace()
needs_namespace = pytest.mark.skipif(not ALONE, reason="this machine allows no network namespaces")
