"""A visitor asks, and sees answers as they deserve."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect


def test_the_first_visit_is_greeted_with_questions_to_begin_with(chatting):
    expect(chatting.see(".intro")).to_contain_text("careers")
    assert chatting.see(".suggestion").count() >= 2
    chatting.screenshot("desktop-greeting")


def test_a_typed_question_is_answered(chatting):
    answer = chatting.ask("What does a data engineer do?")
    expect(chatting.questions).to_have_text("You: What does a data engineer do?")
    expect(answer.locator("h3")).to_contain_text("ata engineer")


def test_a_button_asks_its_whole_question(chatting):
    chatting.ask("What does a data engineer do?")
    button = chatting.see(".suggestion").first
    question = button.get_attribute("title")
    before = chatting.answers.count()
    button.click()
    chatting.wait_for_answer(before)
    expect(chatting.questions.last).to_contain_text(question)


def test_only_the_newest_answer_offers_questions(chatting):
    chatting.ask("What does a data engineer do?")
    chatting.ask("How much does a data engineer earn?")
    expect(chatting.see(".next")).to_have_count(1)


def test_a_follow_up_is_understood(chatting):
    chatting.ask("How much does a data engineer earn in the United States?")
    answer = chatting.ask("and in Canada?")
    expect(answer).to_contain_text("CA$")


def test_pay_is_drawn_and_said(chatting):
    answer = chatting.ask("How much does a machine learning engineer earn?")
    chart = answer.get_by_role("img").first
    expect(chart).to_be_visible()
    assert "middle $" in chart.get_attribute("aria-label")
    expect(answer.locator(".figure p").first).to_contain_text("a year")
    chatting.screenshot("desktop-pay")


def test_a_comparison_stands_side_by_side_with_a_table(chatting):
    answer = chatting.ask("Compare data engineer and data scientist")
    columns = answer.locator(".sides").first.locator(".side")
    assert columns.count() == 2
    assert columns.nth(0).bounding_box()["y"] == columns.nth(1).bounding_box()["y"]
    expect(answer.get_by_role("table")).to_be_visible()
    chatting.screenshot("desktop-comparison")


def test_a_retired_certification_has_a_badge(chatting):
    answer = chatting.ask("Which certifications help a cloud engineer?")
    expect(answer.locator(".badge.retired").first).to_have_text("retired")


def test_sources_are_folded_with_year_and_link(chatting):
    answer = chatting.ask("How much does a machine learning engineer earn?")
    details = answer.locator("details")
    expect(details.locator("li").first).not_to_be_visible()
    answer.locator("summary").click()
    expect(details.locator("li").first).to_contain_text("20")
    link = details.locator("a").first
    assert link.get_attribute("href").startswith("https://")
    assert "noopener" in link.get_attribute("rel")


def test_a_thumb_is_kept_and_a_thumb_down_asks_what_was_missing(chatting):
    answer = chatting.ask("How much does a data engineer earn?")
    answer.get_by_label("This helped").click()
    expect(answer.get_by_label("This helped")).to_have_attribute("aria-pressed", "true")
    answer.get_by_label("This did not help").click()
    answer.get_by_label("What was missing? (optional)").fill("Figures for Norway")
    with chatting.page.expect_response("**/feedback") as response:
        answer.get_by_role("button", name="Send comment").click()
    assert response.value.status == 204
    expect(chatting.see(".notice")).to_contain_text("Thank you")


def test_an_answer_is_copied_with_its_sources(chatting):
    chatting.context.grant_permissions(["clipboard-read", "clipboard-write"])
    answer = chatting.ask("How much does a data engineer earn?")
    answer.get_by_label("Copy this answer").click()
    expect(chatting.see(".notice")).to_have_text("Copied.")
    text = chatting.page.evaluate("navigator.clipboard.readText()")
    assert "Pay of data engineers" in text and "Source" in text and "https://" in text


def test_the_chat_is_downloaded_as_text(chatting):
    chatting.ask("What does a data engineer do?")
    chatting.page.get_by_label("More").click()
    with chatting.page.expect_download() as download:
        chatting.page.get_by_role("button", name="Download this chat").click()
    assert download.value.suggested_filename.endswith(".txt")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "What does a data engineer do?" in text and "https://" in text


def test_starting_over_draws_a_line_and_forgets_the_career(chatting):
    chatting.ask("What does a data engineer do?")
    before = chatting.answers.count()
    chatting.page.get_by_label("More").click()
    chatting.page.get_by_role("button", name="Start over").click()
    chatting.wait_for_answer(before)
    expect(chatting.see(".divider")).to_have_text("New start")
    assert chatting.sent[-1]["message"] == "start over"


def test_forget_me_deletes_the_conversation_here_and_on_the_server(chatting):
    chatting.ask("What does a data engineer do?")
    sender = chatting.sent[-1]["sender"]
    chatting.see("footer").get_by_role("button", name="Forget me").click()
    with chatting.page.expect_response(f"**/conversations/{sender}") as response:
        chatting.see(".confirm").get_by_role("button", name="Forget me").click()
    assert response.value.status == 204
    expect(chatting.see(".notice")).to_contain_text("Deleted.")
    expect(chatting.questions).to_have_count(0)
    chatting.ask("What does a data analyst do?")
    assert chatting.sent[-1]["sender"] != sender


def test_it_says_what_is_kept_for_how_long_and_leads_to_a_person(chatting):
    expect(chatting.see("footer .kept")).to_have_text("This chat is kept for 90 days. No cookies.")
    expect(chatting.see("footer").get_by_role("link", name="Talk to a person")).to_have_attribute(
        "href", "mailto:advisers@example.org"
    )


def test_no_cookie_is_set_and_nobody_else_is_called(chatting, assistant):
    chatting.ask("How much does a machine learning engineer earn?")
    assert chatting.context.cookies() == []
    assert {request.url.split("/")[2] for request in chatting.requests} == {assistant.url.split("/")[2]}


def test_a_page_about_one_career_suggests_and_answers_for_it(visitor, assistant):
    visitor.visit(f"{assistant.url}/?role=data_engineer").open()
    expect(visitor.see(".suggestion").first).to_have_attribute("title", "What does a data engineer do?")
    answer = visitor.ask("What skills do I need?")
    expect(answer.locator("h3").first).to_contain_text("data engineer")


def test_an_element_of_the_page_asks_a_question(visitor, assistant):
    visitor.visit(assistant.url)
    visitor.page.get_by_role("button", name="Compare data analyst and data scientist").click()
    answer = visitor.wait_for_answer(0)
    expect(answer.locator("h3").first).to_contain_text("ata scientist")
