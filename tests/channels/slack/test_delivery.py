"""No answer is lost and none comes twice: not when Slack repeats itself, fails or is slow, nor over a restart."""

from __future__ import annotations

import threading

import pytest
from running_channel import PAY, reply_to


def test_an_event_that_slack_repeats_three_times_is_answered_once(slack, http, bot):
    payload = slack.direct("pay?")
    for retry in range(4):
        assert http.event(payload, retry=retry).status_code == 200
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_a_message_that_comes_as_two_events_is_answered_once(slack, http, bot):
    payload = slack.mention("pay?")
    http.event(payload)
    http.event({**payload, "event_id": "EvOther"})
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_a_slash_command_that_is_replayed_is_answered_once(slack, http, bot):
    command = slack.command("pay?")
    for _ in range(2):
        http.form(command)
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(1)
    assert bot.texts == ["pay?", "The next one"]


def test_slack_gets_its_acknowledgement_while_the_bot_is_still_thinking(slack, http, bot):
    bot.gate.clear()
    assert http.event(slack.direct("pay?")).status_code == 200
    assert slack.messages == []
    bot.gate.set()
    slack.wait_for_messages(1)


def test_slack_gets_its_acknowledgement_while_slack_itself_is_slow(slack, http):
    slack.held = threading.Event()
    for number in range(10):
        assert http.event(slack.direct("pay?", user=f"U{number}")).status_code == 200
    slack.held.set()
    slack.wait_for_messages(10)


def test_a_rate_limited_message_waits_as_long_as_slack_says(slack, channel, http):
    slack.fail("chat.postMessage", status=429, error="ratelimited", headers={"Retry-After": "30"})
    http.event(slack.direct("pay?"))
    slack.wait_for_messages(1)
    assert 30 <= channel.pauses[0] < 31


def test_a_rate_limited_private_answer_waits_as_long_as_slack_says(slack, channel, http):
    slack.fail("response_url", status=429, error="ratelimited", headers={"Retry-After": "12"})
    http.form(slack.command("pay?"))
    slack.wait(lambda: slack.private)
    assert 12 <= channel.pauses[0] < 13


def test_a_very_long_limit_is_waited_for_outside_the_conversation(slack, channel, http):
    slack.fail("chat.postMessage", status=429, error="ratelimited", headers={"Retry-After": "3600"})
    http.event(slack.direct("One"))
    slack.wait(lambda: slack.called("chat.postMessage"))
    http.event(slack.direct("Two"))
    assert slack.wait_for_messages(1)[0].text == "You said: Two"
    slack.wait(lambda: len(channel.rows("slack_work")) == 1, "one answer left")
    assert channel.pauses == []


@pytest.mark.parametrize("failure", [{"status": 500}, {"status": 503}, {"status": 200, "error": "fatal_error"}])
def test_a_failure_of_slack_is_tried_again(slack, http, failure):
    slack.fail("chat.postMessage", **failure)
    http.event(slack.direct("pay?"))
    assert [message.text for message in slack.wait_for_messages(1)] == ["You said: pay?"]


def test_a_message_that_slack_took_while_saying_that_it_failed_is_not_sent_again(slack, http):
    slack.fail("chat.postMessage", status=500, done=True)
    http.event(slack.direct("One"))
    http.event(slack.direct("Two"))
    assert [message.text for message in slack.wait_for_messages(2)] == ["You said: One", "You said: Two"]


def test_a_slack_that_stays_down_gets_the_answer_later(slack, http, bot, monkeypatch):
    monkeypatch.setattr("advisor.channels.slack.sender.LATER_SECONDS", 0.0)
    monkeypatch.setattr("advisor.channels.slack.sender.SlackUnavailable.__init__.__defaults__", (0.0,))
    for _ in range(7):
        slack.fail("chat.postMessage", status=500)
    http.event(slack.direct("pay?"))
    assert [message.text for message in slack.wait_for_messages(1)] == ["You said: pay?"]
    assert bot.texts == ["pay?"], "the bot is asked once, however often the delivery fails"


def test_a_table_that_slack_refuses_is_sent_as_lines(slack, http, bot):
    slack.fail("chat.postMessage", error="invalid_blocks")
    bot.say = lambda text: [reply_to(PAY)]
    http.event(slack.direct("pay?"))
    (message,) = slack.wait_for_messages(1)
    assert not any(block["type"] == "table" for block in message.blocks)
    assert "CA$116,200 a year" in message.shown and "only 26 adverts" in message.shown


def test_blocks_that_slack_refuses_are_sent_as_text(slack, http, bot):
    for _ in range(2):
        slack.fail("chat.postMessage", error="invalid_blocks")
    bot.say = lambda text: [reply_to(PAY)]
    http.event(slack.direct("pay?"))
    (message,) = slack.wait_for_messages(1)
    assert message.blocks == [] and "CA$116,200 a year" in message.text


def test_a_channel_that_is_gone_does_not_hold_up_the_others(slack, channel, http):
    slack.fail("chat.postMessage", error="is_archived")
    http.event(slack.mention("pay?"))
    slack.wait(lambda: slack.called("chat.postMessage"))
    http.event(slack.direct("Two"))
    assert [message.text for message in slack.wait_for_messages(1)] == ["You said: Two"]
    slack.wait(lambda: not channel.rows("slack_work"))


def test_a_revoked_token_keeps_the_answer_until_there_is_a_new_one(slack, channel, http):
    slack.fail("chat.postMessage", error="token_revoked")
    http.event(slack.direct("pay?"))
    slack.wait(lambda: slack.called("chat.postMessage"))
    (row,) = slack.wait(
        lambda: [row for row in channel.rows("slack_work") if row["replies"] and row["lease"] > row["received"] + 30]
    )
    assert "pay?" in row["task"]


def test_what_a_process_leaves_when_it_dies_is_answered_by_the_next(slack, start_channel, bot):
    bot.gate.clear()
    first = start_channel()
    first.http.event(slack.direct("pay?"))
    slack.wait(lambda: bot.asked)
    first.kill()
    bot.gate.set()
    start_channel()
    assert [message.text for message in slack.wait_for_messages(1)] == ["You said: pay?"]


def test_a_message_that_was_in_slack_when_the_process_died_is_not_sent_again(slack, start_channel, bot):
    first = start_channel()
    slack.held = threading.Event()
    bot.say = lambda text: [{"text": "One"}, {"text": "Two"}]
    first.http.event(slack.direct("pay?"))
    slack.wait(lambda: any(row["sending"] for row in first.rows("slack_work")))
    first.kill()
    slack.held.set()
    slack.wait_for_messages(1)
    start_channel()
    slack.wait_for_messages(2)
    assert [message.text for message in slack.messages] == ["One", "Two"]
    assert len(bot.asked) == 1


