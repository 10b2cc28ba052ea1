"""How one learns it: degrees, certifications, courses."""

from actions.base import TopicAction
from advisor.knowledge.models import Topic


class AnswerEducation(TopicAction):
    topic = Topic.EDUCATION


class AnswerCertifications(TopicAction):
    topic = Topic.CERTIFICATIONS


class AnswerLearningResources(TopicAction):
    topic = Topic.LEARNING_RESOURCES
