"""Buttons: what is asked, who is named, what more there is to show, and ratings."""

from __future__ import annotations

import json

import pytest
from running_channel import LONG, PAY, reply_to

from advisor.answers import Question
from advisor.channels.slack.desk import Chart
from advisor.knowledge.models import Topic


@pytest.fixture
def answered(slack, http, bot):
    """A function that asks a question in a place and returns the bot's message with its buttons."""

    def ask(payload, question=PAY):
        bot.say = lambda text: [reply_to(question)]
        http.event(payload)
        return slack.wait_for_messages(1)[0]

    return ask


def test_a_button_asks_the_question_that_it_stands_for(slack, http, bot, answered):
    message = answered(slack.direct("pay?"))
    assert http.interaction(slack.press(message, message.button("Outlook"))).status_code == 200
    slack.wait_for_messages(2)
    assert bot.texts[-1] == '/ask_demand{"role": ["data_engineer"]}'


def test_a_press_in_a_channel_shows_who_asked_what_in_the_thread(slack, http, answered):
    message = answered(slack.mention("pay?"))
    http.interaction(slack.press(message, message.button("Outlook"), user="U2"))
    answer = slack.wait_for_messages(2)[1]
    assert answer.thread_ts == message.thread_ts
    assert answer.blocks[0]["elements"][0]["text"] == "<@U2> asked: *What is the outlook for data engineers?*"


def test_a_press_in_direct_messages_shows_the_question(slack, http, answered):
    message = answered(slack.direct("pay?"))
    http.interaction(slack.press(message, message.button("Outlook")))
    answer = slack.wait_for_messages(2)[1]
    assert answer.thread_ts is None
    assert answer.blocks[0]["elements"][0]["text"] == "You asked: *What is the outlook for data engineers?*"


def test_a_press_goes_on_in_the_conversation_of_its_message(slack, http, bot, answered):
    message = answered(slack.mention("pay?"))
    http.interaction(slack.press(message, message.button("Outlook"), user="U2"))
    slack.wait_for_messages(2)
    assert len(set(bot.conversations)) == 1


def test_pressing_twice_answers_once(slack, http, bot, answered):
    message = answered(slack.direct("pay?"))
    bot.gate.clear()
    for _ in range(2):
        assert http.interaction(slack.press(message, message.button("Outlook"))).status_code == 200
    bot.gate.set()
    slack.wait_for_messages(2)
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(3)
    assert len(slack.messages) == 3 and slack.private == []


def test_pressing_again_later_says_that_it_is_answered(slack, channel, http, answered):
    message = answered(slack.mention("pay?"))
    http.interaction(slack.press(message, message.button("Outlook")))
    slack.wait_for_messages(2)
    slack.wait(lambda: not channel.rows("slack_work"))
    http.interaction(slack.press(message, message.button("Outlook"), user="U2"))
    (note,) = slack.wait(lambda: slack.private)
    assert "answered already" in note["text"] and note["response_type"] == "ephemeral"
    assert len(slack.messages) == 2


def test_the_same_press_delivered_again_is_not_mentioned(slack, channel, http, answered):
    message = answered(slack.direct("pay?"))
    press = slack.press(message, message.button("Outlook"))
    http.interaction(press)
    slack.wait_for_messages(2)
    slack.wait(lambda: not channel.rows("slack_work"))
    http.interaction(press)
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(3)
    assert slack.private == []


def test_a_press_on_a_private_answer_is_answered_privately(slack, http, bot):
    bot.say = lambda text: [reply_to(PAY)]
    http.form(slack.command("pay?"))
    (first,) = slack.wait(lambda: slack.private)
    http.interaction(slack.press_private(first["blocks"], "Outlook"))
    second = slack.wait(lambda: slack.private[1:])[0]
    assert second["response_type"] == "ephemeral" and not second["replace_original"]
    assert slack.messages == [] and len(set(bot.conversations)) == 1


def test_more_shows_the_whole_answer_in_its_place(slack, http, answered):
    message = answered(slack.direct("certifications?"), LONG)
    before = message.shown
    more = next(button for button in message.buttons if button["action_id"] == "more")
    http.interaction(slack.press(message, more))
    slack.wait(lambda: message.edits)
    assert len(slack.messages) == 1 and len(message.shown) > len(before)
    assert "Fabric Analytics Engineer Associate" in message.shown and "Fabric Analytics Engineer" not in before
    assert not any(button["action_id"] == "more" for button in message.buttons)


def test_more_keeps_who_asked(slack, http, bot, answered):
    message = answered(slack.mention("pay?"))
    bot.say = lambda text: [reply_to(LONG)]
    http.interaction(slack.press(message, message.button("Outlook"), user="U2"))
    shortened = slack.wait_for_messages(2)[1]
    asked = shortened.blocks[0]
    more = next(button for button in shortened.buttons if button["action_id"] == "more")
    http.interaction(slack.press(shortened, more, user="U3"))
    slack.wait(lambda: shortened.edits)
    assert shortened.blocks[0] == asked


