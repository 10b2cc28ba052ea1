"""What the web channel promises to those who call it: one item an answer, buttons, feedback, forgetting."""

from __future__ import annotations

import csv
import io
import sqlite3
import time

import jsonschema
import pytest
import requests

from advisor.serving.conversations import Feedback, Records, main
from advisor.serving.database import create_engine
from advisor.serving.tracker_store import ConversationStore
from tests.channels.web.conftest import post
from tests.conftest import ANSWER_SCHEMA

QUESTION = "How much does a data engineer earn in Canada?"
TABLES_OF_PEOPLE = ("events", "conversations", "feedback")


@pytest.fixture
def database(server):
    return server.log.parent / "conversations.db"


@pytest.fixture
def answer_id(conversation):
    conversation.say(QUESTION)
    return conversation.answers[0]["id"]


def rows(database, table, sender):
    with sqlite3.connect(database) as connection:
        return connection.execute(f"SELECT * FROM {table} WHERE sender_id = ?", (sender,)).fetchall()


def is_kept(database, sender):
    return any(rows(database, table, sender) for table in TABLES_OF_PEOPLE)


def bytes_of(database):
    """All that the database has on disk, the write-ahead log included."""
    return b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))


def explained(server, conversation, message=QUESTION):
    response = post(server, json={"sender": conversation.sender, "message": message, "explain": True})
    return response.json()[0]["custom"]["explain"]


def feedback(server, sender, **fields):
    return post(server, "/feedback", json={"sender": sender, "answer_id": "a1", "helpful": True, **fields})


def given(database, sender):
    return [row[2:5] for row in rows(database, "feedback", sender)]


# One item an answer


def test_an_answer_is_one_item_with_text_buttons_image_and_data_together(conversation):
    conversation.say(QUESTION)
    (item,) = conversation.items
    assert item["recipient_id"] == conversation.sender
    assert "Canada" in item["text"]
    assert item["buttons"] and set(item["buttons"][0]) == {"title", "payload", "question"}
    assert [answer["topic"] for answer in item["custom"]["answers"]] == ["salary"]


@pytest.mark.parametrize("message", ["hello", "thanks", "what can you do", "How much does a nurse earn?", "asdf qwer"])
def test_small_talk_and_refusals_are_answers_too(conversation, message):
    conversation.say(message)
    assert len(conversation.items) == len(conversation.answers) == 1


def test_two_questions_are_two_answers_of_one_item(conversation):
    conversation.say("What does a data engineer do and how much do they earn?")
    assert [answer["topic"] for answer in conversation.answers] == ["responsibilities", "salary"]
    assert len(conversation.items) == 1


def test_metadata_and_input_channel_of_the_body_are_ignored(server, conversation):
    body = {"sender": conversation.sender, "message": "hello", "metadata": {"a": 1}, "input_channel": "slack", "x": 1}
    assert post(server, json=body).status_code == 200


@pytest.mark.parametrize("sender", ["x" * 255, "名前 🙂", "'; DROP TABLE events; --", "a/b?c=d&e%20f", " spaced "])
def test_any_sender_up_to_255_characters_will_do(server, sender):
    response = post(server, json={"sender": sender, "message": "hello"})
    assert [item["recipient_id"] for item in response.json()] == [sender]
    jsonschema.validate(response.json()[0]["custom"], ANSWER_SCHEMA)


def test_a_message_of_exactly_1000_characters_is_read(server, conversation):
    assert post(server, json={"sender": conversation.sender, "message": "salary " * 142 + "salary"}).status_code == 200


# Buttons


def test_a_button_answers_its_question(conversation):
    conversation.say("What does a data engineer do?")
    conversation.press("Pay")
    assert [(a["topic"], a["roles"][0]["id"]) for a in conversation.answers] == [("salary", "data_engineer")]


def test_a_late_press_still_works(conversation):
    conversation.say("What does a data engineer do?")
    payload = next(button["payload"] for button in conversation.items[0]["buttons"] if button["title"] == "Pay")
    conversation.say("What tools does a UX designer use?")
    conversation.say(payload)
    assert [answer["roles"][0]["id"] for answer in conversation.answers] == ["data_engineer"]


def test_the_answer_as_data_offers_the_same_payloads_as_the_buttons(conversation):
    conversation.say("What does a data engineer do?")
    offered = [question["payload"] for question in conversation.answers[0]["next_questions"]]
    assert [button["payload"] for button in conversation.items[0]["buttons"]] == offered


def test_a_suggestion_can_be_pressed(server, conversation):
    suggested = requests.get(f"{server.url}/suggestions", params={"role": "data_engineer"}, timeout=30).json()
    assert set(suggested) == {"greeting", "questions"}
    assert set(suggested["questions"][0]) == {"title", "question", "payload"}
    conversation.say(suggested["questions"][0]["payload"])
    assert conversation.answers[0]["roles"][0]["id"] == "data_engineer"


