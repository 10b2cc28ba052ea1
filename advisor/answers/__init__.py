"""Resolved question in, Answer out: a module per kind of answer. Nothing here knows Rasa or a channel."""

from advisor.answers.answer import Answer
from advisor.answers.compose import compose
from advisor.answers.question import Notice, NoticeKind, Question, Request

__all__ = ["Answer", "Notice", "NoticeKind", "Question", "Request", "compose"]
