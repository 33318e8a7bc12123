"""The bundle: what it holds, what install.sh refuses, and what it leaves behind.

The wheel in it is a small one made here; `.ci/run` makes and installs the real bundle.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.offline.namespaces import ALONE

BUNDLING = Path(__file__).parents[2] / "deploy" / "bundle"
HEADERS = "Metadata-Version: 2.4\nName: trag\nVersion: 0.1.0\nLicense-Expression: Apache-2.0\n"
FILES = {
    "trag/__init__.py": "import xllamacpp\n\n\ndef main() -> None:\n    print('trag 0.1.0, word')\n",
    "xllamacpp.py": "",
    "trag-0.1.0.dist-info/METADATA": HEADERS,
    "trag-0.1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "trag-0.1.0.dist-info/entry_points.txt": "[console_scripts]\ntrag = trag:main\n",
    "trag-0.1.0.dist-info/RECORD": "",
}


def bundle_of(folder: Path, word: str = "", **changed: str) -> Path:
    """A bundle with one small wheel that is called trag, and says `word`."""
    wheel = folder / "trag-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, text in (FILES | changed).items():
            archive.writestr(name, text.replace("word", word))
    make = [sys.executable, str(BUNDLING / "make_bundle.py"), str(folder / "my bundle")]
    pip = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    subprocess.run([*make, "--wheel", str(wheel), "--extras", ""], env=os.environ | pip, check=True)
    return folder / "my bundle"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bundle_of(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def bundle(made: Path, tmp_path: Path) -> Path:
    """A copy to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "a bundle"))


def install(bundle: Path, *words: str, **environment: str) -> tuple[int, str]:
    """The exit code of install.sh without a network, and all it said."""
    command = [*ALONE, "sh", str(bundle / "install.sh"), *words]
    python = {"PYTHON": sys.executable}
    done = subprocess.run(
        command, env=os.environ | python | environment, check=False, capture_output=True, text=True
    )
    return done.returncode, done.stdout + done.stderr


def refused(bundle: Path, prefix: Path, **environment: str) -> str:
    """What install.sh said when it refused; it left nothing behind."""
    code, said = install(bundle, str(prefix), **environment)
    assert code == 1, said
    assert not list(prefix.glob("releases/*"))
    return said


def test_a_bundle_tells_what_it_needs_and_what_is_in_it(made: Path) -> None:
    facts = dict(line.split("=") for line in (made / "BUNDLE").read_text().splitlines())
    assert facts["version"] == "0.1.0"
    assert facts["python"] == f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert facts["machine"] == platform.machine()
    assert (made / "LICENSES.txt").read_text() == "trag\t0.1.0\tApache-2.0\n"