def test_suggestions_for_a_role_that_is_not_known_are_those_for_everybody(server):
    unknown = requests.get(f"{server.url}/suggestions", params={"role": "no_such_role"}, timeout=30)
    assert unknown.status_code == 200
    assert unknown.json() == requests.get(f"{server.url}/suggestions", timeout=30).json()


# Why


def test_explain_says_what_was_understood_from_which_words(server, conversation):
    why = explained(server, conversation, "How much does a data enginer earn in Canada?")
    assert why["intent"]["name"] == "ask_salary" and 0 < why["intent"]["confidence"] <= 1
    assert why["runners_up"][0]["confidence"] < why["intent"]["confidence"]
    assert [(link["words"], link["kind"], link["id"]) for link in why["linked"]] == [
        ("data enginer", "role", "data_engineer"),
        ("Canada", "place", "canada"),
    ]


def test_explain_says_what_was_resolved_and_where_the_answer_comes_from(server, conversation):
    why = explained(server, conversation)
    assert why["resolved"] == [{"topic": "salary", "roles": ["data_engineer"], "place": "canada"}]
    assert why["records"] == ["roles/data_engineer.yml", "salaries.csv"]
    assert "aijobs_2025" in why["sources"]


def test_explain_shows_what_a_follow_up_took_from_the_conversation(server, conversation):
    conversation.say(QUESTION)
    why = explained(server, conversation, "and in Germany?")
    assert why["resolved"] == [{"topic": "salary", "roles": ["data_engineer"], "place": "germany"}]


def test_explain_works_for_a_press(server, conversation):
    conversation.say("What does a data engineer do?")
    why = explained(server, conversation, conversation.items[0]["buttons"][0]["payload"])
    assert why["resolved"][0]["roles"] == ["data_engineer"]


def test_nothing_is_explained_unasked(conversation):
    conversation.say(QUESTION)
    assert "explain" not in conversation.items[0]["custom"]


# Feedback


def test_feedback_is_stored(server, database, conversation, answer_id):
    response = feedback(server, conversation.sender, answer_id=answer_id, helpful=False, comment="Too old.")
    assert (response.status_code, response.content) == (204, b"")
    assert given(database, conversation.sender) == [(answer_id, 0, "Too old.")]


def test_a_second_thought_takes_the_place_of_the_first(server, database, conversation):
    feedback(server, conversation.sender, helpful=False)
    feedback(server, conversation.sender, helpful=True, comment="It was right after all.")
    assert given(database, conversation.sender) == [("a1", 1, "It was right after all.")]


def test_feedback_on_two_answers_is_kept_apart(server, database, conversation):
    feedback(server, conversation.sender, answer_id="a1")
    feedback(server, conversation.sender, answer_id="a2", helpful=False)
    assert given(database, conversation.sender) == [("a1", 1, None), ("a2", 0, None)]


def test_feedback_is_exported_without_the_sender(server, database, conversation, monkeypatch, capsys):
    feedback(server, conversation.sender, answer_id="exported", helpful=False, comment='A "quoted", word')
    monkeypatch.setenv("ADVISOR_DATABASE_URL", f"sqlite:///{database}")
    assert main(["feedback"]) == 0
    exported = capsys.readouterr().out
    lines = list(csv.DictReader(io.StringIO(exported)))
    (line,) = [line for line in lines if line["answer_id"] == "exported"]
    assert (line["helpful"], line["comment"]) == ("False", 'A "quoted", word')
    assert float(line["given"]) > 0
    assert conversation.sender not in exported


def test_a_comment_is_no_formula_when_a_spreadsheet_opens_the_export(records, capsys):
    records.add_feedback(Feedback("me", "a1", True, '=HYPERLINK("https://evil.example")'))
    main(["feedback"])
    assert """,True,"'=HYPERLINK(""https://evil.example"")\"""" in capsys.readouterr().out


# Starting over, and forgetting


def test_after_start_over_nothing_of_before_is_referred_to(conversation):
    conversation.say(QUESTION)
    conversation.say("start over")
    conversation.say("and in Germany?")
    assert conversation.answers[0]["kind"] != "topic"


def test_forget_me_in_words_leaves_nothing_in_the_database(server, database, conversation):
    conversation.say("How much does a data engineer earn in Reykjavik?")
    feedback(server, conversation.sender, comment="Remember this")
    conversation.say("forget me")
    assert not is_kept(database, conversation.sender)


def test_forgetting_by_delete_leaves_nothing_in_the_database(server, database, conversation):
    conversation.say(QUESTION)
    feedback(server, conversation.sender)
    response = requests.delete(f"{server.url}/conversations/{conversation.sender}", timeout=30)
    assert (response.status_code, response.content) == (204, b"")
    assert not is_kept(database, conversation.sender)


