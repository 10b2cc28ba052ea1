"""Fixtures: a fake Slack, and the Slack channel connected to it."""

from __future__ import annotations

from typing import Iterator, List

import pytest
from fake_slack import APP_TOKEN, FakeSlack, SlackHttp
from running_channel import BotDouble, RunningChannel, touch_up_once


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fake Slack; the test fails if it was sent anything that Slack would refuse (see ``expect_faults``)."""
    fake = FakeSlack()
    fake.expected_faults = []
    yield fake
    fake.stop()
    assert [fault for fault in fake.faults if not any(part in fault for part in fake.expected_faults)] == []


@pytest.fixture
def bot() -> BotDouble:
    return BotDouble()


@pytest.fixture
def start_channel(slack, bot, tmp_path, monkeypatch):
    """Starts channels on one database; quick to try again and to take over."""
    monkeypatch.delenv("ADVISOR_DATABASE_URL", raising=False)
    monkeypatch.setattr("sanic.app.TouchUp.run", touch_up_once)
    running: List[RunningChannel] = []

    def start(app_token: str = "") -> RunningChannel:
        channel = RunningChannel(slack, bot, tmp_path / "conversations.db", app_token)
        running.append(channel)
        return channel

    yield start
    bot.gate.set()
    if slack.held is not None:
        slack.held.set()
    for channel in running:
        if channel._thread.is_alive():
            channel.stop()


@pytest.fixture
def channel(start_channel) -> RunningChannel:
    return start_channel()


@pytest.fixture
def http(channel) -> SlackHttp:
    return channel.http


@pytest.fixture
def connected(start_channel, slack) -> RunningChannel:
    """The channel by Socket Mode."""
    running = start_channel(APP_TOKEN)
    slack.wait(lambda: slack.called("socket"), "a WebSocket")
    return running
