"""The Rasa channels that people reach the assistant through."""
