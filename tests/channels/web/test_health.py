"""What tells whether the server is well: for people, orchestrators and Prometheus."""

from __future__ import annotations

import re

import pytest
import requests
from sqlalchemy.exc import SQLAlchemyError

from advisor.answers.answer import ANSWER_VERSION
from advisor.serving.conversations import Records
from advisor.serving.database import create_engine, reason
from tests.channels.web.conftest import error_code, post


def get(server, path):
    return requests.get(f"{server.url}{path}", timeout=30)


def metric(server, name, **labels):
    """The value of a metric; 0 where it has not been counted yet."""
    wanted = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    pattern = rf"^{re.escape(name)}{re.escape('{' + wanted + '}') if wanted else ''} (\S+)$"
    found = re.search(pattern, get(server, "/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_health_says_that_the_process_runs(server):
    assert get(server, "/health").json() == {"status": "ok"}


def test_ready_says_that_nothing_is_wrong(server):
    response = get(server, "/ready")
    assert (response.status_code, response.json()) == (200, {"ready": True, "problems": []})


def test_version_names_what_runs(server, knowledge):
    assert get(server, "/version").json() == {
        "name": "career-advisor",
        "answer_version": ANSWER_VERSION,
        "knowledge": knowledge.version,
        "keep_days": 90,
    }


def test_a_database_that_is_read_only_is_found_out(tmp_path):
    path = tmp_path / "conversations.db"
    Records(create_engine(f"sqlite:///{path}")).check_writable()
    read_only = Records(create_engine(f"sqlite:///file:{path}?mode=ro&uri=true"))
    with pytest.raises(SQLAlchemyError) as refused:
        read_only.check_writable()
    assert reason(refused.value) == "attempt to write a readonly database"


# Metrics


def test_metrics_are_in_prometheus_format(server):
    response = get(server, "/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert "# TYPE advisor_messages_total counter" in response.text


def test_messages_are_counted_by_intent_and_channel(server, conversation):
    before = metric(server, "advisor_messages_total", intent="ask_salary", channel="rest")
    conversation.say("How much does a data engineer earn?")
    conversation.say("How much does a data engineer earn in Germany?")
    assert metric(server, "advisor_messages_total", intent="ask_salary", channel="rest") == before + 2


def test_explaining_a_message_does_not_count_it_twice(server, conversation):
    before = metric(server, "advisor_messages_total", intent="ask_salary", channel="rest")
    post(server, json={"sender": conversation.sender, "message": "What does a data engineer earn?", "explain": True})
    assert metric(server, "advisor_messages_total", intent="ask_salary", channel="rest") == before + 1


def test_declined_messages_are_counted(server, conversation):
    before = metric(server, "advisor_declined_total")
    conversation.say("What is the best recipe for lasagne?")
    conversation.say("What does a data engineer do?")
    assert metric(server, "advisor_declined_total") == before + 1


def test_latency_is_counted(server, conversation):
    before = metric(server, "advisor_message_seconds_count")
    conversation.say("hello")
    assert metric(server, "advisor_message_seconds_count") == before + 1
    assert metric(server, "advisor_message_seconds_sum") > 0


def test_refused_requests_are_counted_by_status(server):
    before = metric(server, "advisor_refused_total", code="415")
    post(server, data="hello", headers={"Content-Type": "text/plain"})
    assert metric(server, "advisor_refused_total", code="415") == before + 1


def test_the_age_of_the_knowledge_grows(server):
    first = metric(server, "advisor_knowledge_age_seconds")
    assert 0 < first < metric(server, "advisor_knowledge_age_seconds")


def test_no_metric_names_a_person(server, conversation):
    conversation.say("What does a zyxwvut engineer do?")
    text = get(server, "/metrics").text
    assert conversation.sender not in text and "zyxwvut" not in text


def test_metrics_can_be_switched_off(site):
    response = site.get("/metrics")
    assert (response.status_code, error_code(response)) == (404, "not_found")
