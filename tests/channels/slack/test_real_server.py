"""The whole assistant in Slack, started as ``make slack`` starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from fake_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack

from advisor.knowledge.store import PROJECT_FOLDER

START_SECONDS = 120


class Assistant:
    def __init__(self, slack, folder):
        self.slack = slack
        self.log = folder / "server.log"
        self._environment = {
            **os.environ,
            "ADVISOR_DATABASE_URL": f"sqlite:///{folder / 'conversations.db'}",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
        }
        self.start()

    def start(self):
        connections = len(self.slack.called("socket"))
        command = [sys.executable, "-m", "advisor.channels.slack", "serve", "--port", "0"]
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                command, cwd=PROJECT_FOLDER, env=self._environment, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while len(self.slack.called("socket")) == connections:
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def stop(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        self.process.wait(30)

    def ask(self, payload):
        """Sends an event and returns the message that answers it."""
        before = len(self.slack.messages)
        self.slack.envelope("events_api", payload)
        return self.slack.wait_for_messages(before + 1)[before]


@pytest.fixture(scope="module")
def fake():
    running = FakeSlack()
    yield running
    running.stop()
    assert running.faults == []


@pytest.fixture(scope="module")
def assistant(fake, tmp_path_factory):
    running = Assistant(fake, tmp_path_factory.mktemp("slack"))
    yield running
    if running.process.poll() is None:
        running.stop()
    log = running.log.read_text()
    assert not [secret for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "secret-ticket") if secret in log]
    assert "Traceback" not in log, log


def test_a_question_is_answered_with_figures_in_a_table_and_their_sources(assistant, fake):
    message = assistant.ask(fake.direct("How much does a data engineer earn in Canada?"))
    assert [block["type"] for block in message.blocks][:1] == ["header"]
    assert any(block["type"] == "table" for block in message.blocks)
    assert "CA$116,200 a year" in message.shown and "Source" in message.shown


def test_a_thread_and_a_direct_message_of_one_person_have_contexts_of_their_own(assistant, fake):
    asked = fake.mention("How much does a data analyst earn in the UK?", user="U7")
    assistant.ask(asked)
    assistant.ask(fake.direct("What skills does a security analyst need?", user="U7"))
    follow_up = assistant.ask(fake.mention("and in Canada?", user="U7", thread_ts=asked["event"]["ts"]))
    assert "data analysts" in follow_up.shown and "Canada" in follow_up.shown


def test_a_button_is_answered_once(assistant, fake):
    message = assistant.ask(fake.direct("What does a data engineer do?", user="U8"))
    before = len(fake.messages)
    for _ in range(2):
        fake.envelope("interactive", fake.press(message, message.button("Skills"), user="U8"))
    fake.wait_for_messages(before + 1)
    assistant.ask(fake.direct("thanks", user="U8"))
    assert len(fake.messages) == before + 2


def test_more_and_a_rating_work(assistant, fake):
    message = assistant.ask(fake.direct("Which certifications help a data engineer?", user="U9"))
    before = message.shown
    more = next(button for button in message.buttons if button["action_id"] == "more")
    fake.envelope("interactive", fake.press(message, more, user="U9"))
    fake.wait(lambda: message.edits)
    assert len(message.shown) > len(before)
    fake.envelope("interactive", fake.press(message, message.button("Helpful"), user="U9"))
    fake.wait(lambda: [note for note in fake.private if "Thank you" in note["text"]])


def test_a_slash_command_and_its_follow_up_are_private(assistant, fake):
    for text in ("what does a data engineer earn in Canada", "and in Germany?"):
        before = len(fake.private)
        fake.envelope("slash_commands", fake.command(text, user="U5"))
        fake.wait(lambda: len(fake.private) > before)
    assert "data engineers in Germany" in fake.private[-1]["text"]


def test_a_question_of_3000_characters_is_answered(assistant, fake):
    story = "I have a degree in biology and worked in a shop for a while. " * 60
    question = story[:2_940] + " How do I become a data engineer?"
    assert len(question) > 2_950
    assert "data engineer" in assistant.ask(fake.direct(question, user="U4")).text


def test_the_home_tab_is_shown(assistant, fake):
    fake.envelope("events_api", fake.event({"type": "app_home_opened", "user": "U3", "tab": "home", "channel": "D3"}))
    assert fake.wait(lambda: fake.homes["U3"])


def test_a_conversation_outlives_a_crash_and_nothing_is_answered_twice(assistant, fake):
    first = fake.direct("How much does a data engineer earn in the UK?", user="U6")
    assistant.ask(first)
    assistant.stop(signal.SIGKILL)
    assistant.start()
    before = len(fake.messages)
    fake.envelope("events_api", first)
    assert "data engineers in Canada" in assistant.ask(fake.direct("and in Canada?", user="U6")).text
    assert len(fake.messages) == before + 1
