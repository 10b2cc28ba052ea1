"""Serves the chat widget to any site, and the demo careers page that shows it."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional, Text, Tuple

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

NOT_BUILT = "Build the widget: make widget (needs Node 20)\n"

_MINUTES_5 = "public, max-age=300"
_FOR_EVER = "public, max-age=31536000, immutable"
_SCRIPT = "text/javascript; charset=utf-8"
_CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": _SCRIPT,
    ".svg": "image/svg+xml",
}
_VERSION_CHARACTERS = 12

#: The demo page needs nothing from anywhere else, and no inline script or style.
_DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Content:
    """A file's bytes as they are and compressed, both made once."""

    plain: bytes
    compressed: bytes

    @property
    def version(self) -> Text:
        """The start of the content's SHA-256 in hexadecimal: it changes exactly when the content does."""
        return hashlib.sha256(self.plain).hexdigest()[:_VERSION_CHARACTERS]

    @property
    def integrity(self) -> Text:
        """The value of a script tag's ``integrity``."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.plain).digest()).decode()


class Contents:
    """Reads files and keeps what it has read until a file changes: a widget built later is served without a restart."""

    def __init__(self) -> None:
        self._kept: Dict[Path, Tuple[Tuple[int, int], Content]] = {}

    def read(self, path: Path) -> Optional[Content]:
        """Returns a file's content, or None where there is no such file."""
        try:
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            kept = self._kept.get(path)
            if kept is None or kept[0] != stamp:
                plain = path.read_bytes()
                kept = (stamp, Content(plain, gzip.compress(plain, mtime=0)))
                self._kept[path] = kept
            return kept[1]
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        except ValueError:  # a null byte in the name
            return None


def widget_blueprint(static: Path, widget: Path) -> Blueprint:
    """Returns the routes of the widget and of the demo page's files.

    Args:
        static: The folder of the demo page.
        widget: The built ``widget.js``; where it is missing, its routes answer 503 and say how to build it.
    """
    blueprint = Blueprint("widget_files")
    contents = Contents()

    @blueprint.route("/widget.js", methods=["GET", "HEAD"])
    async def newest(request: Request) -> HTTPResponse:
        content = contents.read(widget)
        return _not_built() if content is None else _script(request, content, _MINUTES_5)

    @blueprint.route("/widget/<version>/widget.js", methods=["GET", "HEAD"])
    async def pinned(request: Request, version: Text) -> HTTPResponse:
        content = contents.read(widget)
        if content is None:
            return _not_built()
        if version != content.version:
            return _text(f"There is no version {version!r} here; the current one is {content.version}.\n", 404)
        return _script(request, content, _FOR_EVER)

    @blueprint.get("/widget/latest")
    async def latest(request: Request) -> HTTPResponse:
        content = contents.read(widget)
        if content is None:
            return _not_built()
        body = {
            "version": content.version,
            "path": f"/widget/{content.version}/widget.js",
            "integrity": content.integrity,
            "bytes": len(content.plain),
            "compressed_bytes": len(content.compressed),
        }
        return response.json(body, headers={"Cache-Control": "no-cache", **_FOR_ANY_SITE})

    @blueprint.route("/demo/<name>", methods=["GET", "HEAD"])
    async def demo_file(request: Request, name: Text) -> HTTPResponse:
        path = static / name
        # The name is one part of a path; "..", a folder or an unknown kind of file is not served.
        content = contents.read(path) if path.parent == static and path.suffix in _CONTENT_TYPES else None
        if content is None:
            return _text("There is no such file.\n", 404)
        return _file(request, content, _CONTENT_TYPES[path.suffix], {"Cache-Control": _MINUTES_5})

    return blueprint


def demo_page(static: Path, request: Request) -> HTTPResponse:
    """Returns the demo careers page, under a strict Content-Security-Policy; 404 where the folder has none."""
    content = _PAGES.read(static / "index.html")
    if content is None:
        return _text("The demo page is missing: index.html in the folder of the channels' static files.\n", 404)
    headers = {
        "Cache-Control": "no-cache",
        "Content-Security-Policy": _DEMO_POLICY,
        "Referrer-Policy": "no-referrer",
    }
    return _file(request, content, _CONTENT_TYPES[".html"], headers)


_PAGES = Contents()
#: The widget is there for other sites' pages, also for those that isolate themselves (COEP) or check its integrity.
_FOR_ANY_SITE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def _script(request: Request, content: Content, cache: Text) -> HTTPResponse:
    return _file(request, content, _SCRIPT, {"Cache-Control": cache, **_FOR_ANY_SITE})


def _file(request: Request, content: Content, content_type: Text, headers: Dict[Text, Text]) -> HTTPResponse:
    tag = f'W/"{content.version}"'
    headers = {**headers, "ETag": tag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if _has_tag(request.headers.get("if-none-match", ""), tag):
        return HTTPResponse(status=304, headers=headers)
    body = content.plain
    if _accepts_gzip(request.headers.get("accept-encoding", "")):
        body = content.compressed
        headers["Content-Encoding"] = "gzip"
    return response.raw(body, content_type=content_type, headers=headers)


def _has_tag(if_none_match: Text, tag: Text) -> bool:
    def bare(value: Text) -> Text:
        return value.strip()[2:] if value.strip().startswith("W/") else value.strip()

    return any(bare(value) in ("*", bare(tag)) for value in if_none_match.split(","))


def _accepts_gzip(accept_encoding: Text) -> bool:
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _not_built() -> HTTPResponse:
    return _text(NOT_BUILT, 503)


def _text(text: Text, status: int) -> HTTPResponse:
    return response.text(text, status, headers={"Cache-Control": "no-store", **_FOR_ANY_SITE})
