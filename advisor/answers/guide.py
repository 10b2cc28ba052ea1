"""The guided conversation: a few questions, then roles to look at, each with its reasons. No promise that they suit."""

from __future__ import annotations

import json
from typing import Dict, List, Sequence, Tuple

from advisor.answers.answer import Answer, AnswerKind, Item, ListBlock, NamedId, NextQuestion, answer_id
from advisor.answers.builder import sentence_case
from advisor.answers.payload import payload_for
from advisor.answers.phrasing import TOPIC_QUESTIONS, fill
from advisor.answers.question import Notice, Question, to_dict
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import GuideOption, GuideQuestion, Topic

SUGGESTED = 3
_NUMBERS = ("no", "one", "two", "three", "four", "five")


def answer_guide(notice: Notice, base: KnowledgeBase) -> Answer:
    """Asks the next question that no option is chosen for yet; suggests roles when there is none left."""
    chosen = [option for option in _options(base) if option.id in notice.details.get("chosen", ())]
    open_questions = [question for question in base.guide.values() if not _is_answered(question, chosen)]
    if open_questions:
        return _ask(notice, open_questions[0], len(open_questions) == len(base.guide), base)
    return _suggest(notice, chosen, base)


def _options(base: KnowledgeBase) -> List[GuideOption]:
    return [option for question in base.guide.values() for option in question.options]


def _is_answered(question: GuideQuestion, chosen: Sequence[GuideOption]) -> bool:
    return any(option in chosen for option in question.options)


def _ask(notice: Notice, question: GuideQuestion, is_first: bool, base: KnowledgeBase) -> Answer:
    opening = ""
    if is_first:
        count = _NUMBERS[len(base.guide)] if len(base.guide) < len(_NUMBERS) else str(len(base.guide))
        opening = f"Happy to help you look around. I'll ask you {count} short questions and then name careers to look at. "
    return Answer(
        id=answer_id([to_dict(notice), base.version]),
        kind=AnswerKind.CLARIFICATION,
        lead=f"{opening}{question.text}",
        next_questions=[
            NextQuestion(
                title=option.title,
                question=option.title,
                payload=f"/ask_career_advice{json.dumps({'option': option.id})}",
            )
            for option in question.options
        ],
    )


def _suggest(notice: Notice, chosen: Sequence[GuideOption], base: KnowledgeBase) -> Answer:
    ranked = _rank(chosen, base)[:SUGGESTED]
    items = [
        Item(label=sentence_case(base.roles[role].title), text=f"{_summary(role, base)} Named because {_reasons(reasons)}.")
        for role, reasons in ranked
    ]
    roles = [role for role, _ in ranked]
    offered = [
        NextQuestion(
            title=base.roles[role].title,
            question=fill(TOPIC_QUESTIONS[Topic.RESPONSIBILITIES], base, role),
            payload=payload_for(Question(Topic.RESPONSIBILITIES, (role,))),
        )
        for role in roles
    ]
    offered.append(
        NextQuestion(
            title="Compare them",
            question="Compare these careers",
            payload=payload_for(Question(Topic.COMPARISON, tuple(roles))),
        )
    )
    return Answer(
        id=answer_id([to_dict(notice), base.version]),
        kind=AnswerKind.NOTICE,
        roles=[NamedId(id=role, name=base.roles[role].title) for role in roles],
        title="Careers to look at",
        lead="From what you chose, these are worth a look. Three answers don't know you, so take them as a start, not as advice to follow.",
        blocks=[ListBlock(items=items)],
        next_questions=offered,
    )


def _rank(chosen: Sequence[GuideOption], base: KnowledgeBase) -> List[Tuple[str, List[str]]]:
    """Roles with the reasons that speak for them: those with the most first, then as their options list them."""
    reasons: Dict[str, List[str]] = {}
    places: Dict[str, int] = {}
    for option in chosen:
        for place, role in enumerate(option.roles):
            if role in base.roles:
                reasons.setdefault(role, []).append(option.reason)
                places[role] = places.get(role, 0) + place
    return sorted(reasons.items(), key=lambda entry: (-len(entry[1]), places[entry[0]]))


def suggested_roles(chosen_ids: Sequence[str], base: KnowledgeBase) -> List[str]:
    """The roles that the guide ends with, for the conversation to go on about them."""
    chosen = [option for option in _options(base) if option.id in chosen_ids]
    if any(not _is_answered(question, chosen) for question in base.guide.values()):
        return []
    return [role for role, _ in _rank(chosen, base)[:SUGGESTED]]


def _summary(role: str, base: KnowledgeBase) -> str:
    summary = base.roles[role].summary
    return summary.text if summary else ""


def _reasons(reasons: Sequence[str]) -> str:
    return " and ".join([", ".join(reasons[:-1]), reasons[-1]] if len(reasons) > 1 else reasons)
