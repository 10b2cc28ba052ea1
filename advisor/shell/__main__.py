"""``python -m advisor.shell``: the chat in the terminal, with a server of its own unless one is running."""

from __future__ import annotations

import argparse
import secrets
import sys
from typing import Optional, Sequence

from advisor.shell.client import HttpBackend, is_advisor
from advisor.shell.loop import chat
from advisor.shell.screen import PipeScreen, TerminalScreen
from advisor.shell.server_process import ServerFailed, own_server

DEFAULT_URL = "http://127.0.0.1:5005"


def main(argv: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.shell", description=__doc__)
    parser.add_argument("--url", help=f"a server that is running (default: {DEFAULT_URL} if it runs, else an own one)")
    arguments = parser.parse_args(argv)
    if arguments.url is not None or is_advisor(DEFAULT_URL):
        return _chat_with(arguments.url or DEFAULT_URL)
    print("Starting the assistant (a few seconds) …", file=sys.stderr, flush=True)
    try:
        with own_server() as url:
            return _chat_with(url)
    except ServerFailed as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _chat_with(url: str) -> int:
    screen = TerminalScreen() if sys.stdin.isatty() and sys.stdout.isatty() else PipeScreen()
    return chat(HttpBackend(url, f"terminal-{secrets.token_hex(16)}"), screen.lines(), screen.show, screen.complain)


if __name__ == "__main__":
    sys.exit(main())
