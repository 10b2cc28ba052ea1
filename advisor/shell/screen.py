"""How a chat looks: in colour on a terminal, as plain lines for a screen reader or a pipe, as JSON for a script.

A screen is made for where standard input and output go. Answers are rendered from their data; where a server sends
none that this version can read, their markdown is shown.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, List, Mapping, Optional

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from advisor.shell.client import Button, Reply, Vocabulary
from advisor.shell.conversation import Conversation, Turn

WELCOME = (
    "**Career Advisor.** Ask me about a tech career: what it involves, skills, pay, outlook, how to get in. "
    "A number picks a suggestion, Tab completes; `/help` lists more, `quit` or Ctrl-D leaves."
)
PROMPT = "you> "
#: Longer lines are hard to read.
WIDEST = 100
#: What is here sooner needs no sign that it is on its way.
SIGN_AFTER_SECONDS = 0.3
WAITING = "One moment …"
_INDENT = 2
#: Terminals that say who they are and show links behind words (OSC 8).
_LINKING_PROGRAMS = frozenset(("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio"))
_LINKING_TERMS = ("xterm-kitty", "foot", "alacritty", "xterm-ghostty", "contour")
_LINKING_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM")
_FIRST_LINKING_VTE = 5000


class TerminalScreen:
    """A person at a terminal.

    Args:
        conversation: Whose questions on offer are completed.
        history: The file that keeps what was typed; None keeps it for this run only.
        vocabulary: Gives the names to complete; it is asked beside the chat, which doesn't wait for it.
        greeting: Lines to show below the first one.
    """

    def __init__(
        self,
        conversation: Optional[Conversation] = None,
        history: Optional[Path] = None,
        vocabulary: Callable[[], Vocabulary] = Vocabulary,
        greeting: str = "",
    ) -> None:
        self._console = Console(highlight=False)
        self._conversation = conversation or Conversation()
        self._history = history
        self._vocabulary = vocabulary
        self._greeting = greeting
        self._given_back = ""
        self._prompt_session: Any = None

    def lines(self) -> Iterator[str]:
        """Yields what is typed until Ctrl-D, or Ctrl-C on an empty line."""
        self._print(_bold(_unquoted(WELCOME)), indent=0)
        if self._greeting:
            self._print(Text(self._greeting), indent=0)
        self._show_buttons(self._conversation.buttons, 1)
        while True:
            self._console.print()
            default, self._given_back = self._given_back, ""
            session = self._prompt_session = self._prompt_session or self._session()
            try:
                yield session.prompt(PROMPT, default=default)
            except KeyboardInterrupt:
                if not session.default_buffer.text:
                    return
            except EOFError:
                return

    def _session(self) -> Any:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import FileHistory, InMemoryHistory
        from prompt_toolkit.output import ColorDepth

        from advisor.shell.completion import ChatCompleter

        completer = ChatCompleter(self._conversation)

        def learn_names() -> None:
            completer.vocabulary = self._vocabulary()

        threading.Thread(target=learn_names, daemon=True).start()
        return PromptSession(
            history=FileHistory(str(self._history)) if self._history else InMemoryHistory(),
            completer=completer,
            complete_while_typing=False,
            color_depth=ColorDepth.DEPTH_1_BIT if self._console.no_color else None,
        )

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Shows a sign of typing, unless the answer is here at once."""
        status = self._console.status(WAITING, spinner="line" if self._console.options.ascii_only else "dots")
        timer = threading.Timer(SIGN_AFTER_SECONDS, status.start)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            status.stop()

    def show_turn(self, turn: Turn) -> None:
        for reply in turn.replies:
            self.show(reply)

    def show(self, reply: Reply) -> None:
        for part in _rendered(reply, links_work()):
            self._console.print()
            self._print(part)
        self._show_buttons(reply.buttons, reply.first_number)

    def _show_buttons(self, buttons: List[Button], first_number: int) -> None:
        if buttons:
            self._console.print()
        for number, button in enumerate(buttons, start=first_number):
            self._print(Text(f"{number} ", style="bold cyan").append(button.title, style="not bold default"))

    def say(self, text: str) -> None:
        self._console.print()
        self._print(Text(text))

    def _print(self, what: RenderableType, indent: int = _INDENT) -> None:
        # The console measures the terminal anew at each print, so a resized one is right from the next line on.
        self._console.print(Padding(what, (0, 0, 0, indent), expand=False), width=min(self._console.width, WIDEST))

    def complain(self, message: str) -> None:
        Console(stderr=True, highlight=False).print(Text(message, style="red"))

    def give_back(self, text: str) -> bool:
        self._given_back = text
        return True

    def forget_typed(self) -> None:
        if self._history:
            self._history.write_text("")
        self._prompt_session = None


