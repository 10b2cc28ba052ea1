"""Charts as pictures at a public address: offered with pay, drawn for nobody else's addresses, cached for ever."""

from __future__ import annotations

import asyncio
import base64
import json

import pytest
import requests
from rasa_sdk.executor import CollectingDispatcher

from advisor.answers import Question, compose
from advisor.channels.slack.channel import slack_channel_from_environment
from advisor.knowledge.models import Topic
from advisor.serving.chart_files import ChartAddresses, use_charts
from advisor.serving.reply import utter
from tests.channels.web.conftest import error_code

PAY = "How much does a data engineer earn in Canada?"
PUBLIC_URL = "https://bot.example"


@pytest.fixture(scope="module")
def public(breakable):
    return breakable(ADVISOR_PUBLIC_URL=PUBLIC_URL).run()


@pytest.fixture(scope="module")
def path(public):
    """The path of a chart, below the server's address."""
    conversation = public.conversation()
    conversation.say(PAY)
    address = conversation.items[0]["image"]
    assert address.startswith(f"{PUBLIC_URL}/charts/") and address.endswith(".png")
    return address[len(PUBLIC_URL) :]


@pytest.fixture
def uttered(knowledge):
    """The picture that a stock channel gets with the answers to questions about data engineers."""

    def image(*topics):
        dispatcher = CollectingDispatcher()
        utter(dispatcher, [Question(topic, ("data_engineer",)) for topic in topics], knowledge)
        return dispatcher.messages[0]["image"]

    use_charts(ChartAddresses(b"secret", PUBLIC_URL))
    yield image
    use_charts(None)


def image_of(public, message):
    conversation = public.conversation()
    conversation.say(message)
    return conversation.items[0]["image"]


def test_without_a_public_address_there_is_no_picture(conversation):
    conversation.say(PAY)
    assert conversation.items[0]["image"] is None


def test_pay_comes_with_a_picture(public, path):
    response = public.get(path)
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")


def test_the_same_question_has_the_same_address_in_every_conversation(public, path):
    assert image_of(public, PAY) == PUBLIC_URL + path


def test_pay_asked_second_has_its_picture_too(public):
    assert "/charts/" in image_of(public, "What does a data engineer do and how much do they earn?")


def test_an_answer_without_figures_has_no_picture(public):
    assert image_of(public, "What does a data engineer do?") is None


def test_a_picture_is_there_as_svg_too(public, path):
    response = public.get(path.replace(".png", ".svg"))
    assert response.headers["content-type"] == "image/svg+xml"
    assert "Canada" in response.text


def test_a_picture_may_be_kept_for_ever_and_shown_by_any_site(public, path):
    headers = public.get(path).headers
    assert "immutable" in headers["cache-control"]
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_the_head_of_a_picture_has_no_body(public, path):
    response = requests.head(public.url + path, timeout=30)
    assert (response.status_code, response.content) == (200, b"")


def other_question(path):
    question = base64.urlsafe_b64encode(json.dumps({"topic": "salary", "roles": ["data_scientist"]}).encode())
    return f"/charts/{question.decode().rstrip('=')}.{path.split('.')[1]}.png"


@pytest.mark.parametrize(
    "change",
    [
        other_question,
        lambda path: path.replace(".png", ".gif"),
        lambda path: path[:-5] + ("0" if path[-5] != "0" else "1") + ".png",
        lambda path: "/charts/x.png",
        lambda path: "/charts/A." + "0" * 32 + ".svg",
        lambda path: "/charts/%00%F0%9F%99%82.png",
    ],
    ids=["another question", "another form", "another signature", "no signature", "no base64", "no text"],
)
def test_nothing_is_drawn_that_was_not_offered(public, path, change):
    response = public.get(change(path))
    assert response.status_code == 404
    assert error_code(response) == "not_found"


def test_an_address_outlives_a_restart(public, path):
    public.stop()
    public.run()
    assert public.get(path).status_code == 200


def test_an_address_of_one_installation_is_nothing_to_another(server, path):
    assert requests.get(f"{server.url}{path}", timeout=30).status_code == 404


def test_stock_channels_get_the_picture_of_the_first_answer(uttered):
    assert uttered(Topic.SALARY, Topic.SKILLS).startswith(f"{PUBLIC_URL}/charts/")
    assert uttered(Topic.SKILLS) is None


def test_slack_draws_pay_itself_where_it_has_no_address(knowledge, monkeypatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "secret")
    draw = slack_channel_from_environment()._draw
    chart = asyncio.run(draw(compose(Question(Topic.SALARY, ("data_engineer",)), knowledge)))
    assert chart.png.startswith(b"\x89PNG") and "Survey of employees" in chart.alt
    assert asyncio.run(draw(compose(Question(Topic.SKILLS, ("data_engineer",)), knowledge))) is None
