"""Where somebody stands in the guided conversation."""

from __future__ import annotations

from dataclasses import replace

from advisor.answers.guide import suggested_roles
from advisor.answers.question import Notice, NoticeKind
from advisor.dialogue.context import Context
from advisor.dialogue.resolve import Resolution
from advisor.dialogue.understanding import Understanding
from advisor.knowledge.base import KnowledgeBase
from advisor.linking.mention import Kind

#: Stands in the context from the first question on, before anything is chosen.
STARTED = "started"


def go_on(understanding: Understanding, context: Context, base: KnowledgeBase) -> Resolution:
    """Adds what a message chooses to what was chosen before; with everything chosen, the conversation is about the suggestions.

    Of two options of one question, the later counts. A finished guide starts anew when it is asked for again.
    """
    chosen = [] if suggested_roles(context.guide, base) else [option for option in context.guide if option != STARTED]
    for option in understanding.ids(Kind.OPTION):
        question = next(question for question in base.guide.values() if option in {known.id for known in question.options})
        chosen = [other for other in chosen if other not in {known.id for known in question.options}]
        chosen.append(option)
    notice = Notice(NoticeKind.GUIDE, {"chosen": chosen})
    roles = suggested_roles(chosen, base)
    return Resolution((notice,), replace(context, guide=(STARTED, *chosen), roles=tuple(roles) or context.roles))
