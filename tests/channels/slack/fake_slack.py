"""A Slack on loopback: its Web API, response URLs, file upload and Socket Mode, strict as Slack documents them.

Whatever a client sends that Slack would refuse is refused with Slack's error, and kept in ``faults``: tests fail on it.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any, Callable, Deque, Dict, List, Optional, Tuple
from urllib.parse import urlencode

import requests
from aiohttp import WSMsgType, web

BOT_TOKEN = "xoxb-111-222-fakebottoken"
APP_TOKEN = "xapp-1-A1-fakeapptoken"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, APP, BOT_USER, BOT = "T0001", "A0001", "U0BOT", "B0BOT"
SCOPES = "app_mentions:read,chat:write,commands,files:write,im:history,im:write"
WAIT_SECONDS = 30

_TEXT_ARGUMENTS = {
    "chat.postMessage": {"channel", "thread_ts", "text", "blocks", "metadata", "unfurl_links", "unfurl_media"},
    "chat.update": {"channel", "ts", "text", "blocks"},
}


@dataclass
class Message:
    """A message in Slack, as it stands now."""

    channel: str
    ts: str
    text: str
    blocks: List[Dict[str, Any]]
    thread_ts: Optional[str] = None
    metadata: Optional[Dict[str, Any]] = None
    edits: int = 0

    @property
    def buttons(self) -> List[Dict[str, Any]]:
        return [element for block in self.blocks if block["type"] == "actions" for element in block["elements"]]

    def button(self, title: str) -> Dict[str, Any]:
        found = [button for button in self.buttons if button["text"]["text"] == title]
        assert found, f"no button {title!r} among {[button['text']['text'] for button in self.buttons]}"
        return found[0]

    @property
    def shown(self) -> str:
        """All text that the blocks show."""
        return "\n".join(_texts(self.blocks))


def _texts(part: Any) -> List[str]:
    if isinstance(part, dict):
        own = [part["text"]] if isinstance(part.get("text"), str) else []
        return own + [text for value in part.values() for text in _texts(value) if not isinstance(value, str)]
    if isinstance(part, list):
        return [text for value in part for text in _texts(value)]
    return []


@dataclass
class Failure:
    """How a call is to fail. ``done``: Slack did what was asked, but the caller doesn't learn of it."""

    status: int = 200
    error: str = "internal_error"
    headers: Dict[str, str] = field(default_factory=dict)
    done: bool = False


