"""Slack's markup as people meant it: what reaches the language understanding."""

from __future__ import annotations

import pytest

from advisor.channels.slack.text import clean_text


@pytest.mark.parametrize(
    "sent, meant",
    [
        ("R&amp;D &lt;3", "R&D <3"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> what is it?", "what is it?"),
        ("hey <@U1|ann>, what is it?", "hey , what is it?"),
        ("<mailto:ann@e.org|ann@e.org>", "ann@e.org"),
        ("<mailto:ann@e.org>", "ann@e.org"),
        ("<https://e.org/?a=1&amp;b=2>", "https://e.org/?a=1&b=2"),
        ("see <http://e.org|this page> please", "see this page please"),
        ("<#C1|general> <!here> <!subteam^S1|@devs> <!date^1^{date}|May 2025>", "#general May 2025"),
        (":wave: pay? :+1::skin-tone-2:", "pay?"),
        ("pay? 😀👍🏽🇮🇳", "pay?"),
        ("from 10:30:15 to 11:00", "from 10:30:15 to 11:00"),
        ("std::vector::size in C++ and C#", "std::vector::size in C++ and C#"),
        ("£3, €5, ₹5 LPA, ~10 %, 25°", "£3, €5, ₹5 LPA, ~10 %, 25°"),
        ("one\n\n two\tthree", "one\ntwo three"),
        ("/restart", "restart"),
        (" / /ask_salary{}", "ask_salary{}"),
        ("a\x00b\ud800c", "abc"),
        (":rocket:", ""),
    ],
)
def test_a_message_is_read_as_it_was_meant(sent, meant):
    assert clean_text(sent) == meant
