"""What the market gives: demand, pay, freelancing."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerDemand(TopicAction):
    topic = Topic.DEMAND


class AnswerSalary(TopicAction):
    topic = Topic.SALARY


class AnswerFreelance(TopicAction):
    topic = Topic.FREELANCE
