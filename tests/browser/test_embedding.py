"""On somebody else's page: one line, under a strict policy, undisturbed and undisturbing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_harmless import reply


def page_with(assistant, attributes: str = "", more: str = "") -> str:
    return f"""<!doctype html><html lang="en"><head><title>A site</title>{more}</head>
        <body><main><h1>A careers site</h1></main>
        <script src="{assistant.url}/widget.js" data-server="{assistant.url}" {attributes} defer></script>
        </body></html>"""


@pytest.fixture
def strict_policy(assistant) -> str:
    bot = assistant.url
    return f"default-src 'self'; script-src 'self' {bot}; connect-src 'self' {bot}; img-src 'self' {bot}"


def test_a_strict_content_security_policy_is_not_violated(visitor, assistant, site, strict_policy):
    path = site.add("/strict", page_with(assistant, 'data-color="#7a1fa2"'), Content_Security_Policy=strict_policy)
    visitor.page.add_init_script(
        "window.violations = []; addEventListener('securitypolicyviolation', e => violations.push(e.violatedDirective))"
    )
    visitor.visit(site.allowed + path).open()
    visitor.ask("How much does a machine learning engineer earn?")
    visitor.page.get_by_label("More").click()
    with visitor.page.expect_download():
        visitor.page.get_by_role("button", name="Download this chat").click()
    assert visitor.page.evaluate("violations") == []
    assert [text for text in visitor.messages if "Content Security Policy" in text] == []
    assert visitor.see(".panel").evaluate("panel => getComputedStyle(panel).position") == "fixed"


def test_an_allowed_site_is_answered(visitor, assistant, site):
    visitor.visit(site.allowed + site.add("/plain", page_with(assistant))).open()
    expect(visitor.ask("What does a data engineer do?")).to_contain_text("Data engineer", ignore_case=True)


def test_another_site_is_not_and_its_visitors_are_told(visitor, assistant, site):
    visitor.visit(site.stranger + site.add("/plain", page_with(assistant))).open()
    visitor.type("What does a data engineer do?")
    expect(visitor.see(".banner")).to_contain_text("can't be reached")
    expect(visitor.answers).to_have_count(0)


def test_the_page_and_the_widget_do_not_disturb_each_other(visitor, assistant, site):
    site.add("/loud.css", "* { font: 40px cursive !important; color: red; margin: 50px } button, div { display: none }")
    path = site.add("/loud", page_with(assistant, more='<link rel="stylesheet" href="/loud.css">'))
    visitor.visit(site.allowed + path).open()
    assert visitor.see(".send").evaluate("send => getComputedStyle(send).display") == "grid"
    assert visitor.see("h2").evaluate("title => getComputedStyle(title).color") != "rgb(255, 0, 0)"
    assert visitor.see("h2").evaluate("title => parseFloat(getComputedStyle(title).fontSize)") < 20
    globals_added = visitor.page.evaluate("Object.keys(window).filter(name => /advisor|marked/i.test(name))")
    assert globals_added == []


def test_a_pinned_version_loads_with_its_integrity_hash(visitor, assistant, site):
    latest = visitor.context.request.get(f"{assistant.url}/widget/latest").json()
    address, integrity = assistant.url + latest["path"], latest["integrity"]
    tag = f'<script src="{address}" integrity="{integrity}" crossorigin="anonymous" defer></script>'
    visitor.visit(site.allowed + site.add("/pinned", f"<!doctype html><title>x</title><body>{tag}")).open()
    expect(visitor.ask("What does a data engineer do?")).to_be_visible()


def test_events_tell_the_site_what_happened_and_not_what_was_written(visitor, assistant, site):
    visitor.page.add_init_script(
        "window.told = []; for (const name of ['opened', 'sent', 'answered'])"
        " document.addEventListener('advisor-' + name, e => told.push([name, e.detail]))"
    )
    visitor.visit(site.allowed + site.add("/plain", page_with(assistant))).open()
    visitor.ask("What does a data engineer do? My secret is tangerine.")
    told = visitor.page.evaluate("told")
    assert [name for name, _ in told] == ["opened", "sent", "answered"]
    assert told[1][1] == {"via": "typed"}
    assert told[2][1]["answers"][0]["roles"] == ["data_engineer"]
    assert "tangerine" not in json.dumps(told)


def test_it_is_themed_by_attributes_and_custom_properties(visitor, assistant, site):
    site.add("/theme.css", "career-advisor { --advisor-radius: 3px; --advisor-width: 500px }")
    attributes = """data-title="Ask Ada" data-greeting="Ask away." data-open
        data-color="#ffd400" data-position="left" data-theme="dark" """
    path = site.add("/theme", page_with(assistant, attributes, '<link rel="stylesheet" href="/theme.css">'))
    visitor.visit(site.allowed + path)
    expect(visitor.see("h2")).to_have_text("Ask Ada")
    expect(visitor.see(".intro p")).to_have_text("Ask away.")
    box = visitor.see(".panel").bounding_box()
    assert box["width"] == 500 and box["x"] < 100
    assert visitor.see(".panel").evaluate("panel => getComputedStyle(panel).borderTopLeftRadius") == "3px"
    visitor.see("textarea").fill("x")
    assert visitor.see(".send").evaluate("send => getComputedStyle(send).backgroundColor") == "rgb(255, 212, 0)"
    assert visitor.axe() == []
    visitor.screenshot("desktop-themed")


def test_a_site_opens_closes_and_asks_by_script(visitor, assistant, site):
    visitor.visit(site.allowed + site.add("/plain", page_with(assistant)))
    visitor.page.evaluate("document.querySelector('career-advisor').ask('What does a data engineer do?')")
    visitor.wait_for_answer(0)
    visitor.page.evaluate("document.querySelector('career-advisor').close()")
    expect(visitor.see(".panel")).not_to_be_visible()
    visitor.page.evaluate("document.querySelector('career-advisor').open()")
    expect(visitor.see("textarea")).to_be_focused()


def test_an_answer_without_its_data_is_shown_from_its_markdown(visitor, assistant, site):
    said = reply("### Title\n\n- one\n- **two**")
    visitor.page.route("**/webhooks/rest/webhook", lambda route: route.fulfill(json=said))
    visitor.visit(assistant.url).open()
    answer = visitor.ask("Anything")
    expect(answer.locator("h3")).to_have_text("Title")
    expect(answer.locator("li strong")).to_have_text("two")
