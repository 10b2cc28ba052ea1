"""Rasa custom actions: read the turn, resolve the question, hand over the answer, set the context."""
