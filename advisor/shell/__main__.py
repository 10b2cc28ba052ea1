"""``python -m advisor.shell``: the chat in the terminal, with a server of its own unless one is running."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager
from typing import Iterator, Optional, Sequence

from advisor.shell.client import Backend, HttpBackend, Unreachable, is_advisor, is_this_machine
from advisor.shell.commands import new_sender
from advisor.shell.conversation import Conversation
from advisor.shell.loop import Screen, chat
from advisor.shell.screen import JsonScreen, PipeScreen, PlainScreen, TerminalScreen
from advisor.shell.state import HERE, State, state_folder

DEFAULT_URL = "http://127.0.0.1:5005"
START_AGAIN = "Leave with /quit and start the chat again with -c to go on."
GOES_ON = "Going on with your last conversation."
NOTHING_TO_GO_ON_WITH = "There is no last conversation here, so this is a new one."


class CannotStart(Exception):
    """The chat can't start; the message says why and what to do."""


def main(argv: Optional[Sequence[str]] = None) -> int:
    arguments = _parse(argv)
    try:
        return _run(arguments)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parse(argv: Optional[Sequence[str]]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m advisor.shell", description=__doc__)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--url", help=f"a server that is running (default: {DEFAULT_URL} if it runs, else an own one)")
    where.add_argument("--local", action="store_true", help="load the model in this process, without a server")
    parser.add_argument("-c", "--continue", dest="go_on", action="store_true", help="go on with the last conversation")
    look = parser.add_mutually_exclusive_group()
    look.add_argument("--plain", action="store_true", help="plain lines without colours or frames, for screen readers")
    look.add_argument("--json", action="store_true", help="a line of JSON a turn, for scripts")
    return parser.parse_args(argv)


def _run(arguments: argparse.Namespace) -> int:
    state = _state()
    url = _full(arguments.url)
    place = url if url and not is_this_machine(url) else HERE
    last = state.last_conversation(place) if state and arguments.go_on else None
    greeting = "" if not arguments.go_on else GOES_ON if last else NOTHING_TO_GO_ON_WITH
    with _backend(url, arguments.local, last or new_sender()) as backend:
        conversation = Conversation()
        screen = _screen(arguments, conversation, state, backend, greeting)
        keeper = Keeper(state, place, backend, screen)
        return chat(backend, screen, conversation, keeper.keep)


def _state() -> Optional[State]:
    """The files of earlier runs, or None where there can be none: the chat works without."""
    folder = state_folder()
    state = State(folder)
    try:
        state.prepare()
    except OSError as error:
        print(f"Nothing will be kept for the next run: {folder}: {error.strerror}.", file=sys.stderr)
        return None
    return state


class Keeper:
    """Keeps which conversation is the last; says once where that can't be done."""

    def __init__(self, state: Optional[State], place: str, backend: Backend, screen: Screen) -> None:
        self._state, self._place, self._backend, self._screen = state, place, backend, screen
        self._kept: Optional[str] = None

    def keep(self) -> None:
        if self._state is None or self._kept == self._backend.sender:
            return
        self._kept = self._backend.sender
        try:
            self._state.keep_conversation(self._place, self._kept)
        except OSError as error:
            self._screen.complain(f"-c will not find this conversation: {error.strerror}.")


@contextmanager
def _backend(url: Optional[str], local: bool, sender: str) -> Iterator[Backend]:
    if local:
        with _local(sender) as backend:
            yield backend
    elif url is not None:
        backend = HttpBackend(url, sender, explain=is_this_machine(url))
        _check(backend)
        yield backend
    elif is_advisor(DEFAULT_URL):
        yield HttpBackend(DEFAULT_URL, sender, explain=True)
    else:
        with _own(sender) as backend:
            yield backend


@contextmanager
def _local(sender: str) -> Iterator[Backend]:
    from advisor.shell.local import LoadFailed, LocalBackend

    print("Loading the assistant (a few seconds) …", file=sys.stderr, flush=True)
    try:
        backend = LocalBackend(sender)
    except LoadFailed as error:
        raise CannotStart(str(error)) from error
    try:
        yield backend
    finally:
        backend.close()


@contextmanager
def _own(sender: str) -> Iterator[Backend]:
    from advisor.shell.server_process import ServerFailed, own_server

    print("Starting the assistant (a few seconds) …", file=sys.stderr, flush=True)
    try:
        with own_server() as url:
            yield HttpBackend(url, sender, explain=True, advice=START_AGAIN)
    except ServerFailed as error:
        raise CannotStart(str(error)) from error


def _full(url: Optional[str]) -> Optional[str]:
    return url if url is None or "://" in url else f"http://{url}"


def _check(backend: HttpBackend) -> None:
    try:
        backend.check()
    except Unreachable as error:
        raise CannotStart(str(error)) from error


def _screen(
    arguments: argparse.Namespace,
    conversation: Conversation,
    state: Optional[State],
    backend: Backend,
    greeting: str,
) -> Screen:
    history = state.history if state else None
    if arguments.json:
        return JsonScreen()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return PipeScreen()
    conversation.buttons[:] = backend.first_questions()
    if arguments.plain or os.environ.get("TERM", "dumb") == "dumb":
        return PlainScreen(conversation, history, greeting)
    return TerminalScreen(conversation, history, backend.vocabulary, greeting)


if __name__ == "__main__":
    sys.exit(main())
