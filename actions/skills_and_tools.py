"""What one must know and what one works with."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerSkills(TopicAction):
    topic = Topic.SKILLS


class AnswerTools(TopicAction):
    topic = Topic.TOOLS
