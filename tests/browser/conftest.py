"""A real browser, a careers site of another origin, and the assistant that its pages embed."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import sync_playwright

from advisor.knowledge.store import PROJECT_FOLDER
from tests.conftest import MODEL, Server, free_port, start_server

WIDGET_FOLDER = PROJECT_FOLDER / "widget"
WIDGET = WIDGET_FOLDER / "dist" / "widget.js"
AXE = WIDGET_FOLDER / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = PROJECT_FOLDER / "screenshots"
BUILD_SECONDS = 300


def _chromium() -> Optional[str]:
    return next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium", "chromium-browser"))), None)


def _leave_out(reason: str) -> None:
    """Skips on a machine that lacks something, and says what; CI installs it all, so there it is a failure."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def widget_file() -> Path:
    """The built widget; built now where Node is there and the file is not."""
    if not WIDGET.is_file():
        if not shutil.which("npm"):
            _leave_out("The widget is not built and there is no Node 20 to build it: make widget")
        for command in (["npm", "ci"], ["npm", "run", "build"]):
            subprocess.run(command, cwd=WIDGET_FOLDER, check=True, capture_output=True, timeout=BUILD_SECONDS)
    return WIDGET


@dataclass
class Assistant:
    """The server that the pages talk to; it can be stopped and started again at the same address."""

    folder: Path
    port: int
    environment: Dict[str, str]
    server: Optional[Server] = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = start_server(self.folder, self.environment, self.port)

    def stop(self) -> None:
        if self.server is not None:
            self.server.stop()
            self.server = None


@dataclass
class Site:
    """A careers site: pages with their headers, by path. ``allowed`` and ``stranger`` are two origins of it."""

    port: int
    pages: Dict[str, str] = field(default_factory=dict)
    headers: Dict[str, Dict[str, str]] = field(default_factory=dict)

    @property
    def allowed(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def stranger(self) -> str:
        return f"http://localhost:{self.port}"

    def add(self, path: str, html: str, **headers: str) -> str:
        """Puts a page on the site and returns its path."""
        self.pages[path] = html
        self.headers[path] = {name.replace("_", "-"): value for name, value in headers.items()}
        return path


@pytest.fixture(scope="session")
def site() -> Iterator[Site]:
    """A careers site of another origin than the assistant's."""
    served = Site(free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            page = served.pages.get(path)
            self.send_response(200 if page is not None else 404)
            kind = "text/css" if path.endswith(".css") else "text/html"
            for name, value in {"Content-Type": f"{kind}; charset=utf-8", **served.headers.get(path, {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write((page or "").encode())

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", served.port), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield served
    http.shutdown()


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory, site: Site, widget_file: Path) -> Iterator[Assistant]:
    """A running assistant that the site's pages may call."""
    if not MODEL.is_file():
        pytest.exit("There is no trained model: run 'make test', or 'make train' first.", returncode=1)
    running = Assistant(tmp_path_factory.mktemp("assistant"), free_port(), {"ADVISOR_ALLOWED_ORIGINS": site.allowed})
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    executable = _chromium()
    if executable is None:
        _leave_out("There is no Chromium on this machine: apt-get install chromium")
    # Chromium's sandbox doesn't work for root, who runs the tests in a container.
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield running
        running.close()


@dataclass
class Visitor:
    """Somebody in front of a page with the widget."""

    page: Any
    context: Any
    messages: List[str] = field(default_factory=list)
    requests: List[Any] = field(default_factory=list)

    def visit(self, address: str) -> "Visitor":
        self.page.goto(address)
        self.page.wait_for_function("Boolean(customElements.get('career-advisor'))")
        return self

    def see(self, selector: str) -> Any:
        """The elements of a selector within the widget."""
        return self.page.locator(f"career-advisor {selector}")

    def open(self) -> "Visitor":
        self.see(".launcher").click()
        self.see(".suggestion").first.wait_for()
        return self

    def ask(self, question: str) -> Any:
        """Asks, waits for the answer and returns it."""
        before = self.answers.count()
        self.type(question)
        return self.wait_for_answer(before)

    def type(self, question: str) -> None:
        self.see("textarea").fill(question)
        self.see("textarea").press("Enter")

    def press(self, title: str) -> Any:
        """Presses a suggestion, waits for the answer and returns it."""
        before = self.answers.count()
        self.see(".suggestion").filter(has_text=title).first.click()
        return self.wait_for_answer(before)

    def wait_for_answer(self, before: int) -> Any:
        answer = self.answers.nth(before)
        answer.wait_for()
        return answer

    @property
    def answers(self) -> Any:
        return self.see(".message.advisor:not(.intro)")

    @property
    def questions(self) -> Any:
        return self.see(".message.visitor .bubble")

    @property
    def said(self) -> List[str]:
        """The texts of all bubbles and the first lines of all answers, in order."""
        return self.see(".message").evaluate_all(
            "all => all.map(one => (one.querySelector('.bubble, h3, p') ?? one).textContent.trim())"
        )

    @property
    def sent(self) -> List[Dict[str, Any]]:
        """What this page has posted to the chat."""
        return [request.post_data_json for request in self.requests if request.url.endswith("/webhooks/rest/webhook")]

    def axe(self) -> List[str]:
        """What axe finds on the page: rule and elements."""
        if not AXE.is_file():
            _leave_out("axe is not there to check with: npm ci in the folder widget")
        self.page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
        violations = self.page.evaluate("axe.run().then(result => result.violations)")
        return [f"{one['id']}: {[node['html'][:200] for node in one['nodes']]}" for one in violations]

    def screenshot(self, name: str) -> None:
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled")


@pytest.fixture
def new_visitor(browser: Any) -> Iterator[Any]:
    """Makes visitors with a browser profile of their own; arguments are those of a Playwright context."""
    contexts = []

    def make(context: Any = None, **options: Any) -> Visitor:
        if context is None:
            context = browser.new_context(locale="en-GB", **options)
            contexts.append(context)
        visitor = Visitor(context.new_page(), context)
        visitor.page.on("console", lambda message: visitor.messages.append(message.text))
        visitor.page.on("pageerror", lambda error: visitor.messages.append(str(error)))
        visitor.page.on("request", lambda request: visitor.requests.append(request))
        return visitor

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def visitor(new_visitor: Any) -> Visitor:
    """A visitor at a desk; without motion, so that places are measured when everything has settled."""
    return new_visitor(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")


@pytest.fixture
def chatting(visitor: Visitor, assistant: Assistant) -> Visitor:
    """A visitor of the demo careers page who has opened the chat."""
    return visitor.visit(assistant.url).open()
