"""Setting the app up: what the environment must hold, what the doctor says, what the manifest asks for."""

from __future__ import annotations

import subprocess
import sys

import pytest
import yaml
from fake_slack import APP_TOKEN, BOT_TOKEN, SCOPES, SIGNING_SECRET
from rasa.shared.exceptions import InvalidConfigException

from advisor.channels.slack.channel import SlackChannel, slack_channel_from_environment
from advisor.channels.slack.settings import BOT_SCOPES, SlackSettings
from advisor.knowledge.store import PROJECT_FOLDER

VARIABLES = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN", "SLACK_API_URL", "ADVISOR_PUBLIC_URL")
MANIFEST = PROJECT_FOLDER / "slack" / "manifest.yml"


@pytest.fixture
def environment(monkeypatch):
    """Sets Slack's variables, and only those given."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)

    def set_to(**values):
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_to


@pytest.fixture
def doctor(environment, capsys):
    """Runs the doctor; returns its exit code and what it said."""

    def run(**values):
        from advisor.channels.slack.__main__ import main

        environment(**values)
        code = main(["doctor"])
        return code, capsys.readouterr().out

    return run


def test_the_channel_is_not_opened_without_settings(environment):
    assert slack_channel_from_environment() is None


@pytest.mark.parametrize("way", [{"SLACK_SIGNING_SECRET": SIGNING_SECRET}, {"SLACK_APP_TOKEN": APP_TOKEN}])
def test_the_channel_needs_a_bot_token_and_one_way_in(environment, way):
    environment(SLACK_BOT_TOKEN=BOT_TOKEN, **way)
    assert isinstance(slack_channel_from_environment(), SlackChannel)


def test_half_of_the_settings_are_named_in_the_log(environment, caplog):
    environment(SLACK_APP_TOKEN=APP_TOKEN)
    assert slack_channel_from_environment() is None
    assert "SLACK_BOT_TOKEN" in caplog.text


def test_the_channel_in_a_credentials_file_says_what_it_misses(environment):
    with pytest.raises(InvalidConfigException, match="SLACK_BOT_TOKEN"):
        SlackChannel.from_credentials(None)


def test_http_requests_are_refused_where_there_is_only_socket_mode(slack):
    assert SlackChannel(SlackSettings(BOT_TOKEN, "", APP_TOKEN)).slack_signing_secret == ""


def test_the_doctor_finds_nothing_wrong_with_a_whole_app(doctor, slack):
    code, said = doctor(SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_APP_TOKEN=APP_TOKEN, SLACK_API_URL=slack.api_url)
    assert code == 0 and "@career_advisor in Learners" in said and said.endswith("Everything is right.\n")


def test_the_doctor_tries_the_request_url(doctor, slack, channel):
    code, said = doctor(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET=SIGNING_SECRET,
        SLACK_API_URL=slack.api_url,
        ADVISOR_PUBLIC_URL=channel.url,
    )
    assert code == 0 and f"{channel.url}/webhooks/slack/webhook answers" in said


@pytest.mark.parametrize(
    "values, expected",
    [
        ({}, "SLACK_BOT_TOKEN isn't set"),
        (
            {"SLACK_BOT_TOKEN": APP_TOKEN, "SLACK_APP_TOKEN": BOT_TOKEN},
            "SLACK_BOT_TOKEN starts with 'xapp-', not 'xoxb-'",
        ),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": BOT_TOKEN}, "SLACK_SIGNING_SECRET holds a token"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "SLACK_APP_TOKEN isn't set"),
        ({"SLACK_BOT_TOKEN": "xoxb-old", "SLACK_APP_TOKEN": APP_TOKEN}, "Slack refuses SLACK_BOT_TOKEN: invalid_auth"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "xapp-old"}, "Slack refuses SLACK_APP_TOKEN: invalid_auth"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}, "ADVISOR_PUBLIC_URL isn't set"),
        (
            {
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_SIGNING_SECRET": SIGNING_SECRET,
                "ADVISOR_PUBLIC_URL": "http://127.0.0.1:9",
            },
            "http://127.0.0.1:9/webhooks/slack/webhook can't be reached",
        ),
        (
            {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": "http://127.0.0.1:9/api/"},
            "Slack (http://127.0.0.1:9/api/) can't be reached",
        ),
    ],
    ids=[
        "nothing",
        "swapped",
        "token for secret",
        "one token",
        "old bot token",
        "old app token",
        "no address",
        "server down",
        "no network",
    ],
)
def test_the_doctor_says_what_is_wrong(doctor, slack, values, expected):
    slack.expected_faults.append("invalid_auth")
    code, said = doctor(**{"SLACK_API_URL": slack.api_url, **values})
    assert code == 1 and f"WRONG  {expected}" in said and "docs/slack.md" in said
    assert SIGNING_SECRET not in said


def test_the_doctor_names_missing_scopes(doctor, slack):
    slack.scopes = "chat:write,commands"
    code, said = doctor(SLACK_BOT_TOKEN=BOT_TOKEN, SLACK_APP_TOKEN=APP_TOKEN, SLACK_API_URL=slack.api_url)
    assert code == 1 and "lacks scopes: app_mentions:read, files:write, im:history, im:write" in said


def test_the_doctor_tells_a_wrong_signing_secret(doctor, slack, channel):
    code, said = doctor(
        SLACK_BOT_TOKEN=BOT_TOKEN,
        SLACK_SIGNING_SECRET="0" * 32,
        SLACK_API_URL=slack.api_url,
        ADVISOR_PUBLIC_URL=channel.url,
    )
    assert code == 1 and "refuses our signature" in said


def test_the_server_is_not_started_with_tokens_that_slack_refuses(environment, slack, capsys):
    from advisor.channels.slack.__main__ import main

    slack.expected_faults.append("invalid_auth")
    environment(SLACK_BOT_TOKEN="xoxb-old", SLACK_APP_TOKEN=APP_TOKEN, SLACK_API_URL=slack.api_url)
    assert main(["serve", "--port", "1"]) == 1
    assert "Slack refuses SLACK_BOT_TOKEN: invalid_auth" in capsys.readouterr().err


def test_the_doctor_starts_without_rasa():
    code = "import sys, advisor.channels.slack.__main__; sys.exit('rasa' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT_FOLDER).returncode == 0


def test_the_manifest_asks_for_the_scopes_and_events_that_the_channel_needs():
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert manifest["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES) == SCOPES.split(",")
    settings = manifest["settings"]
    assert set(settings["event_subscriptions"]["bot_events"]) == {"app_home_opened", "app_mention", "message.im"}
    assert settings["interactivity"]["is_enabled"] and settings["socket_mode_enabled"]
    assert manifest["features"]["app_home"]["home_tab_enabled"]
    assert [command["command"] for command in manifest["features"]["slash_commands"]] == ["/career"]


def test_the_manifest_keeps_to_slacks_lengths():
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    assert len(manifest["display_information"]["name"]) <= 35
    assert len(manifest["display_information"]["description"]) <= 140
    assert len(manifest["features"]["bot_user"]["display_name"]) <= 80


def test_the_guide_names_every_variable_and_scope():
    guide = (PROJECT_FOLDER / "docs" / "slack.md").read_text(encoding="utf-8")
    assert [name for name in (*VARIABLES, *BOT_SCOPES) if name not in guide] == []