class FakeSlack:
    def __init__(self) -> None:
        self.messages: List[Message] = []
        self.private: List[Dict[str, Any]] = []
        self.homes: Dict[str, List[Dict[str, Any]]] = defaultdict(list)
        self.files: List[Dict[str, Any]] = []
        self.calls: List[Tuple[str, Dict[str, Any]]] = []
        self.faults: List[str] = []
        self.failures: Dict[str, Deque[Failure]] = defaultdict(deque)
        self.acknowledged: Dict[str, Dict[str, Any]] = {}
        self.scopes = SCOPES
        self.held: Optional[threading.Event] = None
        self._response_uses: Dict[str, int] = defaultdict(int)
        self._response_messages: Dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._sockets: List[web.WebSocketResponse] = []
        self._tickets: set = set()
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(WAIT_SECONDS)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(WAIT_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)

    async def _close(self) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    def fail(self, method: str, **how: Any) -> None:
        """Makes the next call of a method fail."""
        self.failures[method].append(Failure(**how))

    def wait(self, condition: Callable[[], Any], what: str = "") -> Any:
        """Waits until something has come about in Slack, and returns it."""
        with self._changed:
            result = condition()
            deadline = time.monotonic() + WAIT_SECONDS
            while not result:
                left = deadline - time.monotonic()
                assert (
                    left > 0
                ), f"Slack never saw {what or 'it'}; calls: {[name for name, _ in self.calls]}; {self.faults}"
                self._changed.wait(min(left, 0.2))
                result = condition()
            return result

    def wait_for_messages(self, count: int, channel: Optional[str] = None) -> List[Message]:
        def found() -> List[Message]:
            return [message for message in self.messages if channel in (None, message.channel)]

        self.wait(lambda: len(found()) >= count, f"{count} messages")
        return found()

    def called(self, method: str) -> List[Dict[str, Any]]:
        return [arguments for name, arguments in self.calls if name == method]

    # --- the server's side

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._ready.set()
        self._loop.run_forever()

    async def _start(self) -> None:
        app = web.Application(client_max_size=10**7)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_get("/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response_url)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/link/", self._socket)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = site._server.sockets[0].getsockname()[1]

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await self._arguments(request)
        if self.held is not None:
            await self._loop.run_in_executor(None, self.held.wait, WAIT_SECONDS)
        failure = self.failures[method].popleft() if self.failures[method] else None
        if failure is not None and not failure.done:
            self._note(method, arguments)
            return web.json_response(
                {"ok": False, "error": failure.error}, status=failure.status, headers=failure.headers
            )
        error = self._check_token(request, method, arguments)
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            self.faults.append(f"unknown method {method}")
            error = "unknown_method"
        result = {"error": error} if error else handler(arguments)
        self._note(method, arguments)
        if "error" in result:
            self.faults.append(f"{method}: {result['error']}")
        if failure is not None:
            return web.json_response(
                {"ok": False, "error": failure.error}, status=failure.status, headers=failure.headers
            )
        return web.json_response({"ok": "error" not in result, **result}, headers={"x-oauth-scopes": self.scopes})

    def _note(self, method: str, arguments: Dict[str, Any]) -> None:
        with self._changed:
            self.calls.append((method, arguments))
            self._changed.notify_all()

    @staticmethod
    async def _arguments(request: web.Request) -> Dict[str, Any]:
        if request.content_type == "application/json":
            return json.loads(await request.text() or "{}")
        arguments = {**request.query, **(await request.post() if request.method == "POST" else {})}
        for name in ("blocks", "metadata", "view", "files"):
            if isinstance(arguments.get(name), str):
                arguments[name] = json.loads(arguments[name])
        return arguments

    @staticmethod
    def _check_token(request: web.Request, method: str, arguments: Dict[str, Any]) -> Optional[str]:
        token = request.headers.get("Authorization", "").replace("Bearer ", "") or arguments.get("token", "")
        if not token:
            return "not_authed"
        wanted = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if token != wanted:
            return "not_allowed_token_type" if token in (APP_TOKEN, BOT_TOKEN) else "invalid_auth"
        return None

    def _auth_test(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        return {
            "url": self.url,
            "team": "Learners",
            "user": "career_advisor",
            "team_id": TEAM,
            "user_id": BOT_USER,
            "bot_id": BOT,
        }

    def _chat_postMessage(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        error = check_message("chat.postMessage", arguments)
        if error:
            return {"error": error}
        message = Message(
            arguments["channel"],
            self.next_ts(),
            arguments["text"],
            arguments.get("blocks") or [],
            arguments.get("thread_ts"),
            arguments.get("metadata"),
        )
        self.messages.append(message)
        return {"channel": message.channel, "ts": message.ts}

    def _chat_update(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        error = check_message("chat.update", arguments)
        if error:
            return {"error": error}
        found = [m for m in self.messages if (m.channel, m.ts) == (arguments["channel"], arguments["ts"])]
        if not found:
            return {"error": "message_not_found"}
        found[0].text, found[0].blocks = arguments["text"], arguments["blocks"]
        found[0].edits += 1
        return {"channel": found[0].channel, "ts": found[0].ts}

    def _conversations_open(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        return {"channel": {"id": "D" + arguments["users"][1:]}}

    def _conversations_history(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        if not arguments["channel"].startswith("D"):
            return {"error": "missing_scope"}
        return {"messages": self._read(arguments, lambda message: message.thread_ts is None)}

    def _conversations_replies(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        if not arguments["channel"].startswith("D"):
            return {"error": "missing_scope"}
        return {"messages": self._read(arguments, lambda message: message.thread_ts == arguments["ts"])}

    def _read(self, arguments: Dict[str, Any], chosen: Callable[[Message], bool]) -> List[Dict[str, Any]]:
        return [
            {"ts": message.ts, "text": message.text, "metadata": message.metadata}
            for message in self.messages
            if message.channel == arguments["channel"] and chosen(message)
        ]

    def _views_publish(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        view = arguments["view"]
        error = None if view.get("type") == "home" else "invalid_view"
        error = error or check_blocks(view.get("blocks"), most=100)
        if error:
            return {"error": error}
        view = {**view, "id": "V0001", "hash": str(next(self._numbers))}
        self.homes[arguments["user_id"]].append(view)
        return {"view": view}

    def _apps_connections_open(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        ticket = f"secret-ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return {"url": f"ws://127.0.0.1:{self._port}/link/?ticket={ticket}&app_id={APP}"}

    def _files_getUploadURLExternal(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        id_ = f"F{next(self._numbers)}"
        return {"upload_url": f"{self.url}/upload/{id_}", "file_id": id_}

    def _files_completeUploadExternal(self, arguments: Dict[str, Any]) -> Dict[str, Any]:
        self.files.append(arguments)
        return {"files": [{"id": file["id"]} for file in arguments["files"]]}

    async def _upload(self, request: web.Request) -> web.Response:
        self._note("upload", {"content": await request.read()})
        return web.Response(text="OK")

    async def _response_url(self, request: web.Request) -> web.Response:
        id_ = request.match_info["id"]
        body = await request.json()
        failure = self.failures["response_url"].popleft() if self.failures["response_url"] else None
        if failure is not None:
            self._note("response_url", body)
            return web.Response(status=failure.status, text=failure.error, headers=failure.headers)
        self._response_uses[id_] += 1
        if self._response_uses[id_] > 5:
            self.faults.append("response_url: used_url")
            return web.Response(status=404, text="used_url")
        error = check_blocks(body.get("blocks") or []) or (None if body.get("text") else "no_text")
        if error:
            self.faults.append(f"response_url: {error}")
            return web.Response(status=400, text=error)
        self.private.append({**body, "response_url": id_})
        self._note("response_url", body)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=401)
        self._tickets.remove(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._sockets.append(socket)
        self._note("socket", {})
        async for message in socket:
            if message.type == WSMsgType.TEXT:
                envelope = json.loads(message.data)
                self.acknowledged[envelope["envelope_id"]] = envelope
                self._note("acknowledgement", envelope)
        return socket

    # --- what people do in Slack

    def next_ts(self) -> str:
        return f"{1_700_000_000 + next(self._numbers)}.000100"

    def response_url(self) -> str:
        return f"{self.url}/response/{next(self._numbers)}"

    def event(self, event: Dict[str, Any], event_id: Optional[str] = None) -> Dict[str, Any]:
        """An event as the Events API sends it."""
        return {
            "token": "deprecated-verification-token",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": event_id or f"Ev{next(self._numbers)}",
            "event_time": 1_700_000_000,
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        }

    def direct(self, text: str, user: str = "U1", **more: Any) -> Dict[str, Any]:
        return self.event(
            {
                "type": "message",
                "channel": "D" + user[1:],
                "channel_type": "im",
                "user": user,
                "text": text,
                "ts": self.next_ts(),
                "team": TEAM,
                **more,
            }
        )

    def mention(self, text: str, user: str = "U1", channel: str = "C1", **more: Any) -> Dict[str, Any]:
        return self.event(
            {
                "type": "app_mention",
                "channel": channel,
                "user": user,
                "text": f"<@{BOT_USER}> {text}",
                "ts": self.next_ts(),
                "team": TEAM,
                **more,
            }
        )

    def command(self, text: str, user: str = "U1", channel: str = "C1") -> Dict[str, str]:
        return {
            "token": "deprecated-verification-token",
            "team_id": TEAM,
            "channel_id": channel,
            "channel_name": "general",
            "user_id": user,
            "user_name": "ann",
            "command": "/career",
            "text": text,
            "api_app_id": APP,
            "response_url": self.response_url(),
            "trigger_id": f"13345224609.{next(self._numbers)}",
        }

    def press(self, message: Message, button: Dict[str, Any], user: str = "U1") -> Dict[str, Any]:
        assert button in message.buttons
        sent = {"ts": message.ts, "text": message.text, "blocks": message.blocks, "user": BOT_USER}
        if message.thread_ts:
            sent["thread_ts"] = message.thread_ts
        return self._pressed(
            button,
            user,
            channel={"id": message.channel, "name": "general"},
            message=sent,
            container={
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": False,
            },
            response_url=self.response_url(),
        )

    def press_private(
        self, blocks: List[Dict[str, Any]], title: str, user: str = "U1", channel: str = "C1"
    ) -> Dict[str, Any]:
        button = Message(channel, "", "", blocks).button(title)
        return self._pressed(
            button,
            user,
            channel={"id": channel, "name": "general"},
            container={"type": "message", "message_ts": "1700000000.5", "channel_id": channel, "is_ephemeral": True},
            response_url=self.response_url(),
        )

    def press_home(self, title: str, user: str = "U1") -> Dict[str, Any]:
        view = self.homes[user][-1]
        button = Message("", "", "", view["blocks"]).button(title)
        return self._pressed(button, user, container={"type": "view", "view_id": view["id"]}, view=view)

    def _pressed(self, button: Dict[str, Any], user: str, **more: Any) -> Dict[str, Any]:
        action = {"type": "button", "block_id": "b1", "action_ts": self.next_ts()}
        action.update({name: button[name] for name in ("action_id", "text", "value")})
        return {
            "type": "block_actions",
            "api_app_id": APP,
            "token": "deprecated-verification-token",
            "trigger_id": "1.2",
            "team": {"id": TEAM, "domain": "learners"},
            "user": {"id": user, "team_id": TEAM},
            "actions": [action],
            **more,
        }

    def envelope(self, kind: str, payload: Dict[str, Any]) -> str:
        """Sends a payload through the newest WebSocket; returns the envelope's id."""
        id_ = f"envelope-{next(self._numbers)}"
        body = {"envelope_id": id_, "type": kind, "payload": payload, "accepts_response_payload": kind != "events_api"}
        asyncio.run_coroutine_threadsafe(self._sockets[-1].send_json(body), self._loop).result(WAIT_SECONDS)
        return id_

    def disconnect(self) -> None:
        """Tells the client that its WebSocket ends, as Slack does every few hours."""
        body = {"type": "disconnect", "reason": "refresh_requested"}
        asyncio.run_coroutine_threadsafe(self._sockets[-1].send_json(body), self._loop).result(WAIT_SECONDS)


class SlackHttp:
    """Slack as a client of the Events API's Request URL."""

    def __init__(self, url: str, secret: str = SIGNING_SECRET) -> None:
        self.url = f"{url}/webhooks/slack/webhook"
        self.secret = secret

    def event(self, payload: Dict[str, Any], **how: Any) -> requests.Response:
        return self.send(json.dumps(payload).encode(), "application/json", **how)

    def interaction(self, payload: Dict[str, Any], **how: Any) -> requests.Response:
        return self.form({"payload": json.dumps(payload)}, **how)

    def form(self, fields: Dict[str, str], **how: Any) -> requests.Response:
        return self.send(urlencode(fields).encode(), "application/x-www-form-urlencoded", **how)

    def send(
        self, body: bytes, content_type: str, age: float = 0, signature: Optional[str] = None, retry: int = 0
    ) -> requests.Response:
        timestamp = str(int(time.time() - age))
        digest = hmac.new(self.secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={digest}" if signature is None else signature,
        }
        if retry:
            headers.update({"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"})
        # Slack gives up after three seconds.
        return requests.post(self.url, data=body, headers=headers, timeout=3)


# --- Slack's rules for messages


def check_message(method: str, arguments: Dict[str, Any]) -> Optional[str]:
    unknown = set(arguments) - _TEXT_ARGUMENTS[method]
    if unknown:
        return f"unknown_arguments {sorted(unknown)}"
    if not re.fullmatch(r"[CDG][A-Z0-9]+", arguments.get("channel") or ""):
        return "channel_not_found"
    if not arguments.get("text"):
        return "no_text"
    if len(arguments["text"]) > 4_000:
        return "msg_too_long"
    metadata = arguments.get("metadata")
    if metadata is not None and set(metadata) != {"event_type", "event_payload"}:
        return "metadata_must_be_sent"
    return check_markup(arguments["text"]) or check_blocks(arguments.get("blocks") or [])


def check_blocks(blocks: Any, most: int = 50) -> Optional[str]:
    if not isinstance(blocks, list) or len(blocks) > most:
        return "invalid_blocks: number"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        return "only_one_table_allowed"
    for block in blocks:
        checker = _CHECKERS.get(block.get("type"))
        problem = checker(block) if checker else "type"
        if problem:
            return f"invalid_blocks: {block.get('type')} {problem}"
    return None


def check_markup(text: str) -> Optional[str]:
    """Slack's own three characters must be escaped where they are no markup."""
    rest = re.sub(r"<(https?://[^|<>\s]+\|[^<>]+|@U\w+)>", "", text)
    rest = re.sub(r"^>", "", rest, flags=re.MULTILINE)
    if re.search(r"[<>]|&(?!(amp|lt|gt);)", rest):
        return f"unescaped characters in {text!r}"
    return "markdown in mrkdwn" if "**" in text or re.search(r"\]\(http", text) else None


def _check_text(text: Any, most: int, kinds: Tuple[str, ...]) -> Optional[str]:
    if not isinstance(text, dict) or text.get("type") not in kinds:
        return "text type"
    if not 1 <= len(text.get("text") or "") <= most:
        return f"text length {len(text.get('text') or '')}"
    if text["type"] == "mrkdwn":
        return check_markup(text["text"])
    return "markdown in plain text" if "**" in text["text"] else None


def _check_section(block: Dict[str, Any]) -> Optional[str]:
    return _check_text(block.get("text"), 3000, ("mrkdwn", "plain_text"))


def _check_header(block: Dict[str, Any]) -> Optional[str]:
    return _check_text(block.get("text"), 150, ("plain_text",))


def _check_context(block: Dict[str, Any]) -> Optional[str]:
    if not 1 <= len(block.get("elements") or []) <= 10:
        return "elements"
    return next(
        filter(None, (_check_text(element, 3000, ("mrkdwn", "plain_text")) for element in block["elements"])), None
    )


def _check_actions(block: Dict[str, Any]) -> Optional[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 25:
        return "elements"
    if len({element["action_id"] for element in elements}) != len(elements):
        return "action ids not unique"
    for element in elements:
        if element.get("type") != "button" or len(element["action_id"]) > 255 or len(element.get("value", "")) > 2000:
            return "button"
        if len(element.get("accessibility_label", "")) > 75:
            return "accessibility label"
        problem = _check_text(element.get("text"), 75, ("plain_text",))
        if problem:
            return problem
    return None


def _check_image(block: Dict[str, Any]) -> Optional[str]:
    if not re.match(r"https?://", block.get("image_url") or "") or not block.get("alt_text"):
        return "url or alt text"
    return "alt text is an address" if block["alt_text"].startswith("http") else None


def _check_table(block: Dict[str, Any]) -> Optional[str]:
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= 100 or any(not 1 <= len(row) <= 20 for row in rows):
        return "rows"
    if len({len(row) for row in rows}) != 1:
        return "rows of different lengths"
    cells = [cell for row in rows for cell in row]
    if any(cell.get("type") != "rich_text" or not all(_texts(cell)) or not _texts(cell) for cell in cells):
        return "cells"
    if any("**" in text for text in _texts(cells)) or sum(map(len, _texts(cells))) > 10_000:
        return "texts"
    return None


_CHECKERS: Dict[str, Callable[[Dict[str, Any]], Optional[str]]] = {
    "section": _check_section,
    "header": _check_header,
    "context": _check_context,
    "actions": _check_actions,
    "image": _check_image,
    "table": _check_table,
    "divider": lambda block: None,
}
