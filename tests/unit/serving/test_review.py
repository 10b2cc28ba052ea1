"""What went unanswered: read from the conversations, masked, grouped by meaning."""

from __future__ import annotations

import csv
import io
import json
from typing import Any, Dict, List, Tuple

import numpy as np
import pytest
import sqlalchemy as sa
import yaml

from advisor.knowledge.cli import main
from advisor.serving.review import (
    DECLINED,
    UNHELPFUL,
    UNSURE,
    Asked,
    Group,
    ReviewError,
    as_csv,
    as_examples,
    as_page,
    as_text,
    group_by_meaning,
    mask,
    read_asked,
)

Event = Tuple[str, str, str, Dict[str, Any]]


def said(text: str, intent: str, sender: str = "ann") -> Event:
    return (sender, "user", intent, {"text": text})


def replied(requests: List[Dict[str, Any]], sender: str = "ann") -> Event:
    return (sender, "bot", "", {"metadata": {"requests": requests}})


def database(events: List[Event], unhelpful: Tuple[Tuple[str, float], ...] = ()) -> sa.engine.Engine:
    """Conversations whose events are a second apart, the first at 1."""
    engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create table events (id integer primary key, sender_id, type_name, timestamp float, intent_name, data)"
        )
        connection.exec_driver_sql("create table feedback (sender_id, helpful boolean, given float)")
        for moment, (sender, kind, intent, data) in enumerate(events, 1):
            row = (sender, kind, moment, intent, json.dumps(data))
            connection.exec_driver_sql(
                "insert into events (sender_id, type_name, timestamp, intent_name, data) values (?, ?, ?, ?, ?)", row
            )
        for sender, given in unhelpful:
            connection.exec_driver_sql("insert into feedback values (?, 0, ?)", (sender, given))
    return engine


def test_what_was_declined_or_not_understood_is_listed():
    engine = database([said("who won", "out_of_scope"), said("eh", "nlu_fallback"), said("pay?", "ask_salary")])
    assert [(asked.text, asked.reason) for asked in read_asked(engine)] == [("who won", DECLINED), ("eh", UNSURE)]


def test_what_was_marked_unhelpful_is_the_message_before_the_mark():
    engine = database([said("pay?", "ask_salary"), said("skills?", "ask_skills")], (("ann", 1.5),))
    assert [(asked.text, asked.reason) for asked in read_asked(engine)] == [("pay?", UNHELPFUL)]


def test_an_imported_occupation_that_was_answered_is_not_listed():
    nurse = said("nurse pay", "out_of_scope_occupation")
    assert read_asked(database([nurse, replied([{"topic": "salary", "occupation": "10-1000.00"}])])) == []
    assert read_asked(database([nurse, replied([{"kind": "unknown_occupation"}])]))


def test_pressed_buttons_are_not_listed():
    assert read_asked(database([said("/out_of_scope", "out_of_scope")])) == []


def test_a_database_without_conversations_is_said_to_be_so():
    with pytest.raises(ReviewError, match="no conversations yet"):
        read_asked(sa.create_engine("sqlite://"))


@pytest.mark.parametrize(
    "text, masked",
    [
        ("write to jane.doe@mail.example.org please", "write to (e-mail) please"),
        ("ring +44 20 7946 0958", "ring (number)"),
        ("ring (020) 7946-0958 now", "ring (number) now"),
        ("my name is Jane Doe and I code", "my name is (name) and I code"),
        ("I earned 65,000 in 2024 with DP-100", "I earned 65,000 in 2024 with DP-100"),
    ],
)
def test_what_tells_who_somebody_is_is_masked(text, masked):
    assert mask(text) == masked


GROUPS = [
    Group([Asked("=pay <b>", DECLINED, "out_of_scope"), Asked("pay", UNSURE, "nlu_fallback")]),
    Group([Asked("visa", DECLINED, "out_of_scope")]),
]


def test_messages_of_one_meaning_are_one_group_the_largest_first():
    asked = [Asked(text, DECLINED, "out_of_scope") for text in ("visa", "pay", "wage")]
    vectors = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 0.995]])
    groups = group_by_meaning(asked, vectors)
    assert [[message.text for message in group.messages] for group in groups] == [["pay", "wage"], ["visa"]]


def test_the_text_names_how_often_and_why():
    assert "2 x  declined 1, not understood 1" in as_text(GROUPS)
    assert as_text([]) == "Nothing went unanswered."


def test_no_cell_is_a_formula():
    rows = list(csv.DictReader(io.StringIO(as_csv(GROUPS))))
    assert [row["group"] for row in rows] == ["1", "1", "2"]
    assert rows[0]["text"] == "'=pay <b>"


def test_the_page_shows_texts_and_runs_none():
    assert "=pay &lt;b&gt;" in as_page(GROUPS) and "<b>" not in as_page(GROUPS)


def test_examples_are_rasas_yaml_with_a_label_to_replace_for_each_group():
    exported = yaml.safe_load(as_examples(GROUPS))
    assert [entry["intent"] for entry in exported["nlu"]] == ["label_me_1", "label_me_2"]
    assert yaml.safe_load(as_examples([]))["nlu"] == []


def test_the_command_says_what_is_missing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert main(["review"]) == 1
    assert "no conversations yet" in capsys.readouterr().err
