"""Tokens and addresses that may post are neither logged nor stored."""

from __future__ import annotations

import logging
from pathlib import Path

from fake_slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

from advisor.channels.slack.redaction import RedactSecrets, redact
from advisor.channels.slack.settings import SlackSettings

SECRETS = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "deprecated-verification-token", "/response/", "secret-ticket")


def test_nothing_secret_is_logged_whatever_goes_wrong(slack, start_channel, caplog):
    caplog.set_level(logging.DEBUG)
    slack.expected_faults.append("unknown_method")
    running = start_channel(APP_TOKEN)
    slack.wait(lambda: slack.called("socket"))
    slack.fail("chat.postMessage", status=500)
    slack.fail("chat.postMessage", error="invalid_auth")
    slack.fail("response_url", status=404, error="expired_url")
    running.http.event(slack.direct("pay?"))
    running.http.form(slack.command("pay?", user="U2"))
    running.http.event(slack.direct("pay?"), signature="v0=1")
    slack.wait_for_messages(1)
    slack.disconnect()
    slack.wait(lambda: len(slack.called("socket")) == 2)
    logged = "\n".join(
        record.getMessage() + str(record.exc_text) for record in caplog.records if "advisor" in record.name
    )
    assert logged
    assert [secret for secret in SECRETS if secret in logged] == []


def test_nothing_secret_is_stored(slack, start_channel, bot, tmp_path):
    bot.gate.clear()
    running = start_channel()
    running.http.form(slack.command("pay?"))
    running.http.event(slack.direct("pay?"))
    slack.wait(lambda: len(bot.asked) == 2)
    stored = b"".join(path.read_bytes() for path in Path(tmp_path).glob("conversations.db*"))
    assert b"pay?" in stored, "what waits is stored"
    assert [secret for secret in SECRETS if secret.encode() in stored] == []


def test_secrets_of_every_shape_are_masked():
    line = (
        "xoxb-1-2-a xoxe.xoxp-1-b xapp-1-A-2-c wss://wss-primary.slack.com/link/?ticket=0c-9d&app_id=A1 "
        "https://hooks.slack.com/actions/T1/2/3a https://hooks.slack-gov.com/commands/T1/2/3a"
    )
    masked = redact(line)
    assert masked == (
        "(secret) xoxe.(secret) (secret) wss://wss-primary.slack.com/link/?ticket=(secret)&app_id=A1 "
        "https://hooks.slack.com/(secret) https://hooks.slack-gov.com/(secret)"
    )


def test_a_traceback_is_masked_too():
    try:
        raise ValueError(f"bad {BOT_TOKEN}")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "failed with %s", (BOT_TOKEN,), (ValueError, error, error.__traceback__)
        )
    RedactSecrets().filter(record)
    assert BOT_TOKEN not in logging.Formatter().format(record)


def test_settings_do_not_show_their_secrets():
    assert not any(secret in repr(SlackSettings(BOT_TOKEN, SIGNING_SECRET, APP_TOKEN)) for secret in SECRETS)
