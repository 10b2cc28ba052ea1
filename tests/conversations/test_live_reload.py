"""Knowledge that is edited while the server runs."""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Callable, Iterator, List, Tuple

import pytest
import requests

from advisor.knowledge.store import FOLDER_VARIABLE, PROJECT_FOLDER
from tests.conftest import Server, start_server
from tests.made_up_layer import write_layer

#: Long enough for a machine that is busy with other tests.
PATIENCE = 30
WIDGET_TAMER = """\
id: widget_tamer
title: widget tamer
family: support_and_quality
aliases: [contraption whisperer]
topics:
  skills:
    lead: {text: "A widget tamer needs **patience** with springs.", sources: [editors]}
    groups: []
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tuple[Server, Path]]:
    """A server and the folder of its knowledge base, a copy that may be edited."""
    folder = tmp_path_factory.mktemp("edited")
    knowledge = folder / "knowledge_base"
    shutil.copytree(PROJECT_FOLDER / "knowledge_base", knowledge, ignore=shutil.ignore_patterns("imported"))
    running = start_server(folder, {FOLDER_VARIABLE: str(knowledge)})
    yield running, knowledge
    running.stop()


def problems(server: Server) -> List[str]:
    return requests.get(f"{server.url}/ready", timeout=10).json()["problems"]


def version(server: Server) -> str:
    return requests.get(f"{server.url}/version", timeout=10).json()["knowledge"]


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.1)


def test_a_new_role_is_known_without_a_restart(edited):
    server, knowledge = edited
    before = version(server)
    assert "patience" not in server.conversation().say("What skills does a contraption whisperer need?")
    (knowledge / "roles" / "widget_tamer.yml").write_text(WIDGET_TAMER, encoding="utf-8")
    wait_until(lambda: version(server) != before)
    assert "**patience** with springs" in server.conversation().say("What skills does a contraption whisperer need?")


def test_a_broken_file_is_refused_and_told_and_answers_go_on_until_it_is_mended(edited):
    server, knowledge = edited
    before = version(server)
    file = knowledge / "roles" / "data_engineer.yml"
    sound = file.read_text(encoding="utf-8")
    file.write_text(sound.replace("title:", "titel:", 1), encoding="utf-8")
    wait_until(lambda: bool(problems(server)))
    (problem,) = problems(server)
    assert "data_engineer.yml" in problem and "titel" in problem
    assert "titel" in server.log.read_text(encoding="utf-8")
    assert version(server) == before
    assert "SQL" in server.conversation().say("What skills does a data engineer need?")
    file.write_text(sound, encoding="utf-8")
    wait_until(lambda: not problems(server))
    assert version(server) == before


def test_a_conversation_about_a_role_that_is_removed_goes_on(edited):
    server, knowledge = edited
    (knowledge / "roles" / "widget_tamer.yml").write_text(WIDGET_TAMER, encoding="utf-8")
    talk = server.conversation()
    wait_until(lambda: "patience" in talk.say("What skills does a widget tamer need?"))
    before = version(server)
    (knowledge / "roles" / "widget_tamer.yml").unlink()
    wait_until(lambda: version(server) != before)
    assert "Which career do you mean?" in talk.say("And what do they earn?")


def test_an_import_is_in_use_without_a_restart(edited, tmp_path):
    server, knowledge = edited
    write_layer(knowledge, tmp_path)
    wait_until(lambda: "Widget Chart" in server.conversation().say("Which tools does a nurse use?"))
    shutil.rmtree(knowledge / "imported")
    wait_until(lambda: "I don't cover" in server.conversation().say("Which tools does a nurse use?"))
