"""What the server gives to browsers: the widget under two names, and the demo careers page."""

from __future__ import annotations

import base64
import gzip
import hashlib
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Iterator, Optional

import pytest
import requests

from advisor.channels.widget_files import NOT_BUILT
from advisor.knowledge.store import PROJECT_FOLDER
from tests.conftest import free_port

SCRIPT = "console.log('the widget');" * 20
STATIC = PROJECT_FOLDER / "advisor" / "channels" / "static"
APP = """
import sys
from pathlib import Path
from sanic import Sanic
from advisor.channels.widget_files import demo_page, widget_blueprint
app = Sanic("files")
app.blueprint(widget_blueprint(Path(sys.argv[1]), Path(sys.argv[2])))
app.add_route(lambda request: demo_page(Path(sys.argv[1]), request), "/", name="demo")
app.run(port=int(sys.argv[3]), access_log=False, debug=False)
"""


@dataclass
class Files:
    """A server of nothing but the files, and where its widget lies."""

    url: str
    widget: Path

    def get(self, path: str, headers: Optional[Dict[str, str]] = None, **kwargs: Any) -> requests.Response:
        sent = {"Accept-Encoding": "identity", **(headers or {})}
        return requests.get(self.url + path, headers=sent, timeout=10, **kwargs)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Files]:
    widget = tmp_path_factory.mktemp("dist") / "widget.js"
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", APP, str(STATIC), str(widget), str(port)],
        cwd=PROJECT_FOLDER,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    files = Files(f"http://127.0.0.1:{port}", widget)
    while process.poll() is None:
        try:
            files.get("/")
            break
        except requests.ConnectionError:
            time.sleep(0.05)
    yield files
    process.terminate()
    process.wait()


@pytest.fixture
def files(running: Files) -> Files:
    """The server with a built widget."""
    running.widget.write_text(SCRIPT, encoding="utf-8")
    return running


def test_the_widget_is_kept_for_a_short_time_and_then_asked_for_again(files):
    first = files.get("/widget.js")
    assert first.text == SCRIPT
    assert first.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    again = files.get("/widget.js", {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_it_is_compressed_for_those_who_can_read_that(files):
    compressed = files.get("/widget.js", {"Accept-Encoding": "gzip, br"}, stream=True)
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert compressed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(compressed.raw.read()).decode() == SCRIPT
    assert "Content-Encoding" not in files.get("/widget.js", {"Accept-Encoding": "gzip;q=0"}).headers


def test_any_site_may_load_it(files):
    headers = files.get("/widget.js").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_pinned_version_is_kept_for_ever_and_matches_its_hash(files):
    latest = files.get("/widget/latest").json()
    pinned = files.get(latest["path"])
    assert "immutable" in pinned.headers["Cache-Control"]
    assert latest["integrity"] == "sha384-" + base64.b64encode(hashlib.sha384(pinned.content).digest()).decode()


def test_a_version_that_is_not_there_is_said_to_be_so_with_the_one_that_is(files):
    missing = files.get("/widget/000000000000/widget.js")
    assert missing.status_code == 404
    assert files.get("/widget/latest").json()["version"] in missing.text


def test_a_new_build_is_served_without_a_restart(files):
    before = files.get("/widget.js")
    files.widget.write_text(SCRIPT + "// new", encoding="utf-8")
    after = files.get("/widget.js", {"If-None-Match": before.headers["ETag"]})
    assert after.text.endswith("// new")


@pytest.mark.parametrize("path", ["/widget.js", "/widget/latest", "/widget/000000000000/widget.js"])
def test_a_widget_that_is_not_built_is_said_to_be_so(files, path):
    files.widget.unlink()
    answer = files.get(path)
    assert (answer.status_code, answer.text) == (503, NOT_BUILT)
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_demo_page_allows_nothing_from_elsewhere_and_nothing_inline(files):
    page = files.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy and "unsafe-inline" not in policy
    assert "<style" not in page.text and " style=" not in page.text and "onclick" not in page.text


@pytest.mark.parametrize("name", ["demo.css", "demo.js", "icon.svg"])
def test_its_files_are_served(files, name):
    answer = files.get(f"/demo/{name}")
    assert answer.content == (STATIC / name).read_bytes()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["missing.css", "..%2Fweb.py", "%2e%2e%2fweb.py", "%00.css", "%2Fetc%2Fpasswd"])
def test_no_other_file_is(files, name):
    assert files.get(f"/demo/{name}").status_code == 404
