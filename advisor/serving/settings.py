"""The server's settings, from environment variables that start with ADVISOR_. docs/operations.md lists them all."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from typing import Any, Callable, Dict, FrozenSet, Mapping, Text
from urllib.parse import urlsplit


class SettingError(ValueError):
    """A setting has a value that can't be used; the message names it and what is allowed."""


#: A name in the letters that browsers send (xn--… for others), or an address.
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


def _each(read: Callable[[Text], Text]) -> Callable[[Text], FrozenSet[Text]]:
    return lambda value: frozenset(read(part.strip()) for part in value.split(",") if part.strip())


def _origin(value: Text) -> Text:
    """Reads an origin as browsers send it: in lower case, without a path and without the scheme's own port."""
    try:
        parts = urlsplit(value.rstrip("/").lower())
        own_port = {"http": 80, "https": 443}[parts.scheme]
        rest = (parts.path, parts.query, parts.fragment, parts.username)
        if not _HOST.fullmatch(parts.hostname or "") or any(rest):
            raise ValueError
        port = "" if parts.port in (None, own_port) else f":{parts.port}"
    except (KeyError, ValueError):
        raise ValueError(f"{value!r} is no site; allowed: http(s)://name, with a port where it has one") from None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def _address(value: Text) -> Text:
    try:
        return str(ip_address(value))
    except ValueError:
        raise ValueError(f"{value!r} is no address; allowed: IP addresses such as 10.0.0.7 or ::1") from None


def _yes(value: Text) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.strip().lower() not in words:
        raise ValueError("allowed: yes or no")
    return words[value.strip().lower()]


def _whole(value: Text) -> int:
    if not value.strip().isdecimal():
        raise ValueError("allowed: a whole number, 0 or more")
    return int(value)


def _seconds(value: Text) -> int:
    if not _whole(value):
        raise ValueError("allowed: a whole number, 1 or more")
    return int(value)


def _setting(default: Any, read: Callable[[Text], Any], meaning: Text) -> Any:
    return field(default=default, metadata={"read": read, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; a field ``x`` is read from ``ADVISOR_X``."""

    allowed_origins: FrozenSet[Text] = _setting(
        frozenset(),
        _each(_origin),
        "Sites whose pages may call the server, comma separated: https://careers.example. Its own may always.",
    )
    messages_per_minute: int = _setting(30, _whole, "Messages a conversation may send in a minute.")
    requests_per_minute: int = _setting(120, _whole, "Requests an address may send in a minute.")
    conversations_per_hour: int = _setting(60, _whole, "Conversations an address may open in an hour.")
    limit_loopback: bool = _setting(False, _yes, "Whether the limits hold for this machine too.")
    trusted_proxies: FrozenSet[Text] = _setting(
        frozenset(), _each(_address), "Addresses of proxies whose X-Forwarded-For is believed, comma separated."
    )
    keep_days: int = _setting(90, _whole, "Days after which a conversation is deleted; 0 keeps them.")
    keep_text: bool = _setting(
        True, _yes, "Whether what people write is kept, for the review of what went unanswered; answers don't need it."
    )
    explain: bool = _setting(
        True, _yes, "Whether a request from this machine may ask why the assistant said what it said."
    )
    metrics: bool = _setting(True, _yes, "Whether /metrics answers.")
    public_url: Text = _setting(
        "", lambda value: _origin(value.strip()), "The address that people reach the server at: https://bot.example."
    )
    action_seconds: int = _setting(
        10, _seconds, "Seconds that an action server (ACTION_ENDPOINT_URL) may take; then the person gets an apology."
    )

    @classmethod
    def read(cls, environment: Mapping[Text, Text] = os.environ) -> "Settings":
        """Returns the settings of an environment.

        Raises:
            SettingError: a value can't be used; all such values are named.
        """
        values: Dict[Text, Any] = {}
        wrong = []
        for setting in fields(cls):
            name = variable(setting.name)
            if environment.get(name):
                try:
                    values[setting.name] = setting.metadata["read"](environment[name])
                except ValueError as error:
                    wrong.append(f"{name}={environment[name]!r}: {error}")
        if wrong:
            raise SettingError("These settings can't be used:\n" + "\n".join(wrong))
        return cls(**values)


def variable(name: Text) -> Text:
    """The environment variable of a setting."""
    return f"ADVISOR_{name.upper()}"
