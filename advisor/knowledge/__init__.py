"""The curated knowledge base: its models, loading and validation, and look-ups. Nothing here knows Rasa."""

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.loading import load_knowledge_base
from advisor.knowledge.problems import KnowledgeError, Problem

__all__ = ["KnowledgeBase", "KnowledgeError", "Problem", "load_knowledge_base"]
