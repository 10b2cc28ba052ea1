"""The Home tab: the topics and the roles as a start."""

from __future__ import annotations

from typing import Iterator, List, Optional

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
)
from slack_sdk.models.views import View

from advisor.answers.payload import payload_for
from advisor.answers.phrasing import TOPIC_BUTTONS, TOPIC_QUESTIONS, fill
from advisor.answers.question import Question
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.rendering.slack import MOST_BUTTONS, escape, question_button

MOST_VIEW_BLOCKS = 100
WELCOME = (
    "Ask me what tech careers are like: duties, skills, education, pay, outlook, how to get in. "
    "Every answer names its source, and I say so when I don't know."
)
WHERE_ANSWERS_GO = "Press a button and the answer comes under *Messages*. You can type any question there, too."


def home_view(base: KnowledgeBase) -> View:
    """Returns the view for ``views.publish``."""
    return View(type="home", blocks=[*_welcome(), *_topics(), *_roles(base)][:MOST_VIEW_BLOCKS])


def _welcome() -> List[Block]:
    return [
        HeaderBlock(text="Career Advisor"),
        SectionBlock(text=WELCOME),
        ContextBlock(elements=[{"type": "mrkdwn", "text": WHERE_ANSWERS_GO}]),
    ]


def _topics() -> Iterator[Block]:
    yield SectionBlock(text="*What would you like to know?*")
    buttons = [
        question_button(place, title, f"{title}, for which career?", payload_for(Question(topic)))
        for place, (topic, title) in enumerate(TOPIC_BUTTONS.items())
    ]
    yield from _rows(buttons)
    yield DividerBlock()


def _roles(base: KnowledgeBase) -> Iterator[Block]:
    yield SectionBlock(text="*Which career?*")
    for family in base.families.values():
        roles = sorted((role for role in base.roles.values() if role.family == family.id), key=lambda role: role.title)
        if roles:
            yield ContextBlock(elements=[{"type": "mrkdwn", "text": f"*{escape(family.title)}*"}])
            yield from _rows(
                [
                    question_button(
                        place,
                        role.title[:1].upper() + role.title[1:],
                        fill(TOPIC_QUESTIONS[Topic.RESPONSIBILITIES], base, role.id),
                        payload_for(Question(Topic.RESPONSIBILITIES, (role.id,))),
                    )
                    for place, role in enumerate(roles)
                ]
            )


def _rows(buttons: "List[Optional[ButtonElement]]") -> Iterator[ActionsBlock]:
    offered = [button for button in buttons if button is not None]
    for start in range(0, len(offered), MOST_BUTTONS):
        yield ActionsBlock(elements=offered[start : start + MOST_BUTTONS])
