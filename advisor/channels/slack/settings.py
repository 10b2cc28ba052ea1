"""What the Slack channel takes from the environment. Secrets are never shown, not even in a traceback."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Mapping, Optional

BOT_TOKEN_VARIABLE = "SLACK_BOT_TOKEN"
SIGNING_SECRET_VARIABLE = "SLACK_SIGNING_SECRET"
APP_TOKEN_VARIABLE = "SLACK_APP_TOKEN"
#: Another address of Slack's Web API, such as GovSlack's https://slack-gov.com/api/.
API_URL_VARIABLE = "SLACK_API_URL"
#: Where Slack reaches this server, for its requests and for pictures.
PUBLIC_URL_VARIABLE = "ADVISOR_PUBLIC_URL"
DEFAULT_API_URL = "https://slack.com/api/"
#: Where the channel listens, below the server's address.
WEBHOOK_PATH = "/webhooks/slack/webhook"
#: Scopes of the bot token; slack/manifest.yml asks for the same.
BOT_SCOPES = ("app_mentions:read", "chat:write", "commands", "files:write", "im:history", "im:write")


@dataclass(frozen=True)
class SlackSettings:
    """Tokens and addresses. Socket Mode needs ``app_token``, the Events API over HTTP ``signing_secret``."""

    bot_token: str = field(repr=False)
    signing_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    api_url: str = DEFAULT_API_URL
    public_url: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether the channel can be opened: something to answer with, and a way in."""
        return bool(self.bot_token and (self.signing_secret or self.app_token))


def settings_from_environment(environment: Optional[Mapping[str, str]] = None) -> SlackSettings:
    """Returns the settings; what isn't set is empty."""
    environment = os.environ if environment is None else environment

    def read(name: str) -> str:
        return environment.get(name, "").strip()

    return SlackSettings(
        bot_token=read(BOT_TOKEN_VARIABLE),
        signing_secret=read(SIGNING_SECRET_VARIABLE),
        app_token=read(APP_TOKEN_VARIABLE),
        api_url=(read(API_URL_VARIABLE) or DEFAULT_API_URL).rstrip("/") + "/",
        public_url=read(PUBLIC_URL_VARIABLE).rstrip("/"),
    )