def test_an_event_repeated_after_a_restart_is_not_answered_again(slack, start_channel, bot):
    payload = slack.direct("pay?")
    first = start_channel()
    first.http.event(payload)
    slack.wait_for_messages(1)
    first.stop()
    second = start_channel()
    assert second.http.event(payload, retry=1).status_code == 200
    second.http.event(slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_a_server_that_stops_answers_what_is_under_way_first(slack, start_channel, bot):
    bot.gate.clear()
    first = start_channel()
    first.http.event(slack.direct("pay?"))
    slack.wait(lambda: bot.asked)
    threading.Timer(0.2, bot.gate.set).start()
    first.stop()
    assert [message.text for message in slack.messages] == ["You said: pay?"]


def test_a_slash_command_is_answered_in_direct_messages_after_a_restart(slack, start_channel, bot):
    bot.gate.clear()
    first = start_channel()
    first.http.form(slack.command("pay?", user="U2"))
    slack.wait(lambda: bot.asked)
    first.kill()
    bot.gate.set()
    start_channel()
    (message,) = slack.wait_for_messages(1)
    assert message.channel == "D2" and message.text == "You said: pay?"


def test_two_processes_on_one_database_answer_once(slack, start_channel, bot):
    first, second = start_channel(), start_channel()
    payload = slack.direct("pay?")
    bot.gate.clear()
    assert first.http.event(payload).status_code == 200
    assert second.http.event(payload, retry=1).status_code == 200
    slack.wait(lambda: bot.asked)
    bot.gate.set()
    second.http.event(slack.direct("The next one", user="U2"))
    slack.wait_for_messages(2)
    assert sorted(bot.texts) == ["The next one", "pay?"]


def test_too_much_to_do_is_sent_back_to_slack_and_comes_again(slack, channel, http, bot):
    channel.channel._desk._most_tasks = 1
    bot.gate.clear()
    http.event(slack.direct("One"))
    second = slack.direct("Two", user="U2")
    assert http.event(second).status_code == 503
    busy = http.form(slack.command("Three"))
    assert busy.status_code == 200 and busy.json()["response_type"] == "ephemeral"
    bot.gate.set()
    slack.wait(lambda: not channel.rows("slack_work"))
    slack.wait(lambda: not channel.channel._desk._under_way)
    assert http.event(second, retry=1).status_code == 200
    assert {message.text for message in slack.wait_for_messages(2)} == {"You said: One", "You said: Two"}


def test_a_corrupt_row_is_dropped_and_the_others_are_done(slack, start_channel, bot, caplog):
    first = start_channel()
    first.stop()
    with first.store.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO slack_work VALUES ('bad', '{', NULL, 0, 0, 'x', 0, 0)")
    second = start_channel()
    slack.wait(lambda: not second.rows("slack_work"))
    assert "Row bad of the table slack_work is corrupt" in caplog.text
    second.http.event(slack.direct("pay?"))
    slack.wait_for_messages(1)


def test_a_question_that_can_not_be_written_down_is_sent_back_to_slack(slack, channel, http, bot, monkeypatch, caplog):
    with monkeypatch.context() as broken:
        broken.setattr(channel.channel._desk._store, "add", lambda keys, task: 1 / 0)
        payload = slack.direct("pay?")
        assert http.event(payload).status_code == 503
    assert "could not be kept" in caplog.text
    assert http.event(payload, retry=1).status_code == 200
    slack.wait_for_messages(1)
    assert bot.texts == ["pay?"]


def test_a_database_too_slow_for_slack_answers_once_all_the_same(slack, channel, http, bot, monkeypatch):
    written = threading.Event()
    add = channel.channel._desk._store.add
    monkeypatch.setattr("advisor.channels.slack.channel.ACKNOWLEDGE_SECONDS", 0.1)
    monkeypatch.setattr(channel.channel._desk._store, "add", lambda keys, task: written.wait(30) and add(keys, task))
    payload = slack.direct("pay?")
    assert http.event(payload).status_code == 503
    written.set()
    slack.wait_for_messages(1)
    monkeypatch.undo()
    assert http.event(payload, retry=1).status_code == 200
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(2)
    assert bot.texts == ["pay?", "The next one"]


def test_what_was_seen_a_month_ago_is_forgotten(slack, start_channel):
    first = start_channel()
    first.http.event(slack.direct("pay?"))
    slack.wait_for_messages(1)
    first.stop()
    with first.store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE slack_seen SET seen = seen - 31 * 86400")
    second = start_channel()
    slack.wait(lambda: not second.rows("slack_seen"), "an empty table")


def test_a_database_that_fails_at_the_end_neither_repeats_the_answer_nor_stops_the_next(
    slack, channel, http, monkeypatch
):
    store = channel.channel._desk._store
    finish, failures = store.finish, [True]
    monkeypatch.setattr(store, "finish", lambda id_: failures.pop() and 1 / 0 if failures else finish(id_))
    http.event(slack.direct("One"))
    http.event(slack.direct("Two"))
    slack.wait_for_messages(2)
    slack.wait(lambda: not channel.rows("slack_work"), "an empty table")
    assert [message.text for message in slack.messages] == ["You said: One", "You said: Two"]
