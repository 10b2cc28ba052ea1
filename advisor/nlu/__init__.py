"""Rasa graph components: what turns a message's text into intents and linked ids."""
