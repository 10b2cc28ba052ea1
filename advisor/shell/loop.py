"""The chat loop: lines in, replies out. It knows no backend and no terminal."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, ContextManager, Iterable, List, Optional, Protocol

from advisor.shell.client import Backend, Reply, Unreachable
from advisor.shell.commands import LEAVE, CommandFailed, is_command, run_command
from advisor.shell.conversation import Conversation, Turn


class Screen(Protocol):
    """Whatever shows a chat."""

    def lines(self) -> Iterable[str]:
        """Yields what is typed, until there is no more."""

    def waiting(self) -> ContextManager[None]:
        """Shows that an answer is on its way, for as long as it takes."""

    def show_turn(self, turn: Turn) -> None:
        """Shows the replies to what was said."""

    def say(self, text: str) -> None:
        """Shows what the chat itself has to tell."""

    def complain(self, message: str) -> None:
        """Says that something went wrong."""

    def give_back(self, text: str) -> bool:
        """Keeps what could not be sent; returns whether the person can go on from there."""

    def forget_typed(self) -> None:
        """Deletes the history of what was typed."""


def chat(
    backend: Backend,
    screen: Screen,
    conversation: Optional[Conversation] = None,
    keep: Callable[[], None] = lambda: None,
) -> int:
    """Sends each line and shows the replies, until the lines end or one of them says to leave.

    A number stands for the button of that number; buttons are counted on over all items of the last reply.

    Args:
        keep: Called when the backend's conversation has got a turn or is another one.

    Returns:
        The exit code: 1 where the assistant could not be reached, or did not take the last message.
    """
    conversation = Conversation() if conversation is None else conversation
    code = 0
    for line in screen.lines():
        text = line.strip()
        if not text:
            continue
        if text.lower() in LEAVE:
            return 0
        try:
            code = _take(text, backend, screen, conversation)
            keep()
        except Unreachable as error:
            screen.complain(str(error))
            if not screen.give_back(text):
                return 1
        except KeyboardInterrupt:
            screen.complain("Stopped.")
            if not screen.give_back(text):
                return 130
    return code


def _take(text: str, backend: Backend, screen: Screen, conversation: Conversation) -> int:
    if is_command(text):
        try:
            screen.say(run_command(text, conversation, backend, screen.forget_typed))
        except CommandFailed as error:
            screen.complain(str(error))
            return 1
        return 0
    with screen.waiting():
        replies = _numbered(backend.send(conversation.meant(text)))
    refused = [reply for reply in replies if reply.refused]
    if refused:
        screen.complain(refused[0].text)
        screen.give_back(text)
        return 1
    turn = Turn(text, replies)
    conversation.add(turn)
    screen.show_turn(turn)
    return 0


def _numbered(replies: List[Reply]) -> List[Reply]:
    numbered: List[Reply] = []
    number = 1
    for reply in replies:
        numbered.append(replace(reply, first_number=number))
        number += len(reply.buttons)
    return numbered
