"""The chat in the terminal: an HTTP client, and nothing of Rasa."""
