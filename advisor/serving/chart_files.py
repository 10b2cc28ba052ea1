"""Serves charts of pay figures at addresses of their own, for channels that show a picture by its address.

An address names the question and is signed, so that only charts that the assistant itself offered are drawn. It needs
nothing kept on the server: it works after a restart, and at every server that shares the database.
"""

from __future__ import annotations

import asyncio
import base64
import functools
import hashlib
import hmac
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence, Text

from sanic import Blueprint, Sanic, response
from sanic.request import Request as HttpRequest
from sanic.response import HTTPResponse

from advisor.answers import Answer, Question, compose
from advisor.answers.question import from_dict
from advisor.knowledge.onet import current_layer
from advisor.knowledge.store import current_knowledge
from advisor.rendering.charts import Chart, Form, chart_of, draw

PATH = "/charts"
#: Rises when the picture of the same figures changes: addresses are cached for ever.
DRAWING = 1
MOST_PICTURES_KEPT = 128
#: Longer addresses are refused by some that fetch them.
MOST_KEY_CHARACTERS = 1000

#: Fields of a question that hold what somebody said: no figure depends on them, and addresses end up in logs.
_PEOPLES_WORDS = ("said", "origin")
_KEY = re.compile(r"(?P<question>[A-Za-z0-9_-]+)\.(?P<signature>[0-9a-f]{32})")
_NAME = re.compile(r"(?P<key>.+)\.(?P<form>png|svg)")
_CONTENT_TYPES = {Form.PNG: "image/png", Form.SVG: "image/svg+xml"}
_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    # For pages of other sites, also those that isolate themselves.
    "Cross-Origin-Resource-Policy": "cross-origin",
    # An SVG that is opened by itself has styles in it, and needs nothing else.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_NO_SUCH_CHART = "There is no such chart, or its figures have changed since: ask again for the new one."
#: matplotlib is not made for threads; the one also keeps drawing from taking all processors.
_drawing = ThreadPoolExecutor(1, "charts")


@dataclass(frozen=True)
class ChartAddresses:
    """Makes and reads the addresses of charts; ``public_url`` is empty where nobody can fetch them.

    ``knowledge`` is always the version of all that charts are drawn from: another one makes other addresses.
    """

    secret: bytes = field(repr=False)
    public_url: Text

    def address(self, question: Mapping[Text, Any], knowledge: Text) -> Optional[Text]:
        """Returns the address of a question's chart, None where nobody could fetch it."""
        key = self.key(question, knowledge)
        if not self.public_url or len(key) > MOST_KEY_CHARACTERS:
            return None
        return f"{self.public_url}{PATH}/{key}.{Form.PNG.value}"

    def key(self, question: Mapping[Text, Any], knowledge: Text) -> Text:
        """Returns what stands for the chart of a question: its ids, and a signature."""
        ids = {name: value for name, value in question.items() if name not in _PEOPLES_WORDS}
        plain = json.dumps(ids, sort_keys=True, separators=(",", ":")).encode()
        return f"{base64.urlsafe_b64encode(plain).decode().rstrip('=')}.{self._signature(plain, knowledge)}"

    def question(self, key: Text, knowledge: Text) -> Optional[Question]:
        """Returns the question of a key, None where it isn't one of ours or its knowledge has changed."""
        match = _KEY.fullmatch(key)
        if match is None:
            return None
        try:
            plain = base64.urlsafe_b64decode(match["question"] + "=" * (-len(match["question"]) % 4))
        except ValueError:  # a length that base64 never has
            return None
        if not hmac.compare_digest(match["signature"], self._signature(plain, knowledge)):
            return None
        question = from_dict(json.loads(plain))
        return question if isinstance(question, Question) else None

    def _signature(self, plain: bytes, knowledge: Text) -> Text:
        signed = plain + f"\n{knowledge}\n{DRAWING}".encode()
        return hmac.new(self.secret, signed, hashlib.sha256).hexdigest()[:32]


_in_use: Optional[ChartAddresses] = None


def use_charts(addresses: Optional[ChartAddresses]) -> None:
    """Says how charts are addressed in this process; None for not at all."""
    global _in_use
    _in_use = addresses


def chart_address(requests: Sequence[Mapping[Text, Any]], answers: Sequence[Answer]) -> Optional[Text]:
    """Returns the address of the first chart among the answers to requests (as events keep them).

    None where there is no chart, or nobody could fetch it.
    """
    if _in_use is None:
        return None
    for request, answer in zip(requests, answers):
        if "topic" in request and chart_of(answer) is not None:
            return _in_use.address(request, _knowledge_version())
    return None


async def picture(chart: Chart, form: Form) -> bytes:
    """Returns a chart as a picture; it is drawn in a thread, and kept by its content."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, _drawn, chart, form)


@functools.lru_cache(MOST_PICTURES_KEPT)
def _drawn(chart: Chart, form: Form) -> bytes:
    return draw(chart, form)


def chart_blueprint() -> Blueprint:
    """Returns the route of charts. The server's runtime has to be there when the server has started."""
    blueprint = Blueprint("chart_files")
    blueprint.listener(_open, "after_server_start")
    blueprint.listener(_close, "before_server_stop")

    @blueprint.route(f"{PATH}/<name>", methods=["GET", "HEAD"])
    async def chart_file(request: HttpRequest, name: Text) -> HTTPResponse:
        match = _NAME.fullmatch(name)
        chart = _chart(match["key"]) if match is not None else None
        if match is None or chart is None:
            error = {"error": {"code": "not_found", "message": _NO_SUCH_CHART}}
            return response.json(error, 404, headers={"Cache-Control": "no-store"})
        form = Form(match["form"])
        return response.raw(await picture(chart, form), content_type=_CONTENT_TYPES[form], headers=dict(_HEADERS))

    return blueprint


def _chart(key: Text) -> Optional[Chart]:
    question = _in_use.question(key, _knowledge_version()) if _in_use is not None else None
    return chart_of(compose(question, current_knowledge(), current_layer())) if question is not None else None


def _knowledge_version() -> Text:
    layer = current_layer()
    return f"{current_knowledge().version} {layer.version if layer is not None else ''}"


async def _open(app: Sanic, _: Any) -> None:
    runtime = app.ctx.runtime
    use_charts(ChartAddresses(runtime.records.secret("charts"), runtime.settings.public_url))


async def _close(app: Sanic, _: Any) -> None:
    use_charts(None)
