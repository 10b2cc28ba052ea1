"""Tab."""

from __future__ import annotations

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from advisor.shell.client import Button, Vocabulary
from advisor.shell.completion import ChatCompleter
from advisor.shell.conversation import Conversation


def completed(completer, typed):
    """What a line could become."""
    found = completer.get_completions(Document(typed), CompleteEvent(completion_requested=True))
    return [typed[: len(typed) + completion.start_position] + completion.text for completion in found]


@pytest.fixture
def completer():
    offered = [Button("Pay", "/p", "How much does a nurse earn?"), Button("Outlook", "/o")]
    chat = ChatCompleter(Conversation(buttons=offered))
    chat.vocabulary = Vocabulary(["data analyst", "data engineer", "IT manager"], ["Germany", "United Kingdom"])
    return chat


@pytest.mark.parametrize(
    "typed, whole",
    [
        ("What does a data an", ["What does a data analyst"]),
        ("what does a DATA E", ["what does a data engineer"]),
        ("data", ["data analyst", "data engineer"]),
        ("pay of it m", ["pay of IT manager"]),
        ("pay in united k", ["pay in United Kingdom"]),
        ("and in ger", ["and in Germany"]),
        ("How m", ["How much does a nurse earn?"]),
        ("Out", ["Outlook"]),
        ("/s", ["/sources", "/save"]),
        ("", ["How much does a nurse earn?", "Outlook"]),
        ("xyz", []),
        ("and in Germany", []),
    ],
)
def test_what_is_typed_is_completed(completer, typed, whole):
    assert completed(completer, typed) == whole


def test_without_names_questions_are_completed_all_the_same():
    assert completed(ChatCompleter(Conversation(buttons=[Button("Pay", "/p")])), "P") == ["Pay"]
