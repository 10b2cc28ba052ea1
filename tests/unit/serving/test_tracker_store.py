"""Conversations in SQLite: nothing is lost, and a turn costs the same however long the conversation is."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from advisor.serving.database import URL_VARIABLE
from advisor.serving.tracker_store import RECENT_TURNS, ConversationStore

DOMAIN = Domain.from_yaml(
    """
    intents: [ask]
    actions: [action_answer]
    slots:
      roles: {type: any, influence_conversation: false, mappings: [{type: custom}]}
      topic: {type: any, influence_conversation: false, mappings: [{type: custom}]}
    """
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "conversations.db"


@pytest.fixture
def store(path, monkeypatch):
    return open_store(path, monkeypatch)


def open_store(path, monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{path}")
    return ConversationStore(DOMAIN)


def retrieve(store, sender="me"):
    return asyncio.run(store.retrieve(sender))


def retrieve_full(store, sender="me"):
    return asyncio.run(store.retrieve_full_tracker(sender))


def talk(store, turns, sender="me", first=0):
    """Has turns as the processor does: retrieve, add events, save."""
    for number in range(first, first + turns):
        tracker = retrieve(store, sender) or DialogueStateTracker(sender, DOMAIN.slots)
        for event in (
            ActionExecuted("action_listen"),
            UserUttered(f"question {number}", {"name": "ask"}),
            ActionExecuted("action_answer"),
            BotUttered(f"answer {number}", {"requests": [{"topic": "salary"}]}),
            SlotSet("roles", [f"role_{number}"]),
        ):
            tracker.update(event, DOMAIN)
        asyncio.run(store.save(tracker))


def set_topic(store):
    """Begins a conversation with a slot that no later turn sets."""
    tracker = DialogueStateTracker("me", DOMAIN.slots)
    tracker.update(SlotSet("topic", "salary"), DOMAIN)
    asyncio.run(store.save(tracker))


def questions(tracker):
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def rows(path, table="events"):
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def test_a_conversation_that_was_never_held_is_none(store):
    assert retrieve(store) is None


def test_what_was_saved_comes_back(store):
    talk(store, 1)
    tracker = retrieve(store)
    assert (tracker.sender_id, questions(tracker)) == ("me", ["question 0"])
    assert tracker.latest_message.intent["name"] == "ask"


def test_slots_survive(store):
    talk(store, 1)
    assert retrieve(store).get_slot("roles") == ["role_0"]


def test_slots_survive_long_after_the_turn_that_set_them(store):
    set_topic(store)
    talk(store, 10)
    assert retrieve(store).get_slot("topic") == "salary"


def test_a_slot_that_was_cleared_stays_cleared(store):
    talk(store, 1)
    tracker = retrieve(store)
    tracker.update(SlotSet("roles", None), DOMAIN)
    asyncio.run(store.save(tracker))
    assert retrieve(store).get_slot("roles") is None


def test_only_the_last_turns_are_handed_back(store):
    talk(store, 10)
    assert questions(retrieve(store)) == [f"question {number}" for number in range(10 - RECENT_TURNS, 10)]


def test_a_turn_costs_the_same_however_long_the_conversation_is(store):
    talk(store, 5)
    early = len(retrieve(store).events)
    talk(store, 20, first=5)
    assert len(retrieve(store).events) == early


def test_the_full_tracker_has_all_turns(store):
    talk(store, 10)
    assert questions(retrieve_full(store)) == [f"question {number}" for number in range(10)]


def test_nothing_is_saved_twice(store, path):
    talk(store, 10)
    assert len(rows(path)) == 10 * 5


def test_saving_again_without_news_adds_nothing(store, path):
    talk(store, 2)
    before = rows(path)
    tracker = retrieve(store)
    asyncio.run(store.save(tracker))
    asyncio.run(store.save(tracker))
    assert rows(path) == before


def test_a_tracker_that_is_saved_several_times_in_a_turn_is_saved_once(store, path):
    tracker = DialogueStateTracker("me", DOMAIN.slots)
    for text in ("one", "two"):
        tracker.update(UserUttered(text, {"name": "ask"}), DOMAIN)
        asyncio.run(store.save(tracker))
    assert questions(retrieve_full(store)) == ["one", "two"]
    assert len(rows(path)) == 2


def test_the_slots_row_is_no_event(store, path):
    talk(store, 3)
    assert not any(json.loads(row[-1]).get("timestamp") == 0.0 for row in rows(path))


def test_conversations_are_kept_apart(store):
    talk(store, 1, "one")
    talk(store, 2, "two")
    assert questions(retrieve(store, "one")) == ["question 0"]
    assert sorted(asyncio.run(store.keys())) == ["one", "two"]


@pytest.mark.parametrize("sender", ["x" * 255, "名前 🙂", "'; DROP TABLE events; --", "a/b?c=d", "%"])
def test_any_sender_will_do(store, sender):
    talk(store, 1, sender)
    assert questions(retrieve(store, sender)) == ["question 0"]
    assert questions(retrieve_full(store, sender)) == ["question 0"]


def test_a_restart_loses_nothing(store, path, monkeypatch):
    talk(store, 3)
    store.engine.dispose()
    again = open_store(path, monkeypatch)
    assert retrieve(again).get_slot("roles") == ["role_2"]
    talk(again, 1, first=3)
    assert len(questions(retrieve_full(again))) == 4


@pytest.mark.parametrize("data", ["{broken", "[]", "null", '{"event": "no_such_event"}', '{"event": "user"}', '"text"', ""])
def test_a_corrupt_row_is_left_out_and_logged(store, path, caplog, data):
    talk(store, 2)
    with sqlite3.connect(path) as connection:
        (row,) = connection.execute("SELECT id FROM events WHERE type_name = 'user' ORDER BY id DESC LIMIT 1").fetchone()
        connection.execute("UPDATE events SET data = ? WHERE id = ?", (data, row))
    with caplog.at_level(logging.ERROR):
        tracker = retrieve(store)
    assert "question 0" in questions(tracker) and "question 1" not in questions(tracker)
    assert f"Row {row} " in caplog.text


def test_a_corrupt_row_does_not_break_the_full_tracker(store, path):
    talk(store, 2)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE events SET data = '{broken' WHERE id = 2")
    assert questions(retrieve_full(store)) == ["question 1"]


@pytest.mark.parametrize("slots", ["{broken", "[]", "null", ""])
def test_corrupt_slots_are_given_up_and_the_conversation_goes_on(store, path, slots):
    set_topic(store)
    talk(store, 3)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE conversations SET slots = ?", (slots,))
    tracker = retrieve(store)
    assert tracker.get_slot("topic") is None
    assert questions(tracker) == ["question 1", "question 2"]


def test_a_slot_that_the_domain_no_longer_has_does_not_end_the_conversation(store, path):
    talk(store, 3)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE conversations SET slots = ?", ('{"gone": 1, "topic": "salary"}',))
    assert retrieve(store).get_slot("topic") == "salary"


def test_events_and_slots_are_saved_both_or_neither(store, path, monkeypatch):
    talk(store, 1)
    tracker = retrieve(store)
    tracker.update(UserUttered("unsaved", {"name": "ask"}), DOMAIN)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE conversations")
    with pytest.raises(Exception):
        asyncio.run(store.save(tracker))
    assert len(rows(path)) == 5


def test_the_file_is_written_ahead(store, path):
    talk(store, 1)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_without_the_variable_the_url_of_the_endpoints_file_counts(tmp_path, monkeypatch):
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    store = ConversationStore(DOMAIN, host=f"sqlite:///{tmp_path / 'other.db'}")
    talk(store, 1)
    assert (tmp_path / "other.db").is_file()


def test_what_people_write_is_not_kept_where_a_setting_says_so(path, monkeypatch):
    monkeypatch.setenv("ADVISOR_KEEP_TEXT", "no")
    store = open_store(path, monkeypatch)
    talk(store, 2)
    assert not any("question" in str(row) for row in rows(path))
    assert retrieve(store).get_slot("roles") == ["role_1"]
