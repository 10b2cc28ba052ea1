"""How roles compare."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerComparison(TopicAction):
    topic = Topic.COMPARISON
