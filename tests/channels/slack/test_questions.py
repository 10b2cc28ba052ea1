"""What is answered, where, and in whose context."""

from __future__ import annotations

import pytest

ANN, BEN = "U1", "U2"


def test_a_direct_message_is_answered_in_the_direct_messages(slack, http, bot):
    assert http.event(slack.direct("What does a data engineer do?")).status_code == 200
    (message,) = slack.wait_for_messages(1)
    assert (message.channel, message.thread_ts) == ("D1", None)
    assert message.text == "You said: What does a data engineer do?"


def test_a_mention_in_a_channel_is_answered_in_a_thread(slack, http):
    asked = slack.mention("What does a data engineer do?")
    http.event(asked)
    (message,) = slack.wait_for_messages(1)
    assert (message.channel, message.thread_ts) == ("C1", asked["event"]["ts"])


def test_a_mention_in_a_thread_stays_in_it_and_in_its_context(slack, http, bot):
    first = slack.mention("What does a data engineer do?")
    http.event(first)
    slack.wait_for_messages(1)
    http.event(slack.mention("and in Canada?", user=BEN, thread_ts=first["event"]["ts"]))
    assert {message.thread_ts for message in slack.wait_for_messages(2)} == {first["event"]["ts"]}
    assert len(set(bot.conversations)) == 1


def test_a_thread_and_a_direct_message_of_one_person_are_kept_apart(slack, http, bot):
    for question in (
        slack.mention("One"),
        slack.mention("Two"),
        slack.direct("Three"),
        slack.direct("Four", thread_ts="5.1"),
    ):
        http.event(question)
    slack.wait_for_messages(4)
    assert len(set(bot.conversations)) == 4


def test_a_conversation_is_named_by_team_channel_and_thread(slack, http, bot):
    asked = slack.mention("One")
    http.event(asked)
    http.event(slack.direct("Two"))
    slack.wait_for_messages(2)
    assert set(bot.conversations) == {f"slack:T0001:C1:{asked['event']['ts']}", "slack:T0001:D1"}


def test_the_mention_of_the_bot_does_not_reach_the_language_understanding(slack, http, bot):
    http.event(slack.mention("What &amp; how? See <https://example.org/a?b=1&amp;c=2|this page> :rocket:"))
    slack.wait_for_messages(1)
    assert bot.texts == ["What & how? See this page"]


def test_a_bare_mention_asks_what_the_bot_can_do(slack, http, bot):
    http.event(slack.mention(""))
    slack.wait_for_messages(1)
    assert bot.texts == ["What can you do?"]


def test_a_slash_command_is_answered_privately(slack, http, bot):
    response = http.form(slack.command("what does a data engineer earn in Canada"))
    assert (response.status_code, response.text) == (200, "")
    (answer,) = slack.wait(lambda: slack.private)
    assert answer["response_type"] == "ephemeral" and not answer["replace_original"]
    assert answer["text"] == "You said: what does a data engineer earn in Canada"
    assert slack.messages == []


def test_a_private_answer_says_what_was_asked(slack, http):
    http.form(slack.command("AT&amp;T &lt;b&gt;"))
    (answer,) = slack.wait(lambda: slack.private)
    assert answer["blocks"][0]["elements"][0]["text"] == "You asked: *AT&amp;T &lt;b&gt;*"


def test_slash_commands_of_two_people_in_a_channel_have_contexts_of_their_own(slack, http, bot):
    for user in (ANN, BEN, ANN):
        http.form(slack.command("pay?", user=user))
    slack.wait(lambda: len(slack.private) == 3)
    assert len(set(bot.conversations)) == 2


def test_a_private_answer_whose_address_has_expired_goes_to_the_direct_messages(slack, http):
    slack.fail("response_url", status=404, error="expired_url")
    http.form(slack.command("pay?", user=BEN))
    (message,) = slack.wait_for_messages(1)
    assert message.channel == "D2"


def test_a_slash_command_with_nothing_behind_it_asks_what_the_bot_can_do(slack, http, bot):
    http.form(slack.command(""))
    slack.wait(lambda: slack.private)
    assert bot.texts == ["What can you do?"]


