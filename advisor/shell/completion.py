"""Tab: completes questions on offer, roles, places and commands."""

from __future__ import annotations

import re
from typing import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from advisor.shell.client import Vocabulary
from advisor.shell.commands import HELP
from advisor.shell.conversation import Conversation

_WORD = re.compile(r"\S+")


class ChatCompleter(Completer):
    """Completes the whole line as a question on offer or a command, and its last words as a role or a place."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self.vocabulary = Vocabulary()

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        typed = document.text_before_cursor
        if typed.startswith("/"):
            yield from _starting_with(typed, [command.split()[0] for command in HELP])
            return
        yield from _starting_with(typed, [button.question or button.title for button in self._conversation.buttons])
        yield from self._names(typed)

    def _names(self, typed: str) -> Iterator[Completion]:
        """The longest ending of what is typed that starts a name is the one that is meant."""
        for word in _WORD.finditer(typed):
            ending = typed[word.start() :]
            found = list(_starting_with(ending, [*self.vocabulary.roles, *self.vocabulary.places]))
            if found:
                yield from found
                return


def _starting_with(typed: str, names: Iterable[str]) -> Iterator[Completion]:
    for name in names:
        if name.lower().startswith(typed.lower()) and name != typed:
            yield Completion(name, start_position=-len(typed))
