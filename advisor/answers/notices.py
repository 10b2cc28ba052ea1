"""What is said when no question about careers is answered: which role? I don't know that one; did you mean?"""

from __future__ import annotations

from typing import Callable, Dict, List, Optional

from advisor.answers.answer import Answer, AnswerKind, NextQuestion, answer_id
from advisor.answers.payload import payload_for
from advisor.answers.phrasing import TOPIC_BUTTONS, TOPIC_QUESTIONS, fill
from advisor.answers.question import Notice, NoticeKind, Question, to_dict
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Topic

#: Roles that are offered where any would do; those that people ask about most.
POPULAR_ROLES = ("data_scientist", "software_engineer", "data_analyst", "machine_learning_engineer", "security_analyst")

#: Needs no knowledge base, since that may be what is broken.
APOLOGY_ANSWER = Answer(
    id=answer_id("apology"),
    kind=AnswerKind.NOTICE,
    lead="Sorry, something went wrong on my side while I looked that up. It has been noted. "
    "Please ask again in a moment, or ask something else.",
)


def answer_notice(notice: Notice, base: KnowledgeBase) -> Answer:
    """Puts a notice into words."""
    text, buttons, kind = _WRITERS[notice.kind](notice, base)
    return Answer(id=answer_id([to_dict(notice), base.version]), kind=kind, lead=text, next_questions=buttons)


def _button(question: Question, base: KnowledgeBase, title: Optional[str] = None) -> NextQuestion:
    if question.roles:
        wording = fill(TOPIC_QUESTIONS[question.topic], base, question.roles[0])
    else:
        wording = TOPIC_BUTTONS[question.topic]
    return NextQuestion(title=title or wording, question=wording, payload=payload_for(question))


def _role_buttons(topic: Topic, base: KnowledgeBase) -> List[NextQuestion]:
    roles = [role for role in POPULAR_ROLES if role in base.roles]
    return [_button(Question(topic, (role,)), base, base.roles[role].title) for role in roles]


def _which_role(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    topic = Topic(notice.details["topic"])
    texts = (
        "Which career do you mean? Name any tech role, or pick one of these.",
        "I still need the career: type its name, such as \"data engineer\", or pick one below.",
    )
    text = texts[min(int(notice.details.get("asked", 0)), 1)]
    return text, _role_buttons(topic, base), AnswerKind.CLARIFICATION


def _unknown_occupation(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    name = notice.details.get("occupation")
    subject = f"the work of {_article(name)} {name}" if name else "that occupation"
    text = (
        f"I don't cover {subject}: I only know {len(base.roles)} tech careers, and I won't guess from another job's "
        "facts. If one of those interests you, ask away."
    )
    return text, _role_buttons(Topic.RESPONSIBILITIES, base)[:3], AnswerKind.DECLINED


def _article(name: str) -> str:
    return "an" if name[:1].lower() in "aeiou" else "a"


def _two_readings(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    details = notice.details
    questions = [
        Question(Topic(topic), tuple(details.get("roles", ())), details.get("place"), details.get("level"))
        for topic in details["topics"]
    ]
    return (
        "I'm not sure that I understood you. Did you mean one of these? You can also put it in other words.",
        [_button(question, base) for question in questions],
        AnswerKind.CLARIFICATION,
    )


def _menu(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    roles = tuple(notice.details.get("roles", ()))
    if not roles:
        return (
            "I lost you there, sorry. I know tech careers: what they involve, skills, pay, outlook, how to get in. "
            "Type the name of one, or pick one of these.",
            _role_buttons(Topic.RESPONSIBILITIES, base),
            AnswerKind.CLARIFICATION,
        )
    topics = (Topic.RESPONSIBILITIES, Topic.SKILLS, Topic.SALARY, Topic.DEMAND, Topic.HOW_TO_BECOME)
    about = base.roles[roles[0]].names
    return (
        f"I lost you there, sorry. Here is what I can tell you about {about}; for another career, just type its name.",
        [_button(Question(topic, roles), base, TOPIC_BUTTONS[topic]) for topic in topics],
        AnswerKind.CLARIFICATION,
    )


def _apology(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    return APOLOGY_ANSWER.lead, [], APOLOGY_ANSWER.kind


def _nothing_to_follow(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    return (
        "I don't know yet what this is about. Which career, and what about it: pay, skills, how to get in?",
        _role_buttons(Topic.RESPONSIBILITIES, base),
        AnswerKind.CLARIFICATION,
    )


def _roles_covered(notice: Notice, base: KnowledgeBase) -> "tuple[str, List[NextQuestion], AnswerKind]":
    lines = []
    for family in base.families.values():
        names = sorted(role.title for role in base.roles.values() if role.family == family.id)
        if names:
            lines.append(f"**{family.title}**: {', '.join(names)}.")
    text = (
        "I tell you what tech careers are like, with a source for every figure: duties, skills, education, pay, "
        "outlook, how to get in. These are the careers that I know:\n" + "\n".join(lines)
    )
    return text, _role_buttons(Topic.RESPONSIBILITIES, base)[:3], AnswerKind.NOTICE


_WRITERS: Dict[NoticeKind, Callable] = {
    NoticeKind.WHICH_ROLE: _which_role,
    NoticeKind.UNKNOWN_OCCUPATION: _unknown_occupation,
    NoticeKind.TWO_READINGS: _two_readings,
    NoticeKind.MENU: _menu,
    NoticeKind.APOLOGY: _apology,
    NoticeKind.NOTHING_TO_FOLLOW: _nothing_to_follow,
    NoticeKind.ROLES_COVERED: _roles_covered,
}
