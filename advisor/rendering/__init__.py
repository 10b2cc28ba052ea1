"""Answers as people see them: markdown, plain text, and what channels need. Nothing here knows Rasa."""
