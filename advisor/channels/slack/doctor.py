"""Says what is wrong with the Slack app's tokens, scopes and reachability, and how to mend it."""

from __future__ import annotations

import json
import secrets
import time
from dataclasses import dataclass
from typing import Iterator, List, Mapping, Optional

import requests
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web import WebClient
from slack_sdk.web.slack_response import SlackResponse

from advisor.channels.slack.redaction import library_logger, redact
from advisor.channels.slack.responses import reason_of, status_of
from advisor.channels.slack.settings import (
    APP_TOKEN_VARIABLE,
    BOT_SCOPES,
    BOT_TOKEN_VARIABLE,
    PUBLIC_URL_VARIABLE,
    SIGNING_SECRET_VARIABLE,
    WEBHOOK_PATH,
    SlackSettings,
)

REQUEST_SECONDS = 10
APP_SETTINGS = "the app's settings at api.slack.com/apps"


@dataclass(frozen=True)
class Finding:
    """One thing looked at. ``advice`` is how to mend it; None if it is right."""

    text: str
    advice: Optional[str] = None

    @property
    def is_right(self) -> bool:
        return self.advice is None

    def __str__(self) -> str:
        return f"ok     {self.text}" if self.is_right else f"WRONG  {self.text}\n       {self.advice}"


def examine(settings: SlackSettings) -> List[Finding]:
    """Looks at everything that can be looked at from here."""
    shapes = list(check_shapes(settings))
    if not all(finding.is_right for finding in shapes):
        return shapes
    return [*shapes, *check_tokens(settings), *check_request_url(settings)]


def check_shapes(settings: SlackSettings) -> Iterator[Finding]:
    """Whether the variables are set and look like what they should be."""
    yield _shape(BOT_TOKEN_VARIABLE, settings.bot_token, "xoxb-", "OAuth & Permissions, 'Bot User OAuth Token'")
    if settings.app_token or not settings.signing_secret:
        place = "Basic Information, 'App-Level Tokens', with the scope connections:write"
        yield _shape(APP_TOKEN_VARIABLE, settings.app_token, "xapp-", place)
    if settings.signing_secret:
        if settings.signing_secret.startswith("xox") or settings.signing_secret.startswith("xapp"):
            yield Finding(
                f"{SIGNING_SECRET_VARIABLE} holds a token.",
                f"Copy 'Signing Secret' from Basic Information in {APP_SETTINGS}.",
            )
        else:
            yield Finding(f"{SIGNING_SECRET_VARIABLE} is set.")


def check_tokens(settings: SlackSettings) -> Iterator[Finding]:
    """Whether Slack can be reached, knows the tokens, and gave them the scopes that are needed."""
    client = WebClient(
        base_url=settings.api_url,
        timeout=REQUEST_SECONDS,
        logger=library_logger("advisor.channels.slack.doctor"),
        retry_handlers=[],
    )
    try:
        yield from _check_bot_token(client, settings)
        if settings.app_token:
            yield from _check_app_token(client, settings)
    except OSError as error:
        yield Finding(
            f"Slack ({settings.api_url}) can't be reached: {redact(str(error))}.",
            "Check this machine's network, firewall and proxy (HTTPS_PROXY).",
        )


def check_request_url(settings: SlackSettings) -> Iterator[Finding]:
    """Whether the server answers where Slack would send its requests; only asked for the Events API over HTTP."""
    if not settings.signing_secret:
        return
    if not settings.public_url:
        if not settings.app_token:
            yield Finding(
                f"{PUBLIC_URL_VARIABLE} isn't set, so the Request URL can't be tried.",
                f"Set it to the address under which Slack reaches this server, without {WEBHOOK_PATH}.",
            )
        return
    url = settings.public_url + WEBHOOK_PATH
    challenge = secrets.token_hex(8)
    body = json.dumps({"type": "url_verification", "challenge": challenge})
    try:
        answer = requests.post(url, data=body, headers=_signed(settings, body), timeout=REQUEST_SECONDS)
    except requests.RequestException as error:
        yield Finding(
            f"{url} can't be reached: {type(error).__name__}.",
            "Start the server (make run), and check the name, the certificate and the way to it.",
        )
        return
    if answer.ok and challenge in answer.text:
        yield Finding(f"{url} answers. It is the Request URL for events, interactivity and the slash command.")
    elif answer.status_code == 401:
        yield Finding(
            f"{url} refuses our signature.",
            f"Start the server with the same {SIGNING_SECRET_VARIABLE}; check its clock.",
        )
    elif answer.status_code == 404:
        yield Finding(
            f"{url} isn't there.", "Start the server with the Slack variables set, so that it opens the channel."
        )
    else:
        yield Finding(f"{url} answers with HTTP status {answer.status_code}.", "Look at the server's log.")


def _shape(variable: str, value: str, prefix: str, place: str) -> Finding:
    if value.startswith(prefix):
        return Finding(f"{variable} is set.")
    found = f"starts with '{value[:5]}', not '{prefix}'" if value else "isn't set"
    return Finding(f"{variable} {found}.", f"Copy it from {place}, in {APP_SETTINGS}.")


def _check_bot_token(client: WebClient, settings: SlackSettings) -> Iterator[Finding]:
    try:
        identity = client.auth_test(token=settings.bot_token)
    except SlackApiError as error:
        yield _refused(BOT_TOKEN_VARIABLE, error, "Install the app to the workspace again and copy the new bot token.")
        return
    yield Finding(f"The bot token is that of @{identity.get('user')} in {identity.get('team')}.")
    granted = _granted(identity)
    missing = [scope for scope in BOT_SCOPES if scope not in granted]
    if missing:
        yield Finding(
            f"The bot token lacks scopes: {', '.join(missing)}.",
            f"Add them under OAuth & Permissions in {APP_SETTINGS}, or take slack/manifest.yml anew; "
            "then install the app again.",
        )
    else:
        yield Finding("The bot token has all scopes that are needed.")


def _check_app_token(client: WebClient, settings: SlackSettings) -> Iterator[Finding]:
    try:
        client.apps_connections_open(app_token=settings.app_token)
    except SlackApiError as error:
        advice = (
            "Switch Socket Mode on, and make an app-level token with the scope connections:write, "
            f"under Basic Information in {APP_SETTINGS}."
        )
        yield _refused(APP_TOKEN_VARIABLE, error, advice)
        return
    yield Finding("The app token opens Socket Mode.")


def _refused(variable: str, error: SlackApiError, advice: str) -> Finding:
    reason = reason_of(error)
    if status_of(error) >= 500 or status_of(error) == 429:
        return Finding(f"Slack could not check {variable} ({reason}).", "That is Slack's side: try again in a minute.")
    return Finding(f"Slack refuses {variable}: {reason}.", advice)


def _granted(response: SlackResponse) -> List[str]:
    headers: Mapping[str, str] = response.headers or {}
    scopes = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), "")
    return [scope.strip() for scope in scopes.split(",")]


def _signed(settings: SlackSettings, body: str) -> Mapping[str, str]:
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(settings.signing_secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }
