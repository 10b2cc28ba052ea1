"""Replies through a pipe: plain text and nothing else."""

from __future__ import annotations

import io

import pytest

from advisor.shell.client import Button, Reply
from advisor.shell.screen import PipeScreen, TerminalScreen, plain


@pytest.mark.parametrize(
    "markdown, text",
    [
        ("### Pay of data engineers", "Pay of data engineers"),
        ("around **$120,230 a year**, more or less", "around $120,230 a year, more or less"),
        ("*Sources*  \n[1] Title", "Sources  \n[1] Title"),
        ("[Title](https://example.org/a). Publisher", "Title (https://example.org/a). Publisher"),
        ("[**Course**](https://example.org): free", "Course (https://example.org): free"),
        ("> Careful.  ", "  Careful."),
        ("- one\n- two", "- one\n- two"),
        ("| A | B |\n| --- | --- |\n| 1 | 2 |", "| A | B |\n| 1 | 2 |"),
        ("a text [1][2]", "a text [1][2]"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("C# and C++", "C# and C++"),
        ("", ""),
    ],
)
def test_marks_are_taken_out_of_markdown(markdown, text):
    assert plain(markdown) == text


def test_a_number_of_a_source_before_its_link_stays():
    assert plain("[1] [Title](https://example.org)") == "[1] Title (https://example.org)"


def test_an_address_with_brackets_stays_whole():
    assert plain("[Python](https://en.wikipedia.org/wiki/Python_(language))") == "Python (https://en.wikipedia.org/wiki/Python_(language))"


def test_escaped_bars_in_cells_are_shown_as_bars():
    assert plain("| a\\|b |") == "| a|b |"


def test_a_reply_through_a_pipe_is_text_and_numbered_buttons(capsys):
    PipeScreen().show(Reply("### Title\n\n**bold**", [Button("Pay", "/ask_salary"), Button("Skills", "/ask_skills")]))
    assert capsys.readouterr().out == "Title\n\nbold\n  1. Pay\n  2. Skills\n\n"


def test_complaints_go_to_stderr(capsys):
    PipeScreen().complain("gone")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "gone\n")


def test_lines_come_from_the_pipe(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("one\ntwo\n"))
    assert list(PipeScreen().lines()) == ["one\n", "two\n"]


def test_on_a_terminal_square_brackets_in_a_button_are_shown(capsys):
    TerminalScreen().show(Reply("text", [Button("Pay [beta]", "/ask_salary")]))
    assert "Pay [beta]" in capsys.readouterr().out


def test_on_a_terminal_a_table_is_drawn(capsys):
    TerminalScreen().show(Reply("| A | B |\n| --- | --- |\n| 1 | 2 |"))
    assert "---" not in capsys.readouterr().out
