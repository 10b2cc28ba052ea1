"""By keyboard, by ear, on a phone, in the dark, enlarged, from right to left."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "reduced_motion": "reduce",
}
ASK_FOR_ALL = (
    "How much does a machine learning engineer earn?",
    "Compare data engineer and data scientist",
    "Which certifications help a cloud engineer?",
)


def focused(visitor) -> str:
    """The label or text of what has the focus within the widget."""
    return visitor.page.evaluate(
        "() => { const it = document.querySelector('career-advisor').shadowRoot.activeElement;"
        " return it ? it.getAttribute('aria-label') || it.textContent : '' }"
    )


def test_everything_works_by_keyboard_alone(visitor, assistant):
    visitor.visit(assistant.url)
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if focused(visitor) == "Ask about careers":
            break
    visitor.page.keyboard.press("Enter")
    visitor.see(".suggestion").first.wait_for()
    assert focused(visitor) == "Your question"
    visitor.page.keyboard.type("First line")
    visitor.page.keyboard.press("Shift+Enter")
    visitor.page.keyboard.type("what does a data engineer do?")
    visitor.page.keyboard.press("Enter")
    visitor.wait_for_answer(0)
    expect(visitor.questions).to_contain_text("First line\nwhat does a data engineer do?", use_inner_text=True)
    for _ in range(30):
        visitor.page.keyboard.press("Shift+Tab")
        if "Sources" in focused(visitor):
            break
    visitor.page.keyboard.press("Enter")
    expect(visitor.see("details")).to_have_attribute("open", "")
    visitor.page.keyboard.press("Escape")
    expect(visitor.see(".panel")).not_to_be_visible()
    assert focused(visitor) == "Ask about careers"


def test_the_focus_returns_to_the_element_of_the_page_that_opened_the_chat(visitor, assistant):
    visitor.visit(assistant.url)
    way_in = visitor.page.get_by_role("button", name="Ask a question")
    way_in.press("Enter")
    expect(visitor.see("textarea")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(way_in).to_be_focused()


def test_escape_closes_what_lies_on_top(chatting):
    chatting.page.get_by_label("More").press("Enter")
    chatting.page.keyboard.press("Escape")
    expect(chatting.see(".menu")).not_to_be_visible()
    chatting.see("footer").get_by_role("button", name="Forget me").press("Enter")
    expect(chatting.page.get_by_role("alertdialog")).to_be_visible()
    chatting.page.keyboard.press("Escape")
    expect(chatting.page.get_by_role("alertdialog")).not_to_be_visible()
    expect(chatting.see(".panel")).to_be_visible()


def test_a_screen_reader_hears_answers_in_a_polite_log(chatting):
    log = chatting.page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    chatting.ask("What does a data engineer do?")
    expect(log).to_contain_text("Data engineer", ignore_case=True)
    expect(chatting.page.get_by_role("dialog", name="Career Advisor")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_and_it_looks_right(new_visitor, assistant, scheme, size):
    desk = {"viewport": {"width": 1280, "height": 860}, "reduced_motion": "reduce"}
    visitor = new_visitor(color_scheme=scheme, **(PHONE if size == "phone" else desk)).visit(assistant.url)
    name = f"{size}-{scheme}"
    visitor.screenshot(f"{name}-closed")
    assert visitor.axe() == []
    visitor.open()
    visitor.screenshot(f"{name}-open")
    assert visitor.axe() == []
    for number, question in enumerate(ASK_FOR_ALL):
        visitor.ask(question)
        visitor.screenshot(f"{name}-answer-{number + 1}")
    for summary in visitor.see("summary").all():
        summary.click()
    visitor.see(".log").evaluate("log => log.scrollTop = log.scrollHeight")
    visitor.screenshot(f"{name}-sources")
    assert visitor.axe() == []


def test_axe_finds_nothing_in_the_menu_the_question_back_and_trouble(chatting):
    chatting.page.get_by_label("More").click()
    chatting.screenshot("desktop-menu")
    assert chatting.axe() == []
    chatting.page.get_by_role("button", name="Forget me").first.click()
    chatting.screenshot("desktop-forget")
    assert chatting.axe() == []
    chatting.page.keyboard.press("Escape")
    chatting.page.route("**/webhooks/rest/webhook", lambda route: route.abort())
    chatting.type("Hello?")
    expect(chatting.see(".banner")).to_be_visible()
    assert chatting.axe() == []


def test_on_a_phone_the_chat_fills_the_screen_and_keeps_the_focus(new_visitor, assistant):
    visitor = new_visitor(**PHONE).visit(assistant.url).open()
    box = visitor.see(".panel").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    expect(visitor.see(".panel")).to_have_attribute("aria-modal", "true")
    for _ in range(25):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate("document.activeElement.localName") == "career-advisor"


def test_the_keyboard_of_a_phone_does_not_hide_the_field(new_visitor, assistant):
    visitor = new_visitor(**PHONE).visit(assistant.url).open()
    visitor.page.set_viewport_size({"width": 390, "height": 460})
    expect(visitor.see(".panel")).to_have_css("height", "460px")
    box = visitor.see("textarea").bounding_box()
    assert box["y"] + box["height"] <= 460
    visitor.screenshot("phone-keyboard")


def test_enlarged_to_200_percent_everything_can_be_reached(new_visitor, assistant):
    visitor = new_visitor(viewport={"width": 640, "height": 400}, device_scale_factor=2).visit(assistant.url).open()
    visitor.ask("Compare data engineer and data scientist")
    visitor.screenshot("desktop-200-percent")
    for part in ("header", "textarea", "footer"):
        box = visitor.see(part).bounding_box()
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= 640 and box["y"] + box["height"] <= 400
    assert visitor.see(".log").evaluate("log => log.scrollWidth <= log.clientWidth")


def test_a_narrow_screen_scrolls_tables_and_nothing_else(new_visitor, assistant):
    visitor = new_visitor(**{**PHONE, "viewport": {"width": 320, "height": 640}}).visit(assistant.url).open()
    visitor.ask("Compare data engineer and data scientist")
    visitor.ask("How much does a machine learning engineer earn?")
    assert visitor.see(".log").evaluate("log => log.scrollWidth <= log.clientWidth")


def test_without_motion_nothing_moves(new_visitor, assistant):
    visitor = new_visitor(reduced_motion="reduce").visit(assistant.url).open()
    assert visitor.see(".panel").evaluate("panel => getComputedStyle(panel).animationName") == "none"


def test_from_right_to_left_the_chat_is_mirrored(new_visitor, assistant, site):
    page = f"""<!doctype html><html lang="ar" dir="rtl"><head><title>x</title></head><body><main><h1>مهن</h1></main>
        <script src="{assistant.url}/widget.js" data-server="{assistant.url}" defer></script></body></html>"""
    visitor = new_visitor(viewport={"width": 1280, "height": 860}).visit(site.allowed + site.add("/rtl", page)).open()
    visitor.ask("How much does a data engineer earn?")
    assert visitor.see(".panel").bounding_box()["x"] < 100
    expect(visitor.see("h2")).to_have_text("المستشار المهني")
    close, title = (visitor.see(part).bounding_box()["x"] for part in ("[aria-label='إغلاق']", "h2"))
    assert close < title
    visitor.screenshot("desktop-right-to-left")
    assert visitor.axe() == []
