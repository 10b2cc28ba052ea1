"""The chat on a real terminal with the real server: a person's keys in, what the terminal gets out."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pexpect
import pytest
import requests

from advisor.knowledge.store import PROJECT_FOLDER
from tests.conftest import MODEL, start_server

_CONTROLS = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]")
#: The sign of typing, which a slow machine gets to see.
_SIGN = re.compile("[\u2800-\u28ff] One moment …")
PROMPT = "you>"
QUESTION = "How much does a data engineer earn?"
WELCOME = "Career Advisor. Ask me about a tech career"


def environment(folder, **more):
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_HYPERLINK")}
    # Nobody at the other end of this terminal tells where its cursor is.
    return {**kept, "XDG_STATE_HOME": str(folder), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", **more}


class Terminal:
    """A chat in a terminal of its own."""

    def __init__(self, folder, *arguments, columns=60, **more):
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "advisor.shell", *arguments],
            use_poll=True,  # select() knows the first 1,024 files of a process only
            cwd=str(PROJECT_FOLDER),
            env=environment(folder, **more),
            encoding="utf-8",
            dimensions=(50, columns),
            timeout=30,
        )

    def until(self, what=PROMPT):
        """Everything that comes until some text, without what only drives the terminal."""
        self.child.expect_exact(what)
        return _SIGN.sub("", _CONTROLS.sub("", self.child.before).replace("\r", ""))

    def raw_until(self, what):
        self.child.expect_exact(what)
        return self.child.before

    def type(self, text):
        self.child.send(text)

    def ask(self, text, what=PROMPT):
        """Sends a line; returns what comes until some text, the line itself apart."""
        self.type(text)
        self.child.expect_exact(text)
        self.type("\r")
        return self.until(what)

    def leave(self):
        self.child.sendeof()
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


@pytest.fixture
def open_terminal(tmp_path):
    opened = []

    def open_(*arguments, **more):
        opened.append(Terminal(tmp_path, *arguments, **more))
        return opened[-1]

    yield open_
    for terminal in opened:
        terminal.child.close(force=True)


@pytest.fixture
def terminal(server, open_terminal):
    terminal = open_terminal("--url", server.url)
    terminal.first = terminal.until()
    return terminal


def test_the_first_line_tells_what_it_can_do_and_questions_are_offered(terminal):
    assert terminal.first.lstrip().startswith("Career Advisor. Ask me about a tech career: what it")
    assert "1 What does a data scientist do?" in terminal.first


def test_an_answer_has_its_bars_its_table_and_its_sources(terminal):
    answer = terminal.ask(QUESTION, "Freelancing")
    assert "Pay of data engineers" in answer and "●" in answer and "│ Entry-level │" in answer
    assert "https://www.bls.gov/oes/" in answer
    assert max(map(len, answer.splitlines())) <= 60


def test_a_number_presses_a_button_of_the_greeting(terminal):
    assert "What data scientists do" in terminal.ask("1", "Source")


def test_enter_after_tab_asks_the_question_that_is_offered(terminal):
    terminal.type("How do I bec\t")
    terminal.until("a data analyst?")
    terminal.type("\r")
    assert "data analyst" in terminal.until("Source")


def test_tab_completes_roles(server, terminal):
    terminal.type("What does a data anal")
    terminal.child.expect_exact("anal")
    terminal.type("\t")
    terminal.until("yst")


def test_several_lines_pasted_are_one_message(terminal):
    terminal.type("\x1b[200~I know SQL.\nWhat does a data engineer do?\x1b[201~")
    terminal.until("engineer do?")
    terminal.type("\r")
    assert "What data engineers do" in terminal.until("Source")


def test_why_tells_how_it_was_understood(terminal):
    terminal.ask(QUESTION, "Freelancing")
    terminal.until()
    told = terminal.ask("/why", "Sources ")
    assert "ask_salary" in told and "role data_engineer" in told


def test_what_was_typed_comes_back_in_the_next_run(server, terminal, open_terminal):
    terminal.ask("/help", "is a question.")
    terminal.until()
    assert terminal.leave() == 0
    again = open_terminal("--url", server.url)
    again.until()
    again.type("\x1b[A")
    again.until("/help")


def test_forgetting_empties_the_history_and_deletes_the_conversation(terminal, tmp_path):
    terminal.ask("/help", "is a question.")
    terminal.until()
    terminal.ask("/forget", "This is a new conversation.")
    terminal.until()
    assert (tmp_path / "career-advisor" / "history").read_text() == ""


def test_c_goes_on_with_the_last_conversation(server, terminal, open_terminal):
    terminal.ask(QUESTION, "Freelancing")
    terminal.until()
    terminal.leave()
    again = open_terminal("--url", server.url, "-c")
    assert "Going on with your last conversation." in again.until()
    assert "Pay of data engineers" in again.ask("and in Germany?", "Source")


def test_c_without_a_last_conversation_says_so(server, open_terminal):
    assert "There is no last conversation here" in open_terminal("--url", server.url, "-c").until()


def test_without_colour_none_is_sent(server, open_terminal):
    terminal = open_terminal("--url", server.url, NO_COLOR="1")
    terminal.until()
    terminal.type(f"{QUESTION}\r")
    assert not re.search(r"\x1b\[[0-9;]*3[1-8]m", terminal.raw_until("Freelancing"))


def test_a_terminal_that_has_links_gets_them(server, open_terminal):
    terminal = open_terminal("--url", server.url, FORCE_HYPERLINK="1")
    terminal.until()
    terminal.type(f"{QUESTION}\r")
    assert ";https://www.bls.gov/oes/\x1b\\" in terminal.raw_until("Freelancing")


def test_a_resized_terminal_is_right_from_the_next_answer_on(terminal):
    terminal.child.setwinsize(50, 100)
    assert 80 < max(map(len, terminal.ask(QUESTION, "Freelancing").splitlines())) <= 100


@pytest.mark.parametrize("plain", [{"arguments": ["--plain"]}, {"TERM": "dumb"}])
def test_plain_is_lines_without_anything_that_drives_the_terminal(server, open_terminal, plain):
    terminal = open_terminal("--url", server.url, *plain.pop("arguments", []), **plain)
    assert WELCOME in terminal.until()
    terminal.type(f"{QUESTION}\n")
    answer = terminal.raw_until("Freelancing")
    assert "- Level: Entry-level; Middle: " in answer.replace("\r\n  ", " ")
    assert "\x1b[" not in answer.replace("\x1b[?2004l", "") and "│" not in answer


def test_a_server_that_dies_is_said_and_the_question_is_still_in_the_line(tmp_path, open_terminal):
    if not MODEL.is_file():
        pytest.exit("There is no trained model: run 'make test', or 'make train' first.", returncode=1)
    server = start_server(tmp_path)
    terminal = open_terminal("--url", server.url)
    try:
        terminal.until()
        server.process.kill()
        server.process.wait()
        said = terminal.ask(QUESTION, "running?")
        assert f"The assistant at {server.url} does not answer. Is it still" in " ".join(said.split())
        terminal.until(QUESTION)
    finally:
        server.stop()


def piped(server, folder, *arguments, lines=QUESTION + "\n"):
    return subprocess.run(
        [sys.executable, "-m", "advisor.shell", "--url", server.url, *arguments],
        cwd=PROJECT_FOLDER,
        env=environment(folder),
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_piped_in_and_out_the_answer_is_all_that_is_printed(server, tmp_path):
    done = piped(server, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Pay of data engineers\n\n") and done.stdout.endswith("  5. Freelancing\n\n")
    assert "\x1b" not in done.stdout


def test_json_for_scripts(server, tmp_path):
    turn = json.loads(piped(server, tmp_path, "--json").stdout)
    assert turn["message"] == QUESTION
    assert turn["replies"][0]["custom"]["answers"][0]["topic"] == "salary"


def test_c_goes_on_through_a_pipe_too(server, tmp_path):
    piped(server, tmp_path)
    assert "Germany" in piped(server, tmp_path, "-c", lines="and in Germany?\n").stdout


def test_a_reader_that_has_gone_is_no_crash(server, tmp_path):
    command = f"printf '{QUESTION}\\n%.0s' 1 2 3 4 5 | {sys.executable} -m advisor.shell --url {server.url} | head -1"
    done = subprocess.run(
        command, shell=True, cwd=PROJECT_FOLDER, env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("Pay of data engineers\n", "")


def test_in_its_own_process_it_gives_the_same_answers_without_a_server(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "advisor.shell", "--local"],
        cwd=PROJECT_FOLDER,
        env=environment(tmp_path, ADVISOR_DATABASE_URL=f"sqlite:///{tmp_path / 'local.db'}"),
        input=f"{QUESTION}\n1\n/why\n",
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "Loading the assistant (a few seconds) …\n")
    assert "Pay of data engineers" in done.stdout and "place united_kingdom" in done.stdout