class PipeScreen:
    """Lines from a pipe or a file: answers as plain text and nothing else."""

    def lines(self) -> Iterator[str]:
        yield from sys.stdin

    @contextmanager
    def waiting(self) -> Iterator[None]:
        yield

    def show_turn(self, turn: Turn) -> None:
        for reply in turn.replies:
            self.show(reply)

    def show(self, reply: Reply) -> None:
        print(_plain(reply, self.width))
        for number, button in enumerate(reply.buttons, start=reply.first_number):
            print(f"  {number}. {button.title}")
        print(flush=True)

    def say(self, text: str) -> None:
        print(f"{text}\n", flush=True)

    def complain(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    def give_back(self, text: str) -> bool:
        self.complain(f"Not sent: {text}")
        return False

    def forget_typed(self) -> None:
        """Lines from a pipe are not kept."""

    @property
    def width(self) -> Optional[int]:
        """The most characters in a line; a pipe takes lines whole."""
        return _terminal_width() if sys.stdout.isatty() else None


class PlainScreen(PipeScreen):
    """A person at a terminal without colours, frames or movement: for screen readers and simple terminals."""

    def __init__(
        self, conversation: Optional[Conversation] = None, history: Optional[Path] = None, greeting: str = ""
    ) -> None:
        self._conversation = conversation or Conversation()
        self._history = history
        self._greeting = greeting

    def lines(self) -> Iterator[str]:
        """Yields what is typed until Ctrl-D or Ctrl-C."""
        import textwrap

        print(textwrap.fill(plain(_unquoted(WELCOME)).replace(", Tab completes", ""), self.width or WIDEST))
        if self._greeting:
            print(self._greeting)
        for number, button in enumerate(self._conversation.buttons, start=1):
            print(f"  {number}. {button.title}")
        print()
        readline = self._readline()
        while True:
            try:
                line = input(PROMPT)
            except (EOFError, KeyboardInterrupt):
                print()
                return
            finally:
                readline.set_startup_hook(None)
            self._keep(line)
            yield line

    def _keep(self, line: str) -> None:
        import readline

        if line.strip():
            readline.add_history(line)
            if self._history:
                from prompt_toolkit.history import FileHistory

                FileHistory(str(self._history)).store_string(line)

    def _readline(self) -> Any:
        import readline

        readline.set_auto_history(False)
        for line in _earlier(self._history):
            readline.add_history(line)
        return readline

    def forget_typed(self) -> None:
        import readline

        readline.clear_history()
        if self._history:
            self._history.write_text("")

    @contextmanager
    def waiting(self) -> Iterator[None]:
        timer = threading.Timer(SIGN_AFTER_SECONDS, lambda: print(WAITING, flush=True))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()

    def give_back(self, text: str) -> bool:
        import readline

        readline.set_startup_hook(lambda: readline.insert_text(text))
        return True


class JsonScreen(PipeScreen):
    """One line of JSON a turn: ``{"message", "replies"}``; ``{"message", "error"}`` where it could not be answered."""

    def __init__(self) -> None:
        self._complaint = ""

    def show_turn(self, turn: Turn) -> None:
        self._write({"message": turn.said, "replies": [dict(reply.item) for reply in turn.replies]})

    def say(self, text: str) -> None:
        self._write({"text": text})

    def complain(self, message: str) -> None:
        super().complain(message)
        self._complaint = message

    def give_back(self, text: str) -> bool:
        self._write({"message": text, "error": self._complaint})
        return False

    def _write(self, line: Mapping[str, Any]) -> None:
        print(json.dumps(line, ensure_ascii=False), flush=True)


def links_work(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is known to show links behind words; ``FORCE_HYPERLINK`` (1 or 0) overrules."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced != "0"
    if environment.get("TMUX") or environment.get("STY"):
        return False  # what is between us and the terminal may not pass them on
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or any(variable in environment for variable in _LINKING_VARIABLES)
        or (vte.isdecimal() and int(vte) >= _FIRST_LINKING_VTE)
    )


def _rendered(reply: Reply, links: bool) -> Iterator[RenderableType]:
    answers = _answers(reply)
    if not answers:
        from rich.markdown import Markdown

        yield Markdown(reply.text)
        return
    from advisor.rendering.terminal import render_rich

    for answer in answers:
        yield render_rich(answer, links)


def _plain(reply: Reply, width: Optional[int]) -> str:
    answers = _answers(reply)
    if not answers:
        return plain(reply.text)
    from advisor.rendering.terminal import render_plain

    return "\n\n".join(render_plain(answer, width) for answer in answers)


def _answers(reply: Reply) -> List[Any]:
    """The reply's Answers; none where it has none, or some of a newer version than this chat knows."""
    if not reply.answers:
        return []
    # The Answer's types take a tenth of a second to import, which the first line must not wait for.
    from pydantic import ValidationError

    from advisor.answers.answer import Answer

    try:
        return [Answer.parse_obj(answer) for answer in reply.answers]
    except ValidationError:
        return []


def plain(markdown: str) -> str:
    """Returns markdown without its marks; tables keep their bars, links show their address."""
    text = re.sub(r"\[([^\]]+)\]\((\S+?)\)", r"\1 (\2)", markdown)
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    text = re.sub(r"^\*(.+?)\*(?=\s|$)", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^#+\s*", "", text, flags=re.MULTILINE)
    text = re.sub(r"^\|(?: --- \|)+\n?", "", text, flags=re.MULTILINE)
    text = text.replace("\\|", "|")
    return re.sub(r"^> ", "  ", text, flags=re.MULTILINE).rstrip()


def _unquoted(text: str) -> str:
    return text.replace("`", "")


def _bold(text: str) -> Text:
    rendered = Text()
    for place, part in enumerate(text.split("**")):
        rendered.append(part, style="bold" if place % 2 else None)
    return rendered


def _earlier(history: Optional[Path]) -> List[str]:
    """What was typed in earlier runs, oldest first; one file serves both kinds of screen."""
    if history is None:
        return []
    from prompt_toolkit.history import FileHistory

    return list(FileHistory(str(history)).load_history_strings())[::-1]


def _terminal_width() -> int:
    return min(Console().width, WIDEST)
