"""The chat loop: lines in, replies out, whatever the backend and the screen are."""

from __future__ import annotations

import io
from typing import List

import pytest

from advisor.shell.client import Button, Reply, Unreachable
from advisor.shell.loop import chat
from advisor.shell.screen import PipeScreen

BUTTONS = [Button("Pay", "/ask_salary"), Button("Skills", "/ask_skills")]


class Backend:
    """Keeps what was sent; replies with the next of its replies, or with nothing in particular."""

    def __init__(self, *replies: List[Reply]) -> None:
        self.sent: List[str] = []
        self.replies = list(replies)

    def send(self, message: str) -> List[Reply]:
        self.sent.append(message)
        reply = self.replies.pop(0) if self.replies else [Reply("ok")]
        if isinstance(reply, Exception):
            raise reply
        return reply


class FakeScreen(PipeScreen):
    """Reads given lines and keeps what it is told to show."""

    def __init__(self, *lines: str) -> None:
        self.shown, self.complaints, self.said, self._lines = [], [], [], lines

    def lines(self):
        yield from self._lines

    def show(self, reply):
        self.shown.append(reply)

    def say(self, text):
        self.said.append(text)

    def complain(self, message):
        self.complaints.append(message)


def talk(backend, *lines):
    screen = FakeScreen(*lines)
    return chat(backend, screen), screen.shown, screen.complaints


def test_lines_are_sent_and_replies_are_shown_in_order():
    backend = Backend([Reply("one"), Reply("two")], [Reply("three")])
    code, shown, complaints = talk(backend, "hello\n", "and then?\n")
    assert backend.sent == ["hello", "and then?"]
    assert [reply.text for reply in shown] == ["one", "two", "three"]
    assert (code, complaints) == (0, [])


def test_a_number_presses_the_button_of_that_number():
    backend = Backend([Reply("which?", BUTTONS)])
    talk(backend, "hi", "2")
    assert backend.sent == ["hi", "/ask_skills"]


def test_buttons_of_several_replies_are_counted_on():
    backend = Backend([Reply("a", BUTTONS[:1]), Reply("b", BUTTONS[1:])])
    talk(backend, "hi", "2")
    assert backend.sent[-1] == "/ask_skills"


def test_the_numbers_that_are_shown_are_the_ones_that_can_be_typed(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("hi\n"))
    chat(Backend([Reply("a", BUTTONS[:1]), Reply("b", BUTTONS[1:])]), PipeScreen())
    assert "2. Skills" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["0", "3", "-1", "1.", "2 please", "one", "²"])
def test_any_other_text_is_sent_as_it_is(text):
    backend = Backend([Reply("which?", BUTTONS)])
    talk(backend, "hi", text)
    assert backend.sent == ["hi", text]


def test_a_number_without_buttons_is_sent_as_it_is():
    backend = Backend()
    talk(backend, "1")
    assert backend.sent == ["1"]


def test_only_the_buttons_of_the_last_reply_count():
    backend = Backend([Reply("which?", BUTTONS)], [Reply("ok")])
    talk(backend, "hi", "something else", "1")
    assert backend.sent[-1] == "1"


def test_blank_lines_are_skipped():
    backend = Backend()
    talk(backend, "", "   ", "\t\n", "hi", "\n")
    assert backend.sent == ["hi"]


def test_blanks_around_a_line_are_taken_off():
    backend = Backend()
    talk(backend, "  hi there \n")
    assert backend.sent == ["hi there"]


@pytest.mark.parametrize("word", ["quit", "exit", "QUIT", "/quit", "  Exit \n"])
def test_a_word_to_leave_ends_the_chat_and_is_not_sent(word):
    backend = Backend()
    code, _, _ = talk(backend, "hi", word, "not this")
    assert (code, backend.sent) == (0, ["hi"])


def test_quitting_a_job_is_a_question():
    backend = Backend()
    talk(backend, "should I quit my job?")
    assert backend.sent == ["should I quit my job?"]


def test_the_end_of_the_lines_ends_the_chat():
    assert talk(Backend())[0] == 0


def test_an_unreachable_assistant_is_said_to_be_and_the_typed_line_is_kept():
    backend = Backend(Unreachable("The assistant does not answer."))
    code, shown, complaints = talk(backend, "a long question", "another")
    assert code == 1
    assert shown == []
    assert complaints == ["The assistant does not answer.", "Not sent: a long question"]


def test_after_it_became_unreachable_nothing_more_is_sent():
    backend = Backend([Reply("ok")], Unreachable("gone"))
    talk(backend, "one", "two", "three")
    assert backend.sent == ["one", "two"]
