"""What the two bots are asked: fixed lists, so that runs can be compared."""

from __future__ import annotations

from typing import List, Sequence

TURNS = 8

#: Three conversations of eight turns. Each message gets an answer from the knowledge base; a few rest on the one
#: before.
CAREER_QUESTIONS: Sequence[str] = (
    "What does a data engineer do?",
    "How much does a machine learning engineer earn in Germany?",
    "Which certifications help a cloud engineer?",
    "Do I need a degree to become a frontend developer?",
    "data scientist vs data analyst",
    "How do I become a DevOps engineer?",
    "And how long does that take?",
    "Where can I learn SQL for data analysis, and is it free?",
    "Is there demand for security analysts over the next ten years?",
    "What tools do mobile developers use every day?",
    "salary of a QA engineer in India",
    "and in the UK?",
    "What comes after senior software engineer?",
    "Can I freelance as a UX designer?",
    "how do i prepare for a backend developer interview",
    "What is a typical day of a product manager like?",
    "Which skills does an NLP engineer need, and how much maths is it?",
    "i'm 34 with a degree in biology and would like to move into data analysis, where do I start?",
    "What does a MLE earn in Canada as a junior?",
    "Will AI replace frontend developers?",
    "Is the DP-100 worth it?",
    "How much does a machne lerning enginer make?",
    "What do game developers need to study?",
    "How do data engineers and database administrators differ in pay?",
)

#: What the stock bot is asked: examples that it was trained on, so that it is always sure.
TWIN_QUESTIONS: Sequence[str] = (
    "what does a data engineer do",
    "how much does a machine learning engineer earn",
    "which certifications help a cloud engineer",
    "do I need a degree to become a developer",
    "compare data scientist and data analyst",
    "how do I become a devops engineer",
    "how long does it take to become one",
    "where can I learn SQL",
    "is there demand for security analysts",
    "what tools do mobile developers use",
    "salary of a tester in India",
    "what is the salary in the UK",
    "what comes after senior software engineer",
    "can I freelance as a designer",
    "how do I prepare for a job interview",
    "what is a typical day of a product manager",
    "which skills does an NLP engineer need",
    "how do I move into data analysis",
    "what does a junior engineer earn in Canada",
    "will AI replace developers",
    "is this certification worth it",
    "how much does an engineer make",
    "what do game developers need to study",
    "how do these jobs differ in pay",
)

#: As many of a list's first messages stand on their own: they are asked at any turn where turns are compared.
PROBES = 5


def conversation(messages: Sequence[str], number: int) -> List[str]:
    """Returns the messages of a conversation: blocks of eight of the list, in turn."""
    blocks = len(messages) // TURNS
    start = number % blocks * TURNS
    return list(messages[start : start + TURNS])


def long_conversation(messages: Sequence[str], probed: Sequence[int]) -> List[str]:
    """Returns the messages of a conversation as long as the last probed turn.

    The five turns up to each probed one ask the same five questions, so that their costs differ by the turn alone.
    """
    said = [messages[turn % len(messages)] for turn in range(max(probed))]
    for turn in probed:
        said[turn - PROBES : turn] = messages[:PROBES]
    return said
