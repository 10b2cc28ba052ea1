"""What the Request URL takes: signed by Slack, recent, and as Slack documents it."""

from __future__ import annotations

import json

import pytest
import requests
from fake_slack import SlackHttp


def test_the_request_url_is_verified_by_its_challenge(http):
    response = http.event(
        {"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}
    )
    assert response.json() == {"challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"}


def test_a_content_type_with_a_charset_is_understood(slack, http):
    body = json.dumps(slack.direct("pay?")).encode()
    assert http.send(body, "application/json; charset=utf-8").status_code == 200
    slack.wait_for_messages(1)


@pytest.mark.parametrize(
    "how",
    [{"signature": ""}, {"signature": "v0=" + "0" * 64}, {"signature": "v0=ä"}, {"age": 301}, {"age": -301}],
    ids=["unsigned", "wrong", "no ascii", "stale", "from the future"],
)
def test_what_slack_has_not_signed_lately_is_refused(slack, http, bot, how):
    if how.get("signature") == "v0=ä":
        how = {"signature": "v0=ä".encode("utf-8").decode("latin-1")}
    assert http.event(slack.direct("pay?"), **how).status_code == 401
    http.event(slack.direct("The next one"))
    slack.wait_for_messages(1)
    assert bot.texts == ["The next one"]


def test_another_apps_signature_is_refused(slack, channel):
    other = SlackHttp(channel.url, secret="another secret")
    assert other.event(slack.direct("pay?")).status_code == 401


def test_a_timestamp_that_is_no_number_is_refused(slack, channel):
    response = requests.post(
        channel.http.url, data=b"{}", headers={"X-Slack-Request-Timestamp": "now", "X-Slack-Signature": "v0=1"}
    )
    assert response.status_code == 401


@pytest.mark.parametrize(
    "body, content_type",
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"type": "event_callback", "event": {"type": "app_mention", "user": "U1"}}', "application/json"),
        (b'{"type": "event_callback", "event": [1]}', "application/json"),
        (b"payload=%7B", "application/x-www-form-urlencoded"),
        (
            b"payload=%7B%22type%22%3A%22block_actions%22%2C%22actions%22%3A%5B%7B%22value%22%3A%221%22%7D%5D%7D",
            "application/x-www-form-urlencoded",
        ),
        (b"command=/career", "application/x-www-form-urlencoded"),
        (b"hello", "text/plain"),
    ],
    ids=[
        "no json",
        "no object",
        "deep",
        "no channel",
        "event of another type",
        "no json in a form",
        "press without a place",
        "command without a user",
        "text",
    ],
)
def test_what_is_signed_but_unreadable_is_said_to_be_so(http, body, content_type):
    response = http.send(body, content_type)
    assert response.status_code == 400 and response.json()["error"]["code"] == "unreadable"


def test_a_very_large_request_is_refused(http):
    assert http.send(b" " * 600_000, "application/json").status_code == 413


def test_slacks_check_of_the_certificate_is_acknowledged(http, bot):
    assert http.form({"ssl_check": "1", "token": "x"}).status_code == 200
    assert bot.asked == []


def test_what_the_app_does_not_know_is_only_acknowledged(http, bot):
    assert http.event({"type": "event_callback", "event_id": "Ev1", "event": {"type": "team_join"}}).status_code == 200
    assert http.interaction({"type": "view_submission", "view": {}}).status_code == 200
    assert http.event({"type": "app_rate_limited", "minute_rate_limited": 1}).status_code == 200
    assert bot.asked == []
