"""How replies look: rendered markdown on a terminal, plain text through a pipe."""

from __future__ import annotations

import re
import sys
from typing import Iterator

from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.padding import Padding

from advisor.shell.client import Reply

WELCOME = (
    "**Career Advisor.** Ask me about a tech career: what it involves, skills, pay, outlook, how to get in. "
    "A number picks a suggestion; `quit` or Ctrl-D leaves."
)
PROMPT = "you> "
#: Longer lines are hard to read.
WIDEST = 100


class TerminalScreen:
    """A person at a terminal."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._width = min(self._console.width, WIDEST)

    def lines(self) -> Iterator[str]:
        """Yields what is typed until Ctrl-D."""
        self._console.print(Markdown(WELCOME), width=self._width)
        while True:
            try:
                self._console.print()
                yield input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                self._console.print()
                return

    def show(self, reply: Reply) -> None:
        self._console.print()
        self._console.print(Padding(Markdown(reply.text), (0, 0, 0, 2)), width=self._width)
        if reply.buttons:
            self._console.print()
        for number, button in enumerate(reply.buttons, start=reply.first_number):
            self._console.print(f"  [bold cyan]{number}[/] {escape(button.title)}")

    def complain(self, message: str) -> None:
        Console(stderr=True, highlight=False).print(f"[red]{escape(message)}[/]")


class PipeScreen:
    """Lines from a pipe or a file: answers as plain text and nothing else."""

    def lines(self) -> Iterator[str]:
        yield from sys.stdin

    def show(self, reply: Reply) -> None:
        print(plain(reply.text))
        for number, button in enumerate(reply.buttons, start=reply.first_number):
            print(f"  {number}. {button.title}")
        print(flush=True)

    def complain(self, message: str) -> None:
        print(message, file=sys.stderr)


def plain(markdown: str) -> str:
    """Returns markdown without its marks; tables keep their bars, links show their address."""
    text = re.sub(r"\[([^\]]+)\]\((\S+?)\)", r"\1 (\2)", markdown)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    text = re.sub(r"^\*(.+?)\*(?=\s|$)", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^#+\s*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\|(?: --- \|)+\n?", "", text, flags=re.MULTILINE)
    text = text.replace("\\|", "|")
    return re.sub(r"^> ", "  ", text, flags=re.MULTILINE).rstrip()
