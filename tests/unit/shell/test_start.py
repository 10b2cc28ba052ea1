"""How the chat starts: lightly, and with a clear line where it can't."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.shell.screen import links_work
from tests.conftest import free_port

HEAVY = ("rasa", "tensorflow", "numpy", "pydantic", "yaml", "advisor.answers", "advisor.knowledge")


def run(*arguments, folder, **options):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT_FOLDER,
        env={**os.environ, "XDG_STATE_HOME": str(folder), "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def test_before_the_first_answer_nothing_heavy_is_imported(tmp_path):
    code = f"import sys, advisor.shell.__main__; print([name for name in {HEAVY!r} if name in sys.modules])"
    assert run("-c", code, folder=tmp_path).stdout == "[]\n"


def test_an_address_where_nothing_answers_is_one_clear_line(tmp_path):
    url = f"http://127.0.0.1:{free_port()}"
    done = run("-m", "advisor.shell", "--url", url, folder=tmp_path, input="hi\n")
    line = f"Nothing answers at {url}. Is the server running, and is the address right?\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", line)


@pytest.mark.parametrize("url", ["", "nonsense://x", "http://", "http://[", "localhost:0"])
def test_an_address_that_is_none_is_said_and_no_crash(tmp_path, url):
    done = run("-m", "advisor.shell", "--url", url, folder=tmp_path, input="hi\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Nothing answers at ") and done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "environment, works",
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"VTE_VERSION": "6003"}, True),
        ({"VTE_VERSION": "4900"}, False),
        ({"WT_SESSION": "x", "TMUX": "y"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"FORCE_HYPERLINK": "0", "TERM": "xterm-kitty"}, False),
    ],
)
def test_links_are_shown_only_where_the_terminal_is_known_to_have_them(environment, works):
    assert links_work(environment) is works
