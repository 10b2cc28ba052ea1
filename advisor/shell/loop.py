"""The chat loop: lines in, replies out. It knows no backend and no terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Iterable, List

from advisor.shell.client import Backend, Button, Reply, Unreachable

LEAVE = frozenset(("quit", "exit", "/quit", "/exit"))


def chat(backend: Backend, lines: Iterable[str], show: Callable[[Reply], None], complain: Callable[[str], None]) -> int:
    """Sends each line and shows the replies, until the lines end or one of them says to leave.

    A number stands for the button of that number; buttons are counted on over all items of the last reply. Returns the
    exit code: 1 where the assistant could not be reached.
    """
    buttons: List[Button] = []
    for line in lines:
        text = line.strip()
        if not text:
            continue
        if text.lower() in LEAVE:
            return 0
        try:
            replies = backend.send(_pressed(text, buttons))
        except Unreachable as error:
            complain(str(error))
            complain(f"Not sent: {text}")
            return 1
        buttons = []
        for reply in replies:
            show(replace(reply, first_number=len(buttons) + 1))
            buttons += reply.buttons
    return 0


def _pressed(text: str, buttons: List[Button]) -> str:
    """What to send: a number picks a button, anything else goes as it is."""
    if text.isdecimal() and 1 <= int(text) <= len(buttons):
        return buttons[int(text) - 1].payload
    return text
