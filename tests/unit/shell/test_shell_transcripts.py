"""Whole chats through a pipe, their output compared to the letter."""

from __future__ import annotations

import io
import json

import pytest

from advisor.shell.client import Button, Reply, Unreachable
from advisor.shell.loop import chat
from advisor.shell.screen import JsonScreen, PipeScreen
from fakes import PAY, FakeBackend


@pytest.fixture
def run(monkeypatch, capsys):
    """run(screen, backend, *lines): the exit code, what went to standard output, and what to standard error."""

    def run_(screen, backend, *lines):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = chat(backend, screen)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run_


PAY_SHOWN = """\
Pay of testers

Around $100 a year.

Source:
Wages. BLS, 2025: https://a.example
  1. Outlook

"""


def test_an_answer_is_all_that_is_printed(run):
    assert run(PipeScreen(), FakeBackend([PAY]), "pay of testers?") == (0, PAY_SHOWN, "")


def test_sources_tells_where_the_last_answer_comes_from(run):
    shown = "[1] Wages. BLS, 2025\n    https://a.example\n    Broad.\n\n"
    assert run(PipeScreen(), FakeBackend([PAY]), "pay?", "/sources") == (0, PAY_SHOWN + shown, "")


def test_why_tells_how_the_question_was_understood(run):
    shown = """\
Understood   ask_salary (0.97)
Less likely  ask_demand (0.02)
Linked       'testers' -> role tester (alias)
Resolved     topic salary; roles tester
Files        roles/tester.yml, salaries.csv
Sources      wages

"""
    assert run(PipeScreen(), FakeBackend([PAY]), "pay?", "/why") == (0, PAY_SHOWN + shown, "")


def test_why_of_a_server_elsewhere_says_that_it_is_not_told(run):
    code, _, complaint = run(PipeScreen(), FakeBackend([Reply("ok")]), "pay?", "/why")
    assert (code, complaint) == (1, "This assistant explains itself only to the machine that it runs on.\n")


@pytest.mark.parametrize("command", ["/why", "/sources"])
def test_before_the_first_question_there_is_nothing_to_tell(run, command):
    assert run(PipeScreen(), FakeBackend(), command) == (1, "", "Nothing has been asked yet.\n")


def test_help_tells_what_there_is(run):
    assert run(PipeScreen(), FakeBackend(), "/help") == (
        0,
        """\
/help       this list
/sources    where the last answer comes from, with addresses
/why        how your last question was understood
/restart    a new conversation
/forget     delete this conversation everywhere, and your history
/save FILE  write this conversation to a file
/quit       leave (Ctrl-D too)
A number picks a suggestion; anything else is a question.

""",
        "",
    )


def test_an_unknown_command_is_not_sent(run):
    backend = FakeBackend()
    code, shown, complaint = run(PipeScreen(), backend, "/foo bar")
    assert (code, shown, backend.sent) == (1, "", [])
    assert complaint == "There is no /foo. What there is: /help, /sources, /why, /restart, /forget, /save, /quit\n"


def test_a_new_conversation_has_another_name_and_nothing_on_offer(run):
    backend = FakeBackend([PAY])
    _, shown, _ = run(PipeScreen(), backend, "pay?", "/restart", "1")
    assert shown == PAY_SHOWN + "This is a new conversation.\n\nok\n\n"
    assert backend.sent == ["pay?", "1"] and backend.sender != "first" and backend.forgotten == []


def test_forgetting_deletes_the_conversation_and_starts_a_new_one(run):
    backend = FakeBackend()
    assert run(PipeScreen(), backend, "/forget") == (0, "Forgotten. This is a new conversation.\n\n", "")
    assert backend.forgotten == ["first"] and backend.sender != "first"


def test_a_conversation_is_saved_as_markdown(run, tmp_path):
    file = tmp_path / "a file.md"
    _, shown, _ = run(PipeScreen(), FakeBackend([Reply("**yes**")]), "pay?", f"/save {file}")
    assert shown == f"**yes**\n\nSaved to {file}\n\n".replace("**", "")
    assert file.read_text() == "**You:** pay?\n\n**yes**\n"


def test_saving_never_overwrites(run, tmp_path):
    file = tmp_path / "kept"
    file.write_text("mine")
    code, _, complaint = run(PipeScreen(), FakeBackend(), "pay?", f"/save {file}")
    assert (code, complaint, file.read_text()) == (1, f"{file} is there already. Name another file.\n", "mine")


def test_a_file_that_can_not_be_written_is_said(run, tmp_path):
    _, _, complaint = run(PipeScreen(), FakeBackend(), "pay?", f"/save {tmp_path}/no/such")
    assert complaint == f"Can't write {tmp_path}/no/such: No such file or directory. Name another file.\n"


def test_saving_needs_a_name(run):
    assert run(PipeScreen(), FakeBackend(), "pay?", "/save")[2] == "Name a file: /save answers.md\n"


def test_the_whole_wording_of_an_offered_question_presses_its_button(run):
    backend = FakeBackend([PAY])
    run(PipeScreen(), backend, "pay?", "What is the outlook?")
    assert backend.sent[-1] == "/ask_demand~1"


def test_a_refused_message_is_said_on_standard_error_and_given_back(run):
    refused = FakeBackend([Reply("Too long.", refused=True)])
    assert run(PipeScreen(), refused, "x") == (1, "", "Too long.\nNot sent: x\n")


def test_an_interruption_while_waiting_gives_the_question_back(run):
    assert run(PipeScreen(), FakeBackend(KeyboardInterrupt()), "x") == (130, "", "Stopped.\nNot sent: x\n")


def test_an_answer_of_a_newer_version_is_shown_as_its_markdown(run):
    newer = Reply("**as markdown**", answers=[{"version": 2, "hologram": 1}])
    assert run(PipeScreen(), FakeBackend([newer]), "x") == (0, "as markdown\n\n", "")


def test_json_is_one_line_a_turn(run):
    item = {"text": "été", "buttons": [{"title": "Pay", "payload": "/p"}]}
    backend = FakeBackend([Reply("été", [Button("Pay", "/p")], item=item)])
    code, shown, _ = run(JsonScreen(), backend, "a", "1")
    first, second = map(json.loads, shown.splitlines())
    assert first == {"message": "a", "replies": [item]} and "été" in shown
    assert (second["message"], backend.sent, code) == ("1", ["a", "/p"], 0)


def test_json_tells_what_failed_too(run):
    code, shown, complaint = run(JsonScreen(), FakeBackend(Unreachable("gone")), "a", "b")
    assert (code, json.loads(shown), complaint) == (1, {"message": "a", "error": "gone"}, "gone\n")
