"""What holds for every request: which sites may call, how often, and the headers that every response carries."""

from __future__ import annotations

import logging
from typing import Dict, Optional, Text

from sanic import Sanic, response
from sanic.exceptions import InvalidUsage, SanicException
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse

from advisor.serving.limits import TooMany, client_address
from advisor.serving.runtime import Runtime
from advisor.serving.settings import Settings

logger = logging.getLogger(__name__)

#: Larger bodies are cut off by the server itself; requests.py refuses smaller ones that are still too large.
MOST_BODY_BYTES = 64 * 1024
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What a page may load that has no policy of its own: nothing.
DEFAULT_POLICY = "default-src 'none'; frame-ancestors 'none'"
#: Files that any site may load.
PUBLIC_FILES = ("/widget.js", "/widget/")
_PREFLIGHT_SECONDS = "600"
#: The method that Sanic gives to what it could not read.
_UNREADABLE = "NONE"


def guard(app: Sanic, settings: Settings) -> None:
    """Puts the guards around all routes of an app."""
    app.config.REQUEST_MAX_SIZE = MOST_BODY_BYTES
    app.register_middleware(_check_request, "request")
    app.register_middleware(_add_headers, "response")
    app.error_handler.add(SanicException, _tell_error)
    app.error_handler.add(Exception, _tell_failure)
    app.ctx.settings = settings
    logging.getLogger("sanic.error").addFilter(_is_worth_logging)
    app.ctx.is_stopping = False


def _is_worth_logging(record: logging.LogRecord) -> bool:
    """Sanic notes preflights that have a body, and tracebacks of what is no HTTP: anybody could fill the log."""
    is_clients_fault = bool(record.exc_info) and isinstance(record.exc_info[1], InvalidUsage)
    return not is_clients_fault and not record.getMessage().endswith("body not consumed.")


def close_connections(app: Sanic) -> None:
    """Ends every connection with its next response: Sanic would wait 15 seconds for clients that keep theirs open."""
    app.ctx.is_stopping = True


def error_response(code: Text, message: Text, status: int, headers: Optional[Dict[Text, Text]] = None) -> HTTPResponse:
    """Returns an error as the JSON that all clients read."""
    return response.json({"error": {"code": code, "message": message}}, status, headers=headers)


def address_of(request: Request) -> Text:
    """The address that a request comes from, behind proxies that are trusted."""
    settings: Settings = request.app.ctx.settings
    return client_address(request.ip or "", request.headers.get("x-forwarded-for"), settings.trusted_proxies)


def is_allowed(request: Request, origin: Text) -> bool:
    """Whether pages of an origin may call: the server's own, and those on the list, compared exactly."""
    settings: Settings = request.app.ctx.settings
    own = {f"{request.scheme}://{request.host}", settings.public_url}
    return origin in own or origin in settings.allowed_origins


async def _check_request(request: Request) -> Optional[HTTPResponse]:
    origin = request.headers.get("origin")
    if request.path.startswith(PUBLIC_FILES):
        return None
    if origin and not is_allowed(request, origin):
        return error_response(
            "origin",
            f"Pages of {origin} may not call this server. Its keeper can add them to ADVISOR_ALLOWED_ORIGINS.",
            403,
        )
    if request.method == "OPTIONS":
        return response.empty()
    runtime: Optional[Runtime] = getattr(request.app.ctx, "runtime", None)
    if runtime is not None:
        try:
            runtime.limits.check_request(address_of(request))
        except TooMany as error:
            return too_many(error)
    return None


def too_many(error: TooMany) -> HTTPResponse:
    """Returns the response to a request over a limit."""
    return error_response("too_many", str(error), 429, {"Retry-After": str(error.retry_after)})


async def _add_headers(request: Request, answer: BaseHTTPResponse) -> None:
    if request.app.ctx.is_stopping:
        request.stream.keep_alive = False
    for name, value in SECURITY_HEADERS.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", DEFAULT_POLICY)
    answer.headers.setdefault("Cache-Control", "no-store")
    origin = request.headers.get("origin")
    is_public = "Access-Control-Allow-Origin" in answer.headers  # the widget's file is for any site
    if origin and not is_public and is_allowed(request, origin):
        answer.headers["Access-Control-Allow-Origin"] = origin
        answer.headers["Vary"] = "Origin"
        answer.headers["Access-Control-Expose-Headers"] = "Retry-After"
        if request.method == "OPTIONS":
            answer.headers["Access-Control-Allow-Methods"] = "GET, POST, DELETE"
            answer.headers["Access-Control-Allow-Headers"] = "Content-Type"
            answer.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
    runtime: Optional[Runtime] = getattr(request.app.ctx, "runtime", None)
    if runtime is not None and answer.status >= 400:
        runtime.metrics.refused.labels(str(answer.status)).inc()


def _tell_error(request: Request, error: SanicException) -> HTTPResponse:
    """Tells what the server itself refuses: no such page, wrong method, a body that is too large."""
    codes = {404: "not_found", 405: "method", 408: "timeout", 413: "too_large", 503: "starting"}
    messages = {
        404: f"There is nothing at {request.path}.",
        405: f"{request.method} is not allowed at {request.path}.",
        413: "The request is larger than 16 KB.",
        503: "The server is still starting. Please try again in a moment.",
    }
    status = getattr(error, "status_code", 500)
    message = messages.get(status, "The request can't be answered.")
    return error_response(codes.get(status, "request"), message, status, getattr(error, "headers", None))


def _tell_failure(request: Request, error: Exception) -> HTTPResponse:
    if request.method == _UNREADABLE:
        return error_response("request", "The request is not valid HTTP.", 400)
    logger.error("%s %s failed.", request.method, request.path, exc_info=error)
    return error_response("failure", "Something went wrong on the server. Please try again.", 500)
