"""Answers told from a role file's section: the lead, the first aspects, and the others as next questions."""

from __future__ import annotations

from typing import Optional

from advisor.answers.answer import Answer
from advisor.answers.builder import AnswerBuilder, sentence_case
from advisor.answers.phrasing import TOPIC_BUTTONS, TOPIC_QUESTIONS, TOPIC_TITLES, fill
from advisor.answers.question import Question
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.models import Group, Section, Topic

#: How much of a section an answer shows at first.
FIRST_GROUPS = 2
FIRST_POINTS = (6, 5)
FIRST_CAVEATS = 2
#: An aspect asked for by itself is short, and one caveat is enough.
ASPECT_CAVEATS = 1
#: What people tend to ask after a topic.
NEXT_TOPICS = {
    Topic.RESPONSIBILITIES: (Topic.SKILLS, Topic.SALARY, Topic.DAY_IN_LIFE),
    Topic.SKILLS: (Topic.TOOLS, Topic.EDUCATION, Topic.LEARNING_RESOURCES),
    Topic.TOOLS: (Topic.SKILLS, Topic.LEARNING_RESOURCES, Topic.CERTIFICATIONS),
    Topic.EDUCATION: (Topic.HOW_TO_BECOME, Topic.CERTIFICATIONS, Topic.LEARNING_RESOURCES),
    Topic.CERTIFICATIONS: (Topic.LEARNING_RESOURCES, Topic.EDUCATION, Topic.SKILLS),
    Topic.DEMAND: (Topic.SALARY, Topic.HOW_TO_BECOME, Topic.CAREER_PATH),
    Topic.SALARY: (Topic.DEMAND, Topic.FREELANCE, Topic.CAREER_PATH),
    Topic.HOW_TO_BECOME: (Topic.SKILLS, Topic.LEARNING_RESOURCES, Topic.JOB_SEARCH),
    Topic.LEARNING_RESOURCES: (Topic.SKILLS, Topic.HOW_TO_BECOME, Topic.CERTIFICATIONS),
    Topic.CAREER_PATH: (Topic.COMPARISON, Topic.SALARY, Topic.DEMAND),
    Topic.COMPARISON: (Topic.SALARY, Topic.DEMAND, Topic.SKILLS),
    Topic.DAY_IN_LIFE: (Topic.RESPONSIBILITIES, Topic.SALARY, Topic.SKILLS),
    Topic.FREELANCE: (Topic.SALARY, Topic.DEMAND, Topic.SKILLS),
    Topic.JOB_SEARCH: (Topic.SKILLS, Topic.HOW_TO_BECOME, Topic.SALARY),
}


def answer_from_section(question: Question, base: KnowledgeBase) -> Answer:
    """Answers any topic from its section, whole or the aspect that is asked for."""
    builder = AnswerBuilder(question, base)
    builder.title = sentence_case(fill(TOPIC_TITLES[question.topic], base, question.roles[0]))
    section = builder.role.topics.get(question.topic)
    if section is None:
        say_not_written(builder)
    else:
        tell_section(builder, section)
    offer_topics(builder)
    return builder.build()


def tell_section(builder: AnswerBuilder, section: Section) -> None:
    """Adds a section to an answer: the aspect that is asked for, else the lead and the first aspects."""
    group = asked_group(builder.question, section)
    if group is not None:
        tell_group(builder, section, group)
    else:
        builder.say(section.lead)
        for first, most in zip(section.groups[:FIRST_GROUPS], FIRST_POINTS):
            builder.add_group(first, most)
        for caveat in section.caveats[:FIRST_CAVEATS]:
            builder.caution(caveat.text, caveat.sources)
    offer_aspects(builder, section)


def tell_group(builder: AnswerBuilder, section: Section, group: Group) -> None:
    """Adds one aspect whole, titled by its question, with the section's caveat on a source that it rests on."""
    title_by_aspect(builder, group.aspect)
    builder.add_group(group)
    tell_caveat_on_aspect(builder, section)


def title_by_aspect(builder: AnswerBuilder, aspect: str) -> None:
    builder.title = sentence_case(fill(builder.base.aspects[aspect].question, builder.base, builder.role.id))


def tell_caveat_on_aspect(builder: AnswerBuilder, section: Section) -> None:
    """Adds the section's caveat whose first source the answer, so far one aspect, rests on."""
    fitting = [caveat for caveat in section.caveats if caveat.sources[0] in builder.cited and not caveat.about]
    for caveat in fitting[:ASPECT_CAVEATS]:
        builder.caution(caveat.text, caveat.sources)


def asked_group(question: Question, section: Section) -> Optional[Group]:
    """The group of the aspect that a question asks for, if the section has it."""
    return next((group for group in section.groups if group.aspect == question.aspect), None)


def offer_aspects(builder: AnswerBuilder, section: Section, most: int = 3) -> None:
    """Offers the aspects that the answer does not show whole."""
    hidden = section.groups if asked_group(builder.question, section) else section.groups[FIRST_GROUPS:]
    others = [group.aspect for group in hidden if group.aspect != builder.question.aspect]
    for aspect_id in others[:most]:
        aspect = builder.base.aspects[aspect_id]
        builder.offer(
            aspect.title,
            fill(aspect.question, builder.base, builder.role.id),
            Question(builder.question.topic, (builder.role.id,), aspect=aspect_id),
        )


def offer_topics(builder: AnswerBuilder) -> None:
    """Offers what people tend to ask next about the same role, the written topics first."""
    for topic in NEXT_TOPICS[builder.question.topic]:
        if builder.role.topics.get(topic) is None and topic not in (Topic.SALARY, Topic.DEMAND):
            continue
        place = builder.question.place if topic is Topic.SALARY else None
        builder.offer(
            TOPIC_BUTTONS[topic],
            fill(TOPIC_QUESTIONS[topic], builder.base, builder.role.id),
            Question(topic, (builder.role.id,), place=place),
        )


def say_not_written(builder: AnswerBuilder) -> None:
    """Says kindly that there is nothing checked on a topic yet."""
    subject = TOPIC_BUTTONS[builder.question.topic].lower()
    builder.set_lead(
        f"I know {builder.role.names}, but nothing is checked and written down on this yet ({subject}), "
        "and I would rather not guess."
    )
