#!/bin/sh
# Installs trag from the folder this script is in, without a network:
#
#     sh install.sh PREFIX
#
# PREFIX/current/bin/trag is then the command. Each bundle gets a folder of its own below PREFIX/releases, and
# `current` moves to it only once it works; a second call with the same bundle changes nothing.
# PYTHON=/path/to/python names the interpreter to use.
set -eu
umask 022
export LC_ALL=C

say() { printf '%s\n' "$*"; }
stop() { # stop MESSAGE [HINT]
    printf 'install.sh: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf '  %s\n' "$2" >&2
    exit 1
}
fact() { sed -n "s/^$1=//p" BUNDLE; }

# --- the bundle ---

check_files() {
    [ -f SHA256SUMS ] || stop "SHA256SUMS is missing in $bundle." "Copy the whole bundle again."
    if command -v sha256sum >/dev/null; then summer="sha256sum"; else summer="shasum -a 256"; fi
    say "Checking $(wc -l <SHA256SUMS | tr -d ' ') files ..."
    # Whatever is not "name: OK" is a fault; none of the names has a line break.
    faults="$($summer -c SHA256SUMS 2>&1 | grep -v ': OK$' || true)"
    [ -z "$faults" ] || stop "files of the bundle are missing or changed: $faults" "Copy the bundle again."
    listed="$(sed 's/^[0-9a-f]*  //' SHA256SUMS | sort)"
    there="$(find . ! -type d ! -path ./SHA256SUMS | sed 's,^\./,,' | sort)"
    [ "$listed" = "$there" ] || stop "the bundle holds files that SHA256SUMS does not name, or lacks some." \
        "Copy the bundle again into an empty folder."
    release="$(fact version)-$($summer SHA256SUMS | cut -c1-12)"
}

# --- this machine ---

fits() { # fits PYTHON: whether it is the Python that the wheels are made for
    "$1" -I -c 'import platform as p, sys
wanted = sys.argv[1:]
sys.exit([".".join(p.python_version_tuple()[:2]), p.system(), p.machine()] != wanted)' \
        "$(fact python)" "$(fact system)" "$(fact machine)" 2>/dev/null
}

find_python() {
    wanted="Python $(fact python) on $(fact system) $(fact machine)"
    if [ -n "${PYTHON:-}" ]; then
        fits "$PYTHON" || stop "$PYTHON is not $wanted, which this bundle is made for."
        python="$PYTHON"
    else
        python=""
        for name in "python$(fact python)" python3 python; do
            if command -v "$name" >/dev/null && fits "$name"; then python="$name"; break; fi
        done
        [ -n "$python" ] || stop "this bundle needs $wanted, which was not found." \
            "Name one: PYTHON=/path/to/python$(fact python) sh install.sh PREFIX"
    fi
    "$python" -I -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$python cannot make virtual environments." "On Debian and Ubuntu install python3-venv."
}

check_libc() { # musl and an older glibc cannot load the wheels
    libc="$("$python" -I -c 'import platform; print(*platform.libc_ver())')"
    "$python" -I -c 'import sys
name, has, needs = sys.argv[1:]
numbers = [tuple(map(int, text.split("."))) for text in (has, needs) if text]
sys.exit(name != "glibc" or numbers[0] < numbers[1])' "${libc% *}" "${libc#* }" "$(fact glibc)" 2>/dev/null ||
        stop "this bundle needs glibc $(fact glibc) or later; here is: ${libc:-unknown}."
}

check_prefix() {
    case "$prefix/" in "$bundle"/*) stop "$prefix lies in the bundle." "Name a folder elsewhere, for instance /opt/trag." ;; esac
    mkdir -p "$prefix/releases" || stop "$prefix cannot be made or written to." "Name another folder, or ask for the right to."
    prefix="$(cd -- "$prefix" && pwd -P)"
    [ -w "$prefix/releases" ] || stop "$prefix cannot be written to." "Name another folder, or ask for the right to."
    if [ -e "$prefix/current" ] && [ ! -L "$prefix/current" ]; then
        stop "$prefix/current is there and is none of ours." "Name another folder."
    fi
}

check_room() {
    free="$(df -Pk "$prefix" | awk 'END {print int($4 / 1024)}')"
    [ "$free" -ge "$(fact megabytes)" ] ||
        stop "$prefix has room for $free MB; $(fact megabytes) MB are needed." "Make room, or name a folder on another disk."
}

# --- the install ---

forget_settings() { # of pip and of Python: an index, a proxy, a folder of other modules
    for name in $(env | sed -n 's/^\(PIP_[A-Za-z0-9_]*\)=.*/\1/p; s/^\(PYTHON[A-Za-z0-9_]*\)=.*/\1/p'); do
        unset "$name"
    done
    export PIP_CONFIG_FILE=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1
}

install_release() {
    rm -rf "$venv"
    trap 'rm -rf "$venv"' EXIT
    trap 'exit 130' INT TERM HUP
    say "Installing into $venv; this takes some minutes ..."
    "$python" -I -m venv "$venv"
    extras="$(fact extras)"
    "$venv/bin/python" -I -m pip install --quiet --no-index --find-links "$bundle/wheels" --no-cache-dir \
        --progress-bar off --root-user-action ignore "trag${extras:+[$extras]}==$(fact version)" ||
        stop "pip could not install the wheels; what it says is above."
    "$venv/bin/python" -I -m pip check >/dev/null || stop "the packages do not fit together: see pip check."
    "$venv/bin/python" -I -c 'import xllamacpp' ||
        stop "the model's server cannot be loaded." "Where libgomp.so.1 is missing: install libgomp1 (Debian, Ubuntu) or libgomp."
    "$venv/bin/trag" --version >/dev/null || stop "the installed trag does not run."
    : >"$venv/.complete"
    trap - EXIT INT TERM HUP
}

switch() { # in one step: `current` is the old release or the new one at any moment
    "$venv/bin/python" -I -c 'import os, sys
link, target = sys.argv[1:]
os.path.lexists(link + ".new") and os.remove(link + ".new")
os.symlink(target, link + ".new")
os.replace(link + ".new", link)' "$prefix/current" "releases/$release"
}

[ $# = 1 ] && [ -n "$1" ] || { say "How to call it: sh install.sh PREFIX, for instance sh install.sh /opt/trag" >&2; exit 2; }
case "$1" in -*) say "How to call it: sh install.sh PREFIX" >&2; exit 2 ;; /*) prefix="$1" ;; *) prefix="$PWD/$1" ;; esac
bundle="$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)"
cd -- "$bundle"
[ -f BUNDLE ] || stop "$bundle is no bundle: the file BUNDLE is missing." "Call the install.sh of a folder that make bundle made."
check_files
find_python
[ "$(fact system)" != Linux ] || check_libc
forget_settings
check_prefix
venv="$prefix/releases/$release"
if [ -e "$venv/.complete" ] && "$venv/bin/trag" --version >/dev/null 2>&1; then
    say "This bundle is installed already."
else
    check_room
    install_release
fi
switch
say "trag $(fact version) is installed: $prefix/current/bin/trag"
for other in "$prefix/releases"/*; do
    [ "$other" = "$venv" ] || say "An older release is still there; to go back, point current at it, else remove it: $other"
done
say "Next, with a folder for its data and one for its model (both made at once):"
say "  export TRAG_DATA=/var/lib/trag/data TRAG_MODELS_DIR=/var/lib/trag/models"
say "  $prefix/current/bin/trag init"
say "  $prefix/current/bin/trag ingest YOUR-DOCUMENTS"
say "  $prefix/current/bin/trag serve"