def test_more_on_a_private_answer_replaces_it(slack, http, bot):
    bot.say = lambda text: [reply_to(LONG)]
    http.form(slack.command("certifications?"))
    (first,) = slack.wait(lambda: slack.private)
    title = next(
        e["text"]["text"]
        for b in first["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == "more"
    )
    http.interaction(slack.press_private(first["blocks"], title))
    second = slack.wait(lambda: slack.private[1:])[0]
    assert second["replace_original"] and second["blocks"][0] == first["blocks"][0]


def test_more_on_a_message_that_is_gone_sends_a_new_one(slack, http, answered):
    slack.expected_faults.append("message_not_found")
    message = answered(slack.direct("certifications?"), LONG)
    press = slack.press(message, next(button for button in message.buttons if button["action_id"] == "more"))
    slack.messages.remove(message)
    http.interaction(press)
    assert "Fabric Analytics Engineer" in slack.wait_for_messages(1)[0].shown


def test_more_on_an_answer_that_is_known_no_longer_gets_an_apology(slack, http, answered, caplog):
    message = answered(slack.direct("certifications?"), LONG)
    press = slack.press(message, next(button for button in message.buttons if button["action_id"] == "more"))
    press["actions"][0]["value"] = json.dumps({"request": {"topic": "salary", "roles": ["alchemist"]}, "asked": None})
    http.interaction(press)
    assert slack.wait_for_messages(2)[1].text.startswith("Sorry, something went wrong")
    assert "A task of the Slack channel failed" in caplog.text


def test_a_rating_is_kept_and_thanked_for(slack, channel, http, answered):
    message = answered(slack.direct("pay?"))
    http.interaction(slack.press(message, message.button("Not helpful")))
    (thanks,) = slack.wait(lambda: slack.private)
    assert thanks["response_type"] == "ephemeral" and not thanks["replace_original"]
    (feedback,) = channel.feedback
    assert (feedback.sender, feedback.helpful) == ("slack:T0001:D1", False)
    assert feedback.answer_id == message.button("Helpful")["value"]


def test_small_talk_has_no_rating_buttons(slack, http, bot):
    http.event(slack.direct("hello"))
    assert slack.wait_for_messages(1)[0].buttons == []


def test_the_home_tab_offers_every_topic_and_every_role(slack, http, knowledge):
    http.event(slack.event({"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}))
    (view,) = slack.wait(lambda: slack.homes["U1"])
    payloads = {
        json.loads(element["value"])["payload"]
        for block in view["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }
    assert {f"/{topic.intent}" for topic in Topic} <= payloads
    assert {f'/ask_responsibilities{{"role": ["{role}"]}}' for role in knowledge.roles} <= payloads


def test_the_messages_tab_of_the_home_is_left_alone(slack, http):
    http.event(slack.event({"type": "app_home_opened", "user": "U1", "tab": "messages", "channel": "D1"}))
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(1)
    assert slack.homes == {}


def test_a_press_in_the_home_tab_is_answered_in_direct_messages_and_can_be_repeated(slack, http, bot):
    http.event(slack.event({"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}))
    slack.wait(lambda: slack.homes["U1"])
    http.interaction(slack.press_home("Pay"))
    (message,) = slack.wait_for_messages(1)
    assert message.channel == "D1" and bot.asked == [("slack:T0001:D1", "/ask_salary")]
    slack.wait(lambda: len(slack.homes["U1"]) == 2, "a new Home")
    http.interaction(slack.press_home("Pay"))
    slack.wait_for_messages(2)


def test_a_button_that_is_a_link_is_only_acknowledged(slack, http, bot, answered):
    message = answered(slack.direct("pay?"))
    press = slack.press(message, message.button("Outlook"))
    del press["actions"][0]["value"]
    assert http.interaction(press).status_code == 200
    assert len(bot.asked) == 1


def test_several_questions_in_one_message_get_a_message_each(slack, http, bot):
    bot.say = lambda text: [reply_to(PAY, Question(Topic.DEMAND, ("data_engineer",)))]
    http.event(slack.direct("pay and outlook?"))
    assert [message.blocks[0]["text"]["text"] for message in slack.wait_for_messages(2)] == [
        "Pay of data engineers",
        "Outlook for data engineers",
    ]


def test_a_chart_with_a_public_address_is_shown_with_its_meaning_in_words(slack, http, bot):
    bot.say = lambda text: [reply_to(PAY, image="https://advisor.example.org/charts/1.png")]
    http.event(slack.direct("pay?"))
    (image,) = [block for block in slack.wait_for_messages(1)[0].blocks if block["type"] == "image"]
    assert image["image_url"] == "https://advisor.example.org/charts/1.png"
    assert image["alt_text"] == "Chart: Pay of data engineers"


def test_a_chart_without_a_public_address_is_uploaded(slack, http, bot):
    bot.say = lambda text: [reply_to(PAY)]
    bot.chart = Chart(b"\x89PNG", "Pay of data engineers in Canada")
    asked = slack.mention("pay?")
    http.event(asked)
    (upload,) = slack.wait(lambda: slack.files)
    assert slack.called("upload")[0]["content"] and upload["channel_id"] == "C1"
    assert upload["thread_ts"] == asked["event"]["ts"]
