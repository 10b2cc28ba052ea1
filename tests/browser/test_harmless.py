"""Whatever the bot, a knowledge file or a visitor puts into a message cannot run as script, nor call anybody."""

from __future__ import annotations

from typing import Any, Dict, List, Optional

import pytest
from playwright.sync_api import expect

ATTACKS = [
    "<script>ran()</script>",
    "<img src=x onerror=ran()>",
    "<svg onload=ran()></svg>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<details open ontoggle=ran()>x</details>",
    "<math><mtext><table><mglyph><style><img src=x onerror=ran()>",
    "<a href=javascript:ran()>x</a>",
    "[x](javascript:ran())",
    "[x](java&#115;cript:ran())",
    "[x](data:text/html,<script>opener.ran()</script>)",
    "![x](https://evil.example/pixel.gif)",
    '![x](x" onerror="ran())',
    "<style>@import url(https://evil.example/x.css)</style>",
    "**<img src=x onerror=ran()>**",
    "| <img src=x onerror=ran()> |\n|---|\n| <svg onload=ran()> |",
]


def reply(text: str, answer: Optional[Dict[str, Any]] = None, buttons: Optional[List[Dict[str, str]]] = None) -> Any:
    """A server's reply with one item."""
    custom = {"version": 1, "answers": [answer] if answer else []}
    return [{"recipient_id": "x", "text": text, "buttons": buttons or [], "image": None, "custom": custom}]


def answer_of(text: str) -> Dict[str, Any]:
    """An answer that holds a text wherever it can."""
    figure = {
        "label": text, "text": text, "place": {"id": "x", "name": text}, "level": text, "kind": "self_reported",
        "currency": "USD", "period": "year", "middle": 1, "as_of": text, "sources": [1],
    }  # fmt: skip
    return {
        "version": 1, "id": text, "kind": "topic", "title": text, "lead": text, "lead_sources": [1],
        "blocks": [
            {"type": "list", "title": text, "items": [{"label": text, "text": text, "badge": text, "url": text}]},
            {"type": "table", "title": text, "columns": [text], "rows": [[text]]},
            {"type": "figures", "title": text, "figures": [figure]},
        ],
        "caveats": [{"text": text}],
        "sources": [{"number": 1, "id": "x", "title": text, "publisher": text, "published": text, "url": text}],
    }  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_only_text(chatting, assistant, attack):
    ran = []
    chatting.page.expose_function("ran", lambda: ran.append(attack))
    buttons = [{"title": attack, "question": attack, "payload": attack}]
    replies = [reply(attack, None, buttons), reply("", answer_of(attack), buttons)]
    chatting.page.route("**/webhooks/rest/webhook", lambda route: route.fulfill(json=replies.pop()))
    chatting.ask(attack)
    answer = chatting.ask(attack)
    for link in answer.locator("a").all():
        assert link.get_attribute("href").startswith("http")
    chatting.page.reload()
    expect(chatting.answers).to_have_count(2)
    chatting.page.wait_for_load_state("networkidle")
    assert ran == []
    assert not [request.url for request in chatting.requests if not request.url.startswith(assistant.url)]
