"""The Slack channel: Events API and Socket Mode, answers as Block Kit, nothing lost or answered twice."""
