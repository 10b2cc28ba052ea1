"""Which sites may call: the server's own, and those on the list, compared exactly, on the server itself."""

from __future__ import annotations

import pytest
import requests

from advisor.channels.widget_files import NOT_BUILT
from advisor.serving.settings import SettingError, Settings
from tests.channels.web.conftest import error_code, post

ALLOWED = "https://careers.example"
PUBLIC = "https://bot.example"
NOT_ALLOWED = [
    "https://evil.example",
    "http://careers.example",
    "https://careers.example:8443",
    "https://careers.example.evil.example",
    "https://evil.example/?https://careers.example",
    "https://sub.careers.example",
    "https://careers.examplee",
    "null",
    "*",
]


def ask(site, origin, message="hello"):
    headers = {"Origin": origin} if origin else {}
    return post(site.server, json={"sender": "origins", "message": message}, headers=headers)


def preflight(site, origin, method="POST", path="/webhooks/rest/webhook"):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    return requests.options(f"{site.url}{path}", headers=headers, timeout=30)


@pytest.mark.parametrize("origin", [ALLOWED, "https://other.example", PUBLIC])
def test_a_site_on_the_list_may_call_and_read(site, origin):
    response = ask(site, origin)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "Origin" in response.headers["Vary"]


def test_the_servers_own_pages_may_call(site):
    assert ask(site, site.url).status_code == 200


def test_programs_that_are_no_browser_may_call(site):
    response = ask(site, None)
    assert response.status_code == 200
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize("origin", NOT_ALLOWED)
def test_another_site_is_refused_on_the_server_too(site, origin):
    response = ask(site, origin)
    assert (response.status_code, error_code(response)) == (403, "origin")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_what_another_site_sends_is_not_even_read(site):
    sender = site.conversation().sender
    post(site.server, json={"sender": sender, "message": "hello"}, headers={"Origin": NOT_ALLOWED[0]})
    assert site.texts(sender) == []


@pytest.mark.parametrize(
    "method, path", [("POST", "/webhooks/rest/webhook"), ("POST", "/feedback"), ("DELETE", "/conversations/me")]
)
def test_a_preflight_names_methods_and_headers(site, method, path):
    response = preflight(site, ALLOWED, method, path)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED
    assert method in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"].lower() == "content-type"
    assert int(response.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("origin", NOT_ALLOWED)
def test_a_preflight_of_another_site_is_refused(site, origin):
    response = preflight(site, origin)
    assert response.status_code == 403
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_page_can_read_when_to_come_back(site):
    assert "Retry-After" in ask(site, ALLOWED).headers["Access-Control-Expose-Headers"]


def test_a_page_can_read_errors(site):
    response = ask(site, ALLOWED, message="")
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == ALLOWED


@pytest.mark.parametrize("origin", [ALLOWED, NOT_ALLOWED[0], None])
@pytest.mark.parametrize("path", ["/health", "/version", "/", "/nothing", "/widget.js", "/webhooks/rest/webhook"])
def test_credentials_are_never_allowed(site, origin, path):
    response = requests.get(f"{site.url}{path}", headers={"Origin": origin} if origin else {}, timeout=30)
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers
    if path != "/widget.js":
        assert response.headers.get("Access-Control-Allow-Origin") != "*"


@pytest.mark.parametrize("origin", [ALLOWED, NOT_ALLOWED[0]])
def test_the_widgets_file_is_for_any_site(site, origin):
    response = requests.get(f"{site.url}/widget.js", headers={"Origin": origin}, timeout=30)
    assert response.status_code == 200 or response.text == NOT_BUILT
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_behind_a_proxy_that_nobody_named_one_is_not_on_this_machine(site):
    response = post(
        site.server,
        json={"sender": "origins", "message": "hello", "explain": True},
        headers={"X-Forwarded-For": "203.0.113.9"},
    )
    assert (response.status_code, error_code(response)) == (403, "explain")


# The setting


@pytest.mark.parametrize(
    "value, origin",
    [
        ("https://careers.example/", "https://careers.example"),
        ("HTTPS://Careers.Example", "https://careers.example"),
        ("https://careers.example:443", "https://careers.example"),
        ("http://careers.example:8080", "http://careers.example:8080"),
        ("http://[::1]:3000", "http://[::1]:3000"),
    ],
)
def test_origins_are_read_as_browsers_send_them(value, origin):
    assert Settings.read({"ADVISOR_ALLOWED_ORIGINS": value}).allowed_origins == {origin}


@pytest.mark.parametrize(
    "value",
    [
        "*",
        "https://*.example",
        "careers.example",
        "https://careers.example/chat",
        "https://me@careers.example",
        "https://careers.example:port",
        "ftp://careers.example",
        "https://",
        "null",
        "https://a b",
    ],
)
def test_what_is_no_site_is_refused_at_the_start(value):
    with pytest.raises(SettingError, match="ADVISOR_ALLOWED_ORIGINS"):
        Settings.read({"ADVISOR_ALLOWED_ORIGINS": value})