def test_forgetting_leaves_no_byte_on_disk(server, database, conversation):
    conversation.say("What would a zyxwvutsrq engineer earn?")
    feedback(server, conversation.sender, comment="qrstuvwxyz")
    assert b"zyxwvutsrq" in bytes_of(database) and b"qrstuvwxyz" in bytes_of(database)
    requests.delete(f"{server.url}/conversations/{conversation.sender}", timeout=30)
    for word in (b"zyxwvutsrq", b"qrstuvwxyz", conversation.sender.encode()):
        assert word not in bytes_of(database)


def test_after_forgetting_nothing_of_before_is_referred_to(conversation):
    conversation.say(QUESTION)
    conversation.say("forget me")
    conversation.say("and in Germany?")
    assert conversation.answers[0]["kind"] != "topic"


def test_other_conversations_are_left_alone(server, database, conversation):
    other = server.conversation()
    other.say(QUESTION)
    conversation.say(QUESTION)
    conversation.say("forget me")
    assert is_kept(database, other.sender)


@pytest.mark.parametrize("sender", ["a b", "ü/名?x=1", "100%25"])
def test_a_sender_of_any_characters_is_forgotten(server, database, sender):
    post(server, json={"sender": sender, "message": "hello"})
    assert is_kept(database, sender)
    requests.delete(f"{server.url}/conversations/{requests.utils.quote(sender, safe='')}", timeout=30)
    assert not is_kept(database, sender)


def test_who_was_never_here_is_forgotten_just_so(server):
    assert requests.delete(f"{server.url}/conversations/nobody", timeout=30).status_code == 204


# Old conversations


@pytest.fixture
def records(tmp_path, monkeypatch):
    """A database with a conversation of 100 days ago and one of today; feedback in both, and in one that never was."""
    monkeypatch.setenv("ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path / 'old.db'}")
    engine = ConversationStore().engine
    records = Records(engine)
    long_ago = time.time() - 100 * 86_400
    with engine.begin() as connection:
        for sender, when in (("old", long_ago), ("new", time.time())):
            connection.exec_driver_sql("INSERT INTO conversations VALUES (?, '{}', ?)", (sender, when))
            connection.exec_driver_sql("INSERT INTO events (sender_id, type_name) VALUES (?, 'user')", (sender,))
    for sender in ("old", "new", "never_was"):
        records.add_feedback(Feedback(sender, "a1", True, given=long_ago))
    return records


def kept(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    with engine.connect() as connection:
        query = "SELECT sender_id FROM {}"
        return {
            table: {row[0] for row in connection.exec_driver_sql(query.format(table))} for table in TABLES_OF_PEOPLE
        }


ONLY_THE_NEW = {table: {"new"} for table in TABLES_OF_PEOPLE}


def test_old_conversations_are_purged_with_all_that_belongs_to_them(records, tmp_path):
    assert records.purge(90) == 1
    assert kept(tmp_path) == ONLY_THE_NEW


def test_zero_days_keep_everything(records, tmp_path):
    assert records.purge(0) == 0
    assert "old" in kept(tmp_path)["events"]


def test_a_command_purges(records, tmp_path, capsys):
    assert main(["purge"]) == 0
    assert capsys.readouterr().out == "Deleted 1 conversations older than 90 days.\n"
    assert kept(tmp_path) == ONLY_THE_NEW


def test_a_command_forgets_one_conversation(records, tmp_path, capsys):
    main(["forget", "new"])
    main(["forget", "new"])
    assert capsys.readouterr().out == "Deleted.\nThere is nothing of that conversation.\n"
    assert kept(tmp_path)["conversations"] == {"old"}


@pytest.mark.parametrize("days", ["-1", "0", "soon"])
def test_an_age_that_makes_no_sense_deletes_nothing(records, tmp_path, days, capsys):
    with pytest.raises(SystemExit):
        main(["purge", "--days", days])
    assert "a whole number of days" in capsys.readouterr().err
    assert "old" in kept(tmp_path)["conversations"]


def test_a_command_says_that_nothing_is_purged_where_all_is_kept(records, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ADVISOR_KEEP_DAYS", "0")
    assert main(["purge"]) == 0
    assert capsys.readouterr().out.startswith("Nothing deleted: ADVISOR_KEEP_DAYS=0")
    assert "old" in kept(tmp_path)["conversations"]


def test_a_command_with_a_bad_setting_or_database_says_so_in_a_line(monkeypatch, capsys):
    monkeypatch.setenv("ADVISOR_DATABASE_URL", "sqlite:////no/such/folder/conversations.db")
    assert main(["feedback"]) == 1
    assert "The database /no/such/folder/conversations.db can't be used: unable to open" in capsys.readouterr().err
    monkeypatch.setenv("ADVISOR_KEEP_DAYS", "soon")
    assert main(["feedback"]) == 1
    assert "ADVISOR_KEEP_DAYS='soon'" in capsys.readouterr().err
