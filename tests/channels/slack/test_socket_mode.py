"""Socket Mode: the same questions and answers, with no public address."""

from __future__ import annotations

import threading

from fake_slack import APP_TOKEN
from running_channel import PAY, reply_to


def acknowledged(slack, envelope):
    return slack.wait(lambda: slack.acknowledged.get(envelope), "an acknowledgement")


def test_an_event_is_acknowledged_and_answered(slack, connected):
    envelope = slack.envelope("events_api", slack.direct("pay?"))
    assert acknowledged(slack, envelope) == {"envelope_id": envelope}
    assert slack.wait_for_messages(1)[0].text == "You said: pay?"


def test_it_is_acknowledged_while_the_bot_is_still_thinking(slack, connected, bot):
    bot.gate.clear()
    envelope = slack.envelope("events_api", slack.direct("pay?"))
    acknowledged(slack, envelope)
    assert slack.messages == []
    bot.gate.set()
    slack.wait_for_messages(1)


def test_a_slash_command_is_answered_privately(slack, connected):
    acknowledged(slack, slack.envelope("slash_commands", slack.command("pay?")))
    assert slack.wait(lambda: slack.private)[0]["text"] == "You said: pay?"


def test_a_button_is_answered(slack, connected, bot):
    bot.say = lambda text: [reply_to(PAY)]
    slack.envelope("events_api", slack.direct("pay?"))
    (message,) = slack.wait_for_messages(1)
    acknowledged(slack, slack.envelope("interactive", slack.press(message, message.button("Outlook"))))
    slack.wait_for_messages(2)
    assert bot.texts[-1].startswith("/ask_demand")


def test_an_event_that_slack_sends_again_is_answered_once(slack, connected, bot):
    payload = slack.direct("pay?")
    for _ in range(3):
        acknowledged(slack, slack.envelope("events_api", payload))
    slack.envelope("events_api", slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_an_event_that_comes_by_both_ways_is_answered_once(slack, connected, bot):
    payload = slack.direct("pay?")
    slack.envelope("events_api", payload)
    assert connected.http.event(payload).status_code == 200
    slack.envelope("events_api", slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_a_connection_that_slack_renews_is_opened_again(slack, connected):
    slack.disconnect()
    slack.wait(lambda: len(slack.called("socket")) == 2, "a second WebSocket")
    slack.envelope("events_api", slack.direct("pay?"))
    slack.wait_for_messages(1)


def test_an_unreadable_envelope_is_acknowledged_and_logged(slack, connected, caplog):
    acknowledged(slack, slack.envelope("interactive", {"type": "block_actions", "actions": [{"value": "1"}]}))
    assert "could not be read" in caplog.text


def test_what_can_not_be_taken_in_is_not_acknowledged_so_that_slack_sends_it_again(slack, connected, bot):
    connected.channel._desk._most_tasks = 0
    payload = slack.direct("pay?")
    refused = slack.envelope("events_api", payload)
    busy = slack.envelope("slash_commands", slack.command("pay?"))
    assert "try again" in acknowledged(slack, busy)["payload"]["text"]
    assert refused not in slack.acknowledged
    connected.channel._desk._most_tasks = 10
    acknowledged(slack, slack.envelope("events_api", payload))
    slack.wait_for_messages(1)


def test_a_token_that_slack_refuses_is_said_in_the_log_and_http_goes_on(slack, start_channel, caplog):
    slack.expected_faults.append("apps.connections.open")
    running = start_channel("xapp-another")
    slack.wait(lambda: "Socket Mode can't connect: invalid_auth" in caplog.text)
    running.http.event(slack.direct("pay?"))
    slack.wait_for_messages(1)


def test_the_connection_ends_with_the_server(slack, start_channel):
    running = start_channel(APP_TOKEN)
    slack.wait(lambda: slack.called("socket"))
    running.stop()
    slack.wait(lambda: all(socket.closed for socket in slack._sockets))
    assert not any(
        "slack" in thread.name.lower() and not thread.daemon
        for thread in threading.enumerate()
        if thread.is_alive() and "slack-database" not in thread.name
    )
