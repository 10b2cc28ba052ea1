"""A backend that answers from a list, for tests of what the chat does with it."""

from __future__ import annotations

from typing import List

from advisor.shell.client import Button, Reply, Vocabulary

ANSWER = {
    "version": 1,
    "id": "1",
    "kind": "topic",
    "title": "Pay of testers",
    "lead": "Around **$100 a year**.",
    "lead_sources": [1],
    "sources": [
        {
            "number": 1,
            "id": "wages",
            "title": "Wages",
            "publisher": "BLS",
            "published": "2025",
            "url": "https://a.example",
            "reliability": "Broad.",
        }
    ],
}
EXPLANATION = {
    "intent": {"name": "ask_salary", "confidence": 0.97},
    "questions": [{"intent": "ask_salary", "confidence": 0.97}],
    "runners_up": [{"name": "ask_demand", "confidence": 0.02}],
    "linked": [{"words": "testers", "kind": "role", "id": "tester", "via": "alias", "confidence": 1.0}],
    "resolved": [{"topic": "salary", "roles": ["tester"], "place": None}],
    "records": ["roles/tester.yml", "salaries.csv"],
    "sources": ["wages"],
}
OUTLOOK = Button("Outlook", "/ask_demand~1", "What is the outlook?")
PAY = Reply("markdown", [OUTLOOK], answers=[ANSWER], explain=EXPLANATION)


class FakeBackend:
    """Keeps what was sent; replies with the next of its replies, or with nothing in particular."""

    def __init__(self, *replies) -> None:
        self.sender = "first"
        self.sent: List[str] = []
        self.forgotten: List[str] = []
        self.replies = list(replies)

    def send(self, message: str) -> List[Reply]:
        self.sent.append(message)
        reply = self.replies.pop(0) if self.replies else [Reply("ok")]
        if isinstance(reply, BaseException):
            raise reply
        return reply

    def forget(self) -> None:
        self.forgotten.append(self.sender)

    def first_questions(self) -> List[Button]:
        return []

    def vocabulary(self) -> Vocabulary:
        return Vocabulary()
