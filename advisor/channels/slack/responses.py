"""Reads what Slack says when it refuses a request: most of the time JSON, at a bad hour a page of its proxy."""

from __future__ import annotations

from typing import Any, Optional

from slack_sdk.errors import SlackApiError


def status_of(error: SlackApiError) -> int:
    """Returns the HTTP status, 0 where there is none."""
    return getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 0


def field_of(error: SlackApiError, name: str) -> Optional[str]:
    """Returns a field of the response, if it is JSON and has it."""
    data: Any = getattr(error.response, "data", None)
    return data.get(name) if isinstance(data, dict) else None


def reason_of(error: SlackApiError) -> str:
    """Returns Slack's word for what is wrong, else the HTTP status."""
    return field_of(error, "error") or f"HTTP status {status_of(error)}"