def test_the_checksums_cover_every_file(made: Path) -> None:
    lines = [line.split("  ") for line in (made / "SHA256SUMS").read_text().splitlines()]
    files = {file.relative_to(made).as_posix(): file for file in made.rglob("*") if file.is_file()}
    files.pop("SHA256SUMS")
    sums = {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
    assert {name: value for value, name in lines} == sums


def test_a_folder_of_somebody_else_is_not_replaced_by_a_bundle(tmp_path: Path) -> None:
    (tmp_path / "letter").touch()
    done = subprocess.run(
        [sys.executable, str(BUNDLING / "make_bundle.py"), str(tmp_path)],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "is no bundle" in done.stderr
    assert (tmp_path / "letter").exists()


@pytest.mark.parametrize("name", ["wheels/trag-0.1.0-py3-none-any.whl", "BUNDLE", "LICENSES.txt"])
def test_a_changed_file_is_named_and_nothing_is_installed(bundle: Path, tmp_path: Path, name: str) -> None:
    with (bundle / name).open("ab") as file:
        file.write(b"\n")
    assert name in refused(bundle, tmp_path / "prefix")


def test_a_missing_file_is_named(bundle: Path, tmp_path: Path) -> None:
    (bundle / "wheels" / "trag-0.1.0-py3-none-any.whl").unlink()
    assert "wheels/trag-0.1.0-py3-none-any.whl" in refused(bundle, tmp_path / "prefix")


def test_a_wheel_that_no_checksum_names_is_refused(bundle: Path, tmp_path: Path) -> None:
    (bundle / "wheels" / "numpy-99-py3-none-any.whl").touch()
    assert "does not name" in refused(bundle, tmp_path / "prefix")


@pytest.mark.parametrize("text", ["", "no checksums\n"])
def test_broken_checksums_are_refused(bundle: Path, tmp_path: Path, text: str) -> None:
    (bundle / "SHA256SUMS").write_text(text)
    assert "Copy the bundle again" in refused(bundle, tmp_path / "prefix")


def test_a_python_that_does_not_fit_is_named_with_the_one_that_would(bundle: Path, tmp_path: Path) -> None:
    facts = (bundle / "BUNDLE").read_text()
    change(bundle, "BUNDLE", facts.replace(f"python=3.{sys.version_info[1]}", "python=3.99"))
    assert "is not Python 3.99" in refused(bundle, tmp_path / "prefix")
    assert "PYTHON=/path/to/python3.99" in refused(bundle, tmp_path / "prefix", PYTHON="")


def test_an_older_system_library_and_a_full_disk_are_told_before(bundle: Path, tmp_path: Path) -> None:
    facts = (bundle / "BUNDLE").read_text()
    if platform.libc_ver()[0] == "glibc":
        change(bundle, "BUNDLE", facts.replace("glibc=2.", "glibc=2.99"))
        assert "needs glibc 2.99" in refused(bundle, tmp_path / "prefix")
    change(bundle, "BUNDLE", facts.replace("megabytes=", "megabytes=99999999"))
    assert "Make room" in refused(bundle, tmp_path / "prefix")


def change(bundle: Path, name: str, text: str) -> None:
    """Change a file and its checksum."""
    before = hashlib.sha256((bundle / name).read_bytes()).hexdigest()
    (bundle / name).write_text(text)
    sums = (bundle / "SHA256SUMS").read_text()
    (bundle / "SHA256SUMS").write_text(sums.replace(before, hashlib.sha256(text.encode()).hexdigest()))


def test_what_is_none_of_ours_is_left_alone(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "prefix" / "current").mkdir(parents=True)
    assert "none of ours" in refused(bundle, tmp_path / "prefix")


def test_the_bundle_itself_is_no_place_to_install_into(bundle: Path) -> None:
    assert "lies in the bundle" in refused(bundle, bundle / "prefix")
    assert "lies in the bundle" in refused(bundle, bundle)
    assert not (bundle / "releases").exists()


@pytest.mark.parametrize("words", [(), ("",), ("a", "b"), ("--help",)], ids=str)
def test_a_wrong_call_tells_the_right_one(bundle: Path, words: tuple[str, ...]) -> None:
    code, said = install(bundle, *words)
    assert code == 2
    assert "sh install.sh PREFIX" in said


@pytest.mark.slow
def test_an_install_is_done_once_and_a_newer_bundle_goes_beside_it(tmp_path: Path) -> None:
    """Settings of pip and Python on the machine decide nothing; a space in the path harms nothing."""
    prefix = tmp_path / "the prefix"
    odd = {
        "PIP_NO_BINARY": ":all:",
        "PIP_TARGET": "/nowhere",
        "PYTHONPATH": "/nowhere",
        "LANG": "de_DE.UTF-8",
    }
    first = bundle_of(tmp_path)
    code, said = install(first, str(prefix), **odd)
    assert code == 0, said
    assert says(prefix) == "trag 0.1.0, \n"
    assert "already" in install(first, str(prefix))[1]
    shutil.rmtree(first)
    code, said = install(bundle_of(tmp_path, "newer"), str(prefix))
    assert code == 0, said
    assert "older release" in said
    assert says(prefix) == "trag 0.1.0, newer\n"


@pytest.mark.slow
def test_an_install_that_was_cut_off_is_begun_again(bundle: Path, tmp_path: Path) -> None:
    assert install(bundle, str(tmp_path))[0] == 0
    (release,) = (tmp_path / "releases").iterdir()
    (release / ".complete").unlink()
    (release / "bin" / "trag").unlink()
    assert install(bundle, str(tmp_path))[0] == 0
    assert says(tmp_path) == "trag 0.1.0, \n"


@pytest.mark.slow
def test_a_failed_install_leaves_the_running_one(tmp_path: Path) -> None:
    """As where the model's server lacks a library of the system."""
    prefix = tmp_path / "prefix"
    assert install(bundle_of(tmp_path), str(prefix))[0] == 0
    code, said = install(bundle_of(tmp_path, "worse", **{"xllamacpp.py": "raise ImportError"}), str(prefix))
    assert code == 1
    assert "libgomp" in said
    assert says(prefix) == "trag 0.1.0, \n"
    assert len(list((prefix / "releases").iterdir())) == 1


def says(prefix: Path) -> str:
    """What the installed command prints."""
    return subprocess.run(
        [prefix / "current" / "bin" / "trag"], check=True, capture_output=True, text=True
    ).stdout