def test_a_question_of_3000_characters_is_answered(slack, http, bot):
    http.event(slack.direct("x" * 3_000))
    slack.wait_for_messages(1)
    assert bot.texts == ["x" * 3_000]


def test_a_longer_question_is_told_to_be_too_long(slack, http, bot):
    http.event(slack.direct("x" * 4_001))
    (message,) = slack.wait_for_messages(1)
    assert "4,001 characters" in message.text and bot.asked == []


def test_an_intent_can_not_be_typed(slack, http, bot):
    http.event(slack.mention("/restart"))
    http.form(slack.command("/ask_salary{}"))
    slack.wait(lambda: slack.messages and slack.private)
    assert set(bot.texts) == {"restart", "ask_salary{}"}


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B0OTHER"},
        {"subtype": "bot_message", "bot_id": "B0OTHER"},
        {"subtype": "message_changed", "hidden": True},
        {"subtype": "message_deleted"},
        {"subtype": "channel_join"},
        {"edited": {"user": "U1", "ts": "1.2"}},
        {"user": "U0BOT"},
        {"user": "USLACKBOT"},
    ],
    ids=["bot", "bot_message", "changed", "deleted", "join", "edited", "itself", "slackbot"],
)
def test_bots_edits_and_joins_are_not_answered(slack, http, bot, more):
    payload = slack.direct("What does a data engineer do?")
    payload["event"].update(more)
    assert http.event(payload).status_code == 200
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(1)
    assert bot.texts == ["The next one"]


def test_a_channel_message_without_a_mention_is_not_answered(slack, http, bot):
    payload = slack.mention("What does a data engineer do?")
    payload["event"].update(type="message", channel_type="channel")
    http.event(payload)
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(1)
    assert bot.texts == ["The next one"]


def test_five_learners_at_once_each_get_their_own_answer(slack, http, bot):
    bot.gate.clear()
    for number in range(5):
        http.event(slack.direct(f"Question {number}", user=f"U{number}"))
    bot.gate.set()
    answers = {message.channel: message.text for message in slack.wait_for_messages(5)}
    assert answers == {f"D{number}": f"You said: Question {number}" for number in range(5)}


def test_what_waits_in_a_conversation_is_answered_in_the_order_of_its_timestamps(slack, http, bot):
    bot.gate.clear()
    first, second, third = (slack.direct(text) for text in ("First", "Second", "Third"))
    http.event(first)
    slack.wait(lambda: bot.asked)
    http.event(third)
    http.event(second)
    bot.gate.set()
    slack.wait_for_messages(3)
    assert bot.texts == ["First", "Second", "Third"]


def test_a_question_that_fails_gets_an_apology(slack, http, bot):
    def fail(text):
        raise RuntimeError("broken")

    bot.say = fail
    http.event(slack.direct("What does a data engineer do?"))
    (message,) = slack.wait_for_messages(1)
    assert message.text.startswith("Sorry, something went wrong")


def test_a_question_that_the_bot_says_nothing_to_gets_an_apology(slack, http, bot):
    bot.say = lambda text: []
    http.event(slack.direct("What does a data engineer do?"))
    (message,) = slack.wait_for_messages(1)
    assert message.text.startswith("Sorry, something went wrong")


def test_forget_me_deletes_the_conversation_after_its_turn(slack, channel, http, bot):
    bot.say = lambda text: [{"text": "Forgotten.", "forget": True}]
    with channel.store.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO conversations VALUES ('slack:T0001:D1', '{}', 1), ('slack:T0001:D2', '{}', 1)"
        )
    http.event(slack.direct("Forget me"))
    assert slack.wait_for_messages(1)[0].text == "Forgotten."
    assert [row["sender_id"] for row in channel.rows("conversations")] == ["slack:T0001:D2"]


def test_nothing_of_a_question_stays_in_the_channels_tables(slack, channel, http):
    http.event(slack.direct("A very private question"))
    slack.wait_for_messages(1)
    slack.wait(lambda: not channel.rows("slack_work"), "an empty table")
    assert "private" not in str(channel.rows("slack_seen")) and "D1" not in str(channel.rows("slack_seen"))
