"""A conversation survives what happens to browsers, networks and servers; no message is lost or doubled."""

from __future__ import annotations

import json
import sqlite3

from playwright.sync_api import expect

QUESTION = "What does a data engineer do?"
OTHER_QUESTION = "How much does a data engineer earn?"
CHAT = "**/webhooks/rest/webhook"


def test_a_reload_brings_back_the_same_bubbles_and_the_same_conversation(chatting):
    chatting.ask(QUESTION)
    before = chatting.said
    chatting.page.reload()
    expect(chatting.answers).to_have_count(1)
    assert chatting.said == before
    chatting.ask("and in Canada, what does it pay?")
    assert len({message["sender"] for message in chatting.sent}) == 1


def test_a_second_tab_shows_the_same_conversation_as_it_goes_on(chatting, new_visitor, assistant):
    chatting.ask(QUESTION)
    second = new_visitor(chatting.context).visit(assistant.url)
    second.see(".launcher").click()
    expect(second.answers).to_have_count(1)
    second.ask(OTHER_QUESTION)
    expect(chatting.answers).to_have_count(2)
    assert chatting.said == second.said
    assert [message["message"] for message in chatting.sent + second.sent] == [QUESTION, OTHER_QUESTION]
    assert second.sent[-1]["sender"] == chatting.sent[-1]["sender"]


def test_what_was_typed_and_not_sent_survives_a_reload(chatting):
    chatting.see("textarea").fill("Half a ques")
    chatting.page.reload()
    expect(chatting.see("textarea")).to_have_value("Half a ques")


def test_offline_the_message_waits_and_goes_out_when_the_browser_is_back(chatting):
    chatting.context.set_offline(True)
    chatting.type(QUESTION)
    expect(chatting.see(".banner")).to_contain_text("You are offline")
    expect(chatting.questions).to_have_count(1)
    chatting.screenshot("desktop-offline")
    chatting.context.set_offline(False)
    expect(chatting.answers).to_have_count(1)
    expect(chatting.see(".banner")).not_to_be_visible()
    expect(chatting.questions).to_have_count(1)


def test_a_waiting_message_goes_out_after_a_reload_too(chatting):
    chatting.page.route(CHAT, lambda route: route.abort())
    chatting.type(QUESTION)
    expect(chatting.see(".banner")).to_contain_text("can't be reached")
    chatting.page.unroute(CHAT)
    chatting.page.reload()
    expect(chatting.answers).to_have_count(1)
    expect(chatting.questions).to_have_count(1)


def test_a_waiting_message_can_be_taken_back_and_edited(chatting):
    chatting.page.route(CHAT, lambda route: route.abort())
    chatting.type(QUESTION)
    chatting.page.get_by_role("button", name="Edit").click()
    expect(chatting.see("textarea")).to_have_value(QUESTION)
    expect(chatting.questions).to_have_count(0)


def test_a_busy_server_is_asked_again_when_it_says(chatting):
    busy = [{"status": 429, "headers": {"Retry-After": "1"}, "body": error("busy")}]
    chatting.page.route(CHAT, lambda route: route.fulfill(**busy.pop()) if busy else route.continue_())
    chatting.type(QUESTION)
    expect(chatting.see(".banner")).to_contain_text("Many questions at once")
    expect(chatting.answers).to_have_count(1)
    assert chatting.sent[0] == chatting.sent[1]


def test_a_failing_server_is_asked_again_under_the_same_message_id(chatting):
    failures = [{"status": 503, "body": "down"}, {"status": 502, "body": "<html>"}]
    chatting.page.route(CHAT, lambda route: route.fulfill(**failures.pop()) if failures else route.continue_())
    chatting.type(QUESTION)
    expect(chatting.see(".banner")).to_contain_text("not answering just now")
    expect(chatting.answers).to_have_count(1)
    expect(chatting.questions).to_have_count(1)
    assert len({message["message_id"] for message in chatting.sent}) == 1


def test_an_answer_that_is_lost_on_the_way_is_not_asked_for_twice(chatting, assistant):
    lost = ["once"]

    def lose(route):
        if not lost:
            return route.continue_()
        lost.pop()
        route.fetch()  # the server answers, and nobody hears it
        return route.abort()

    chatting.page.route(CHAT, lose)
    chatting.type(QUESTION)
    expect(chatting.answers).to_have_count(1)
    assert len(chatting.sent) == 2
    assert turns_of(assistant, chatting.sent[0]["sender"]) == 1


def test_a_slow_answer_is_waited_for(chatting):
    waiting = []
    chatting.page.route(CHAT, lambda route: waiting.append(route))
    chatting.type(QUESTION)
    expect(chatting.see(".typing")).to_be_visible()
    expect(chatting.see(".banner")).to_contain_text("longer than usual", timeout=15_000)
    waiting[0].continue_()
    expect(chatting.answers).to_have_count(1)
    expect(chatting.see(".typing")).not_to_be_visible()
    assert len(chatting.sent) == 1


def test_a_refused_message_says_why_and_can_be_edited(chatting):
    refusal = {"status": 413, "body": error("The field 'message' is too long.")}
    chatting.page.route(CHAT, lambda route: route.fulfill(**refusal))
    chatting.type(QUESTION)
    expect(chatting.see(".problem")).to_have_text("The field 'message' is too long.")
    expect(chatting.page.get_by_role("button", name="Edit")).to_be_visible()


def test_pressing_a_button_twice_asks_once(chatting):
    chatting.see(".suggestion").first.dblclick()
    expect(chatting.answers).to_have_count(1)
    assert len(chatting.sent) == 1


def test_the_server_restarts_in_the_middle_of_a_conversation(chatting, assistant):
    chatting.ask("How much does a data engineer earn in the United States?")
    assistant.stop()
    try:
        chatting.type("and in Canada?")
        expect(chatting.see(".banner")).to_contain_text("can't be reached")
    finally:
        assistant.start()
    expect(chatting.answers).to_have_count(2, timeout=60_000)
    expect(chatting.answers.last).to_contain_text("CA$")
    expect(chatting.questions).to_have_count(2)


def turns_of(assistant, sender: str) -> int:
    """How many messages of a visitor the server has taken."""
    with sqlite3.connect(assistant.folder / "conversations.db") as database:
        query = "SELECT COUNT(*) FROM events WHERE sender_id = ? AND type_name = 'user'"
        return database.execute(query, (sender,)).fetchone()[0]


def error(message: str) -> str:
    return json.dumps({"error": {"code": "refused", "message": message}})
