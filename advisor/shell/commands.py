"""What can be typed besides questions: ``/help`` and its like."""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional

from advisor.shell.client import Backend
from advisor.shell.conversation import Conversation

HELP: Dict[str, str] = {
    "/help": "this list",
    "/sources": "where the last answer comes from, with addresses",
    "/why": "how your last question was understood",
    "/restart": "a new conversation",
    "/forget": "delete this conversation everywhere, and your history",
    "/save FILE": "write this conversation to a file",
    "/quit": "leave (Ctrl-D too)",
}
LEAVE = frozenset(("quit", "exit", "/quit", "/exit"))
_COMMAND = re.compile(r"/(\S*)\s*(.*)", re.DOTALL)


class CommandFailed(Exception):
    """A command could not be done; the message says why, and what to do."""


def new_sender() -> str:
    """Returns the name of a new conversation, which nobody can guess: who knows it can read and delete it."""
    return f"terminal-{secrets.token_hex(16)}"


def is_command(text: str) -> bool:
    """Whether a line is for the chat and not for the assistant."""
    return text.startswith("/")


def run_command(text: str, conversation: Conversation, backend: Backend, forget_typed: Callable[[], None]) -> str:
    """Does what a line that starts with a slash says; returns what there is to tell.

    Args:
        forget_typed: Deletes the history of what was typed.

    Raises:
        CommandFailed: there is no such command, or it could not be done.
        Unreachable: the assistant is needed for it and does not answer.
    """
    name, rest = _COMMAND.match(text).groups()
    if name == "help":
        return _help()
    if name == "sources":
        return "\n".join(_sources(conversation)) or "The last answer names no sources."
    if name == "why":
        return "\n".join(_why(conversation))
    if name == "restart":
        _start_anew(conversation, backend)
        return "This is a new conversation."
    if name == "forget":
        backend.forget()
        forget_typed()
        _start_anew(conversation, backend)
        return "Forgotten. This is a new conversation."
    if name == "save":
        return _save(rest.strip(), conversation)
    raise CommandFailed(f"There is no /{name}. What there is: {', '.join(command.split()[0] for command in HELP)}")


def _help() -> str:
    lines = [f"{command:<12}{meaning}" for command, meaning in HELP.items()]
    return "\n".join([*lines, "A number picks a suggestion; anything else is a question."])


def _start_anew(conversation: Conversation, backend: Backend) -> None:
    conversation.clear()
    backend.sender = new_sender()


def _sources(conversation: Conversation) -> Iterator[str]:
    for answer in _last_answers(conversation):
        sources = answer.get("sources") or []
        for source in sources:
            yield f"[{source['number']}] {source['title']}. {source['publisher']}, {source['published']}"
            yield from (f"    {source[part]}" for part in ("url", "reliability") if source.get(part))


def _last_answers(conversation: Conversation) -> List[Mapping[str, Any]]:
    if not conversation.turns:
        raise CommandFailed("Nothing has been asked yet.")
    return [answer for reply in conversation.turns[-1].replies for answer in reply.answers]


def _why(conversation: Conversation) -> Iterator[str]:
    _last_answers(conversation)
    explanation = next((reply.explain for reply in conversation.turns[-1].replies if reply.explain), None)
    if explanation is None:
        raise CommandFailed("This assistant explains itself only to the machine that it runs on.")
    questions = explanation.get("questions") or [explanation.get("intent") or {}]
    yield f"Understood   {_intents(questions)}"
    if explanation.get("runners_up"):
        yield f"Less likely  {_intents(explanation['runners_up'])}"
    for link in explanation.get("linked") or []:
        yield f"Linked       {_link(link)}"
    for resolved in explanation.get("resolved") or []:
        yield f"Resolved     {_pairs(resolved)}"
    for title, part in (("Files", "records"), ("Sources", "sources")):
        if explanation.get(part):
            yield f"{title:<13}{', '.join(explanation[part])}"


def _intents(intents: List[Mapping[str, Any]]) -> str:
    named = [(intent.get("name") or intent.get("intent") or "nothing", intent.get("confidence")) for intent in intents]
    return ", ".join(name if confidence is None else f"{name} ({confidence:.2f})" for name, confidence in named)


def _link(link: Mapping[str, Any]) -> str:
    # What a button sends was linked when it was made: its words are the payload.
    words = link.get("words") or ""
    words = f"'{words}' -> " if words and not words.startswith("{") else ""
    via = f" ({link['via']})" if link.get("via") else ""
    return f"{words}{link.get('kind')} {link.get('id')}{via}"


def _pairs(resolved: Mapping[str, Any]) -> str:
    told = ((key, ", ".join(map(str, value)) if isinstance(value, list) else value) for key, value in resolved.items())
    return "; ".join(f"{key} {value}" for key, value in told if value not in (None, "", False))


def _save(name: str, conversation: Conversation) -> str:
    if not name:
        raise CommandFailed("Name a file: /save answers.md")
    if not conversation.turns:
        raise CommandFailed("Nothing has been asked yet, so there is nothing to save.")
    path = Path(name).expanduser()
    try:
        # "x": what is there already is never overwritten.
        with path.open("x", encoding="utf-8") as file:
            file.write(transcript(conversation))
    except FileExistsError:
        raise CommandFailed(f"{path} is there already. Name another file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CommandFailed(f"Can't write {path}: {reason}. Name another file.") from None
    return f"Saved to {path}"


def transcript(conversation: Conversation) -> str:
    """Returns a conversation as markdown."""
    parts = []
    for turn in conversation.turns:
        parts += [f"**You:** {turn.said}", *(reply.text for reply in turn.replies)]
    return "\n\n".join(parts) + "\n"
