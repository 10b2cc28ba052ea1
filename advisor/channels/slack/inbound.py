"""Reads what Slack sends (events, presses of buttons, slash commands) and says what is to be done, if anything."""

from __future__ import annotations

import json
from typing import Any, Mapping, Optional

from advisor.channels.slack.tasks import Ask, Incoming, Place, Rate, Say, ShowHome, ShowMore, Task
from advisor.channels.slack.text import clean_text
from advisor.rendering.slack import ASK_ACTION, HELPFUL_ACTION, MORE_ACTION, NOT_HELPFUL_ACTION, escape

#: As much as Slack itself recommends for one message.
MOST_QUESTION_CHARACTERS = 4_000
#: What a bare mention or command asks.
OPENING_QUESTION = "What can you do?"
TOO_LONG = (
    "Sorry, that is more than I can read at once: {length:,} characters, and I take up to {most:,}. "
    "Please ask again in fewer words."
)
#: Messages of people that Slack gives a subtype; all others are edits, joins, bots and the like.
_SPOKEN_SUBTYPES = (None, "file_share", "thread_broadcast", "me_message")


def read_event(payload: Mapping[str, Any]) -> Optional[Incoming]:
    """Returns what an ``event_callback`` asks for; None if it is nothing that is answered."""
    event = payload.get("event") or {}
    team = str(payload.get("team_id") or event.get("team") or "")
    delivery = f"event:{payload.get('event_id')}"
    kind = event.get("type")
    if kind == "app_home_opened":
        if event.get("tab") != "home":
            return None
        return Incoming((delivery,), ShowHome(Place(team, str(event["user"]))))
    is_direct = kind == "message" and event.get("channel_type") == "im"
    if not (is_direct or kind == "app_mention") or not _is_spoken(event, payload):
        return None
    channel, ts = str(event["channel"]), str(event["ts"])
    # A mention opens a thread of its own; direct messages only have one if the person began it.
    thread = event.get("thread_ts") or (None if is_direct else ts)
    place = Place(team, str(event["user"]), channel, thread)
    return Incoming(
        (delivery, f"message:{team}:{channel}:{ts}"), _question(place, str(event.get("text") or "")), order=_order(ts)
    )


def read_command(form: Mapping[str, str]) -> Incoming:
    """Returns what a slash command asks for; only who typed it sees the answer.

    Raises:
        KeyError: the form is no slash command.
    """
    place = Place(form["team_id"], form["user_id"], form["channel_id"], private=True)
    text = form.get("text", "")
    task = _question(place, text)
    if isinstance(task, Ask):
        # Slack doesn't show the command that a private answer belongs to.
        task = Ask(place, task.text, f"You asked: *{escape(task.text)}*")
    return Incoming((f"command:{form['trigger_id']}",), task, form.get("response_url"))


def read_interaction(payload: Mapping[str, Any]) -> Optional[Incoming]:
    """Returns what a pressed button asks for; None for what isn't ours, such as a button that is a link.

    Raises:
        KeyError, ValueError, TypeError: the payload is not as Slack documents it.
    """
    actions = payload.get("actions") or []
    if payload.get("type") != "block_actions" or not actions or actions[0].get("value") is None:
        return None
    action = actions[0]
    place = _pressed_place(payload)
    task = _pressed_task(action, payload, place)
    if task is None:
        return None
    container = payload.get("container") or {}
    pressed = container.get("message_ts") or (payload.get("view") or {}).get("hash") or container.get("view_id")
    presser = place.user if isinstance(task, Rate) else ""
    return Incoming(
        (
            f"action:{place.team}:{place.user}:{action['action_ts']}:{action['action_id']}",
            f"press:{place.team}:{place.channel}:{pressed}:{presser}:{action['action_id']}:{action['value']}",
        ),
        task,
        payload.get("response_url"),
        _order(action["action_ts"]),
    )


def _is_spoken(event: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Whether a person has said this, now: no bot (nor this one), no edit, no notice by Slack."""
    own_users = [authorization.get("user_id") for authorization in payload.get("authorizations") or ()]
    return (
        event.get("subtype") in _SPOKEN_SUBTYPES
        and not event.get("bot_id")
        and not event.get("bot_profile")
        and not event.get("hidden")
        and not event.get("edited")
        and bool(event.get("user"))
        and event.get("user") not in own_users
        and event.get("user") != "USLACKBOT"
    )


def _question(place: Place, raw: str) -> Task:
    text = clean_text(raw)
    if len(text) > MOST_QUESTION_CHARACTERS:
        return Say(place, TOO_LONG.format(length=len(text), most=MOST_QUESTION_CHARACTERS))
    return Ask(place, text or OPENING_QUESTION)


def _pressed_place(payload: Mapping[str, Any]) -> Place:
    container = payload.get("container") or {}
    message = payload.get("message") or {}
    user = payload["user"]["id"]
    team = (payload.get("team") or {}).get("id") or payload["user"].get("team_id") or ""
    channel = (payload.get("channel") or {}).get("id")
    if container.get("is_ephemeral"):
        return Place(team, user, channel, private=True)
    thread = message.get("thread_ts") or container.get("thread_ts")
    if channel and not channel.startswith("D"):
        thread = thread or message.get("ts") or container.get("message_ts")
    return Place(team, user, channel, thread)


def _pressed_task(action: Mapping[str, Any], payload: Mapping[str, Any], place: Place) -> Optional[Task]:
    kind = str(action["action_id"]).partition(":")[0]
    if kind == ASK_ACTION:
        value = json.loads(action["value"])
        question = value.get("question") or (action.get("text") or {}).get("text") or ""
        return Ask(place, str(value["payload"]), _asked(place, question))
    if kind == MORE_ACTION:
        value = json.loads(action["value"])
        message = (payload.get("container") or {})["message_ts"]
        return ShowMore(place, message, dict(value["request"]), value.get("asked"))
    if kind in (HELPFUL_ACTION, NOT_HELPFUL_ACTION):
        return Rate(place, str(action["value"]), kind == HELPFUL_ACTION)
    return None


def _asked(place: Place, question: str) -> str:
    who = "You" if place.is_direct or place.private else f"<@{place.user}>"
    return f"{who} asked: *{escape(question)}*"


def _order(ts: Any) -> float:
    try:
        return float(ts)
    except (TypeError, ValueError):
        return 0.0


def more_value(request: Mapping[str, Any], asked: Optional[str]) -> str:
    """Returns the value of a "more" button: the request to be answered whole, and who asked."""
    return json.dumps({"request": dict(request), "asked": asked})
