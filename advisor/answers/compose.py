"""The one way from a request to its Answer."""

from __future__ import annotations

from typing import Callable, Dict, Optional

from advisor.answers.answer import Answer
from advisor.answers.certifications import answer_certifications
from advisor.answers.comparison import answer_comparison
from advisor.answers.demand import answer_demand
from advisor.answers.freelance import answer_freelance
from advisor.answers.guide import answer_guide
from advisor.answers.how_to_become import answer_how_to_become
from advisor.answers.imported import answer_imported, ask_which_occupation
from advisor.answers.notices import answer_notice
from advisor.answers.question import Notice, NoticeKind, Question, Request
from advisor.answers.ranking import answer_ranking, is_ranking
from advisor.answers.salary import answer_salary
from advisor.answers.section import answer_from_section
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic
from advisor.knowledge.onet.layer import OnetLayer

#: Topics whose answer is more than their section.
_COMPOSERS: Dict[Topic, Callable[[Question, KnowledgeBase], Answer]] = {
    Topic.SALARY: answer_salary,
    Topic.DEMAND: answer_demand,
    Topic.FREELANCE: answer_freelance,
    Topic.CERTIFICATIONS: answer_certifications,
    Topic.COMPARISON: answer_comparison,
    Topic.HOW_TO_BECOME: answer_how_to_become,
}


def compose(request: Request, base: KnowledgeBase, layer: Optional[OnetLayer] = None) -> Answer:
    """Returns the answer to a request whose ids all resolve in ``base``, or in the imported ``layer``.

    Raises:
        KeyError: an id is not in the knowledge base.
    """
    if isinstance(request, Notice):
        return answer_guide(request, base) if request.kind is NoticeKind.GUIDE else answer_notice(request, base)
    if request.is_imported:
        return _answer_from_layer(request, base, layer)
    if is_ranking(request):
        return answer_ranking(request, base)
    return _COMPOSERS.get(request.topic, answer_from_section)(request, base)


def _answer_from_layer(question: Question, base: KnowledgeBase, layer: Optional[OnetLayer]) -> Answer:
    """Answers on an imported occupation; one that a newer layer no longer holds is not covered."""
    if layer is not None and question.occupation in layer:
        return answer_imported(question, layer)
    readings = layer.readings(question.said) if layer is not None and question.said is not None else None
    if readings is not None and question.occupation is None:
        return ask_which_occupation(question.topic, question.said, readings.likely, layer)
    return answer_notice(Notice(NoticeKind.UNKNOWN_OCCUPATION, {"occupation": question.said}), base)
