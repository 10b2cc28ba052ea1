"""The one way from a request to its Answer."""

from __future__ import annotations

from typing import Callable, Dict

from advisor.answers.answer import Answer
from advisor.answers.certifications import answer_certifications
from advisor.answers.comparison import answer_comparison
from advisor.answers.demand import answer_demand
from advisor.answers.freelance import answer_freelance
from advisor.answers.how_to_become import answer_how_to_become
from advisor.answers.notices import answer_notice
from advisor.answers.question import Notice, Question, Request
from advisor.answers.salary import answer_salary
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic

#: Topics whose answer is more than their section.
_COMPOSERS: Dict[Topic, Callable[[Question, KnowledgeBase], Answer]] = {
    Topic.SALARY: answer_salary,
    Topic.DEMAND: answer_demand,
    Topic.FREELANCE: answer_freelance,
    Topic.CERTIFICATIONS: answer_certifications,
    Topic.COMPARISON: answer_comparison,
    Topic.HOW_TO_BECOME: answer_how_to_become,
}


def compose(request: Request, base: KnowledgeBase) -> Answer:
    """Returns the answer to a request whose ids all resolve in ``base``.

    Raises:
        KeyError: an id is not in the knowledge base.
    """
    if isinstance(request, Notice):
        return answer_notice(request, base)
    return _COMPOSERS.get(request.topic, answer_from_section)(request, base)
