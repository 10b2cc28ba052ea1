"""``check --links``: a server on this machine plays the internet."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from advisor.knowledge.cli import main
from advisor.knowledge.links import Link, LinkState, check_links, link_problems, links_of

NOWHERE = "http://127.0.0.1:1/"


class Pages(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.answer(405 if self.path == "/no-head" else None)

    def do_GET(self) -> None:
        self.answer(None)

    def answer(self, status) -> None:
        known = {"/gone": 404, "/moved": 301, "/for-now": 302, "/busy": 503, "/closed": 403}
        self.send_response(status or known.get(self.path, 200))
        if self.path in ("/moved", "/for-now"):
            self.send_header("Location", "/here")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path, state",
    [
        ("/here", LinkState.FINE),
        ("/no-head", LinkState.FINE),
        ("/for-now", LinkState.FINE),
        ("/moved", LinkState.MOVED),
        ("/gone", LinkState.GONE),
        ("/busy", LinkState.UNSURE),
        ("/closed", LinkState.UNSURE),
    ],
)
def test_a_link_is_judged_by_what_its_server_says(site, path, state):
    (result,) = check_links([Link(site + path, "sources.yml", "one")])
    assert result.state is state


def test_a_page_that_has_moved_is_told_with_its_new_address(site):
    (problem,) = link_problems(check_links([Link(site + "/moved", "sources.yml", "one")]))
    assert f"{site}/here" in str(problem) and not problem.is_error


def test_one_server_that_is_away_is_a_warning_beside_others_that_answer(site):
    results = check_links([Link(site + "/here", "sources.yml", "one"), Link(NOWHERE, "courses.yml", "two")])
    (problem,) = link_problems(results)
    assert (problem.file, problem.record, problem.is_error) == ("courses.yml", "two", False)


def test_without_any_network_there_is_one_warning(small):
    results = check_links([Link(NOWHERE, "sources.yml", "one"), Link(f"{NOWHERE}2", "courses.yml", "two")])
    (problem,) = link_problems(results)
    assert "no network" in problem.message and not problem.is_error


def test_the_links_are_those_of_sources_and_courses(small):
    assert [(link.url, link.record) for link in links_of(small.base)] == [
        ("https://example.org/carving", "carving_course")
    ]


def test_a_link_that_is_gone_fails_the_check_only_when_links_are_tested(small, site, capsys):
    small.replace("courses.yml", "https://example.org/carving", f"{site}/gone")
    assert main(["check", str(small.folder)]) == 0
    assert main(["check", str(small.folder), "--links"]) == 1
    assert "courses.yml: carving_course, field 'url': the page is gone" in capsys.readouterr().err
