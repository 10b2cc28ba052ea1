"""How one gets in, finds work, and goes on."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerHowToBecome(TopicAction):
    topic = Topic.HOW_TO_BECOME


class AnswerJobSearch(TopicAction):
    topic = Topic.JOB_SEARCH


class AnswerCareerPath(TopicAction):
    topic = Topic.CAREER_PATH
