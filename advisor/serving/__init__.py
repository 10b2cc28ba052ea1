"""What runs inside the Rasa server for every channel: actions, conversations, replies."""
