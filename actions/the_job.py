"""What the job is and how a day in it goes."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerResponsibilities(TopicAction):
    topic = Topic.RESPONSIBILITIES


class AnswerDayInLife(TopicAction):
    topic = Topic.DAY_IN_LIFE
