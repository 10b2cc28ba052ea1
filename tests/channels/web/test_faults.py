"""Whatever breaks below: a clear word for the person, nothing lost, and the next message works. All on real servers."""

from __future__ import annotations

import contextlib
import json
import re
import resource
import shutil
import signal
import socket
import sqlite3
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
import requests

from advisor.answers.notices import APOLOGY_ANSWER
from advisor.knowledge.store import PROJECT_FOLDER
from tests.channels.web.conftest import FAULTS, Breakable, error_code, post
from tests.conftest import Conversation, free_port

APOLOGY = APOLOGY_ANSWER.lead
QUESTION = "How much does a data engineer earn in Canada?"
FOLLOW_UP = "and in Germany?"
WAIT_SECONDS = 30


def until(is_so):
    """Waits for something that happens by itself."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


def metric(server, name):
    return float(re.search(rf"^{name} (\S+)$", server.get("/metrics").text, re.MULTILINE)[1])


# What can't start says why, in words, and does not run on


def test_without_a_model_it_says_how_to_train_one(start_fails, tmp_path):
    assert start_fails("--model", str(tmp_path / "none.tar.gz")).startswith(
        f"There is no trained model at {tmp_path / 'none.tar.gz'}. Train one: make train"
    )


@pytest.mark.parametrize("share", [0.0, 0.5, 0.999])
def test_a_truncated_model_is_said_to_be_damaged(start_fails, tmp_path, model, share):
    whole = model.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(whole[: int(len(whole) * share)])
    said = start_fails("--model", str(cut))
    assert "The model cut.tar.gz is damaged" in said and f"rm {cut} && make train" in said


def archive(path, **files):
    with tarfile.open(path, "w:gz") as made:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            made.addfile(member, BytesIO(content))
    return path


def test_an_archive_that_is_no_model_is_named(start_fails, tmp_path):
    other = archive(tmp_path / "other.tar.gz", **{"hello.txt": b"hello"})
    assert "other.tar.gz is no Rasa model" in start_fails("--model", str(other))


def test_a_model_of_another_rasa_version_is_named_with_both_versions(start_fails, tmp_path):
    old = archive(tmp_path / "old.tar.gz", **{"metadata.json": b'{"rasa_open_source_version": "3.5.4"}'})
    said = start_fails("--model", str(old))
    assert "old.tar.gz was trained with Rasa 3.5.4, and this is 3.6.21" in said and "make train" in said


def test_a_model_that_rasa_can_not_load_does_not_serve_without_one(process_fails, tmp_path, model):
    with tarfile.open(model) as whole:
        metadata = whole.extractfile("metadata.json").read()
    hollow = archive(tmp_path / "hollow.tar.gz", **{"metadata.json": metadata})
    assert f"The model hollow.tar.gz can't be loaded. Remove it and train anew: rm {hollow}" in process_fails(
        "--model", str(hollow)
    )


@pytest.fixture
def knowledge_copy(tmp_path):
    return shutil.copytree(PROJECT_FOLDER / "knowledge_base", tmp_path / "knowledge_base")


def test_a_corrupted_knowledge_file_is_named_with_its_line(process_fails, knowledge_copy):
    file = knowledge_copy / "places.yml"
    lines = file.read_text().splitlines()
    file.write_text("\n".join([*lines[:4], "  {broken", *lines[4:]]))
    said = process_fails(ADVISOR_KNOWLEDGE_BASE=str(knowledge_copy))
    assert re.search(r"places\.yml:[56]\b", said)
    assert said.endswith("Mend the files and start again; 'make check' lists what is wrong.")


def test_a_port_in_use_is_named_with_another_to_take(start_fails):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = start_fails("--port", str(port))
    assert said.startswith(f"Port {port} on 127.0.0.1 is in use") and f"make run PORT={port + 1}" in said


def test_all_settings_that_can_not_be_used_are_named(start_fails):
    said = start_fails(ADVISOR_KEEP_DAYS="soon", ADVISOR_METRICS="perhaps")
    assert said.splitlines() == [
        "These settings can't be used:",
        "ADVISOR_KEEP_DAYS='soon': allowed: a whole number, 0 or more",
        "ADVISOR_METRICS='perhaps': allowed: yes or no",
    ]


@pytest.mark.parametrize("url", ["conversations.db", "nosql://me:hunter2@db/name", "mysql://me:hunter2@db/name"])
def test_a_database_url_that_can_not_be_used_is_said_without_its_password(start_fails, url):
    said = start_fails(ADVISOR_DATABASE_URL=url)
    assert said.startswith("ADVISOR_DATABASE_URL is not the URL of a database that can be used here. Allowed: sqlite:")
    assert "hunter2" not in said


def test_a_database_that_is_not_there_is_said_without_its_password(start_fails):
    said = start_fails(ADVISOR_DATABASE_URL=f"postgresql://me:hunter2@127.0.0.1:{free_port()}/advisor")
    assert said.startswith("The database advisor on 127.0.0.1 can't be used") and "hunter2" not in said


@pytest.mark.parametrize("fault", ["no folder", "no database", "read only", "locked"])
def test_a_database_that_can_not_be_written_is_said_at_the_start(start_fails, tmp_path, fault):
    path = tmp_path / "conversations.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE anything (id INTEGER)")
        url, word = {
            "no folder": (f"sqlite:///{tmp_path}/none/conversations.db", "unable to open database file"),
            "no database": (f"sqlite:///{__file__}", "file is not a database"),
            "read only": (f"sqlite:///file:{path}?mode=ro&uri=true", "readonly database"),
            "locked": (f"sqlite:///{path}", "database is locked"),
        }[fault]
        if fault == "locked":
            connection.execute("BEGIN EXCLUSIVE")
        said = start_fails(ADVISOR_DATABASE_URL=url)
    assert "can't be used" in said and word in said


# An action server that fails


@pytest.fixture(scope="module")
def remote_server(breakable, action_server):
    return breakable(ACTION_ENDPOINT_URL=f"{action_server.address}/webhook", ADVISOR_ACTION_SECONDS="1")


@pytest.fixture
def remote(remote_server, action_server):
    """A server whose actions run in an action server of the tests, which is whole again after each test."""
    yield remote_server.run()
    action_server.mend()


def assert_apologises_and_goes_on(conversation, action_server):
    assert conversation.say(QUESTION) == APOLOGY
    action_server.mend()
    assert conversation.say(QUESTION) == "From the action server."


NONSENSE = {
    "no JSON": b"<html>It works!</html>",
    "nothing": b"",
    "null": None,
    "a list": [1, 2, 3],
    "a text": "hello",
    "events that are none": {"events": "none", "responses": []},
    "an event of a kind that is not known": {"events": [{"event": "no_such_event"}], "responses": [{"text": "hello"}]},
    "a slot without a name": {"events": [{"event": "slot"}], "responses": []},
    "responses that are texts": {"events": [], "responses": ["hello"]},
    "a response that is not in the domain": {"events": [], "responses": [{"response": "utter_no_such_response"}]},
    "no responses": {"events": [], "responses": []},
    "a button without a payload": {"events": [], "responses": [{"text": "hello", "buttons": [{"title": "hello"}]}]},
    "a request for what is not known": {
        "events": [],
        "responses": [{"text": "hello", "requests": [{"topic": "salary", "roles": ["no_such_role"]}]}],
    },
    "requests that are none": {"events": [], "responses": [{"text": "hello", "requests": "salary"}]},
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE)
def test_an_action_server_that_answers_nonsense_is_apologised_for(remote, action_server, nonsense):
    action_server.answer = nonsense
    assert_apologises_and_goes_on(remote.conversation(), action_server)


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_an_action_server_that_fails_is_apologised_for(remote, action_server, status):
    action_server.status = status
    action_server.answer = b"no"
    assert_apologises_and_goes_on(remote.conversation(), action_server)


def test_an_action_server_that_hangs_up_is_apologised_for(remote, action_server):
    action_server.hangs_up = True
    assert_apologises_and_goes_on(remote.conversation(), action_server)


def test_an_action_server_that_is_too_slow_is_apologised_for(remote, action_server):
    action_server.hold()
    assert_apologises_and_goes_on(remote.conversation(), action_server)


def test_others_are_answered_while_one_waits(remote, action_server):
    action_server.hold()
    with ThreadPoolExecutor() as threads:
        waiting = threads.submit(remote.conversation().say, QUESTION)
        action_server.wait_for_call()
        assert remote.get("/health").ok
        assert remote.conversation().say("hello")
        assert not waiting.done()
        action_server.gate.set()
        assert waiting.result() == "From the action server."


def test_apologies_are_counted_and_logged(remote, action_server):
    before = metric(remote, "advisor_errors_total")
    action_server.status = 500
    remote.conversation().say(QUESTION)
    assert metric(remote, "advisor_errors_total") == before + 1
    assert "action_answer_salary" in remote.log and QUESTION not in remote.log


def test_ready_asks_the_action_server(remote):
    assert remote.problems() == []


def test_an_action_server_that_is_down_is_apologised_for(remote, action_server):
    action_server.stop()
    conversation = remote.conversation()
    assert conversation.say(QUESTION) == APOLOGY
    assert conversation.say("hello") != APOLOGY
    assert_apologises_and_goes_on(conversation, action_server)


def test_ready_says_when_the_action_server_is_down(remote, action_server):
    action_server.stop()
    assert remote.get("/ready").status_code == 503
    assert remote.problems() == [
        f"The action server at {action_server.address} does not answer. Start it: rasa run actions"
    ]


def test_ready_names_no_address_to_others_than_this_machine(remote, action_server):
    action_server.stop()
    response = requests.get(f"{remote.url}/ready", headers={"X-Forwarded-For": "203.0.113.9"}, timeout=30)
    assert response.status_code == 503
    assert action_server.address not in response.text


# The server itself is interrupted


def test_a_client_that_hangs_up_leaves_no_half_turn(remote, action_server):
    conversation = remote.conversation()
    body = json.dumps({"sender": conversation.sender, "message": QUESTION}).encode()
    action_server.hold()
    with socket.create_connection(("127.0.0.1", remote.port)) as connection:
        lines = (
            "POST /webhooks/rest/webhook HTTP/1.1",
            "Host: me",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
        )
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        action_server.wait_for_call()
    action_server.gate.set()
    until(lambda: remote.is_answered(conversation.sender))
    assert conversation.say(QUESTION) == "From the action server."
    assert remote.texts(conversation.sender) == [QUESTION, QUESTION]


def test_two_messages_of_one_conversation_at_once_are_answered_one_after_the_other(remote, action_server):
    conversation = remote.conversation()
    action_server.hold()
    with ThreadPoolExecutor() as threads:
        messages = ["What does a data engineer do?", "What does a UX designer do?"]
        bodies = [{"sender": conversation.sender, "message": message} for message in messages]
        answers = [threads.submit(post, remote.server, json=body) for body in bodies]
        action_server.wait_for_call()
        action_server.gate.set()
        assert [answer.result().json()[0]["text"] for answer in answers] == ["From the action server."] * 2
    assert sorted(remote.texts(conversation.sender)) == sorted(messages)


def test_a_server_that_was_killed_in_mid_message_goes_on_where_it_was(remote, action_server):
    conversation = remote.conversation()
    conversation.say("What does a data engineer do?")
    action_server.hold()
    with ThreadPoolExecutor() as threads:
        cut_off = threads.submit(post, remote.server, json={"sender": conversation.sender, "message": QUESTION})
        action_server.wait_for_call()
        remote.server.process.kill()
        remote.server.process.wait()
        assert isinstance(cut_off.exception(), requests.ConnectionError)
    action_server.mend()
    remote.run()
    assert conversation.say(QUESTION) == "From the action server."
    assert remote.texts(conversation.sender) == ["What does a data engineer do?", QUESTION]


def test_sigterm_answers_what_is_under_way_and_takes_nothing_more(remote, action_server):
    conversation = remote.conversation()
    action_server.hold()
    with ThreadPoolExecutor() as threads:
        under_way = threads.submit(post, remote.server, json={"sender": conversation.sender, "message": QUESTION})
        action_server.wait_for_call()
        remote.server.process.send_signal(signal.SIGTERM)
        until(lambda: not is_listening(remote.port))
        assert not under_way.done()
        action_server.gate.set()
        answer = under_way.result()
    assert answer.json()[0]["text"] == "From the action server."
    assert answer.headers["Connection"] == "close"
    assert remote.server.process.wait(WAIT_SECONDS) == 0
    assert remote.texts(conversation.sender) == [QUESTION]


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Faults inside, and of the database


class Switchboard:
    """A server with faults that can be switched on and off while it runs."""

    def __init__(self, server, folder):
        self.server = server
        self._folder = folder

    def switch_on(self, fault, value=""):
        (self._folder / fault).write_text(value)

    def switch_off(self, fault):
        (self._folder / fault).unlink()

    def mend(self):
        for fault in self._folder.iterdir():
            fault.unlink()

    @contextlib.contextmanager
    def locked(self):
        """Another process holds the database's lock."""
        with contextlib.closing(sqlite3.connect(self.server.database)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield

    @contextlib.contextmanager
    def full(self):
        """No file may grow any more, as on a full disk."""
        pid = self.server.server.process.pid
        size = self.server.database.with_name("conversations.db-wal").stat().st_size
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, before[1]))
        yield
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    @contextlib.contextmanager
    def read_only(self):
        self.switch_on("read_only")
        yield
        self.switch_off("read_only")

    @contextlib.contextmanager
    def gone(self):
        """The database's files are taken away for a while."""
        away = self.server.folder / "away"
        away.mkdir(exist_ok=True)
        for file in self.server.folder.glob("conversations.db*"):
            file.rename(away / file.name)
        yield
        for file in away.iterdir():
            file.rename(self.server.folder / file.name)


@pytest.fixture(scope="module")
def switchboard_server(breakable, tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    knowledge = shutil.copytree(PROJECT_FOLDER / "knowledge_base", tmp_path_factory.mktemp("knowledge") / "base")
    server = breakable(
        PYTHONPATH=f"{FAULTS}:{PROJECT_FOLDER}", TEST_FAULTS=str(folder), ADVISOR_KNOWLEDGE_BASE=str(knowledge)
    )
    return Switchboard(server, folder)


@pytest.fixture
def switchboard(switchboard_server):
    switchboard_server.server.run()
    yield switchboard_server
    switchboard_server.mend()


@pytest.fixture
def faulty(switchboard):
    return switchboard.server


@pytest.fixture
def talk(faulty):
    """A conversation that is under way."""
    conversation = faulty.conversation()
    conversation.say(QUESTION)
    return conversation


def assert_goes_on_with_its_context(conversation):
    conversation.say(FOLLOW_UP)
    (answer,) = conversation.answers
    assert (answer["topic"], answer["roles"][0]["id"], answer["place"]["id"]) == ("salary", "data_engineer", "germany")


@pytest.mark.parametrize("fault", ["answers", "actions"])
def test_an_action_that_raises_is_apologised_for(switchboard, faulty, talk, fault):
    before = metric(faulty, "advisor_errors_total")
    switchboard.switch_on(fault)
    assert talk.say("What tools do they use?") == APOLOGY
    assert metric(faulty, "advisor_errors_total") == before + 1
    switchboard.switch_off(fault)
    assert_goes_on_with_its_context(talk)
    assert f"RuntimeError: The fault '{fault}' is on." in faulty.log
    assert "What tools do they use?" not in faulty.log


def test_a_knowledge_file_that_is_corrupted_while_it_runs_does_no_harm(faulty, talk):
    file = Path(faulty.environment["ADVISOR_KNOWLEDGE_BASE"]) / "places.yml"
    whole = file.read_text()
    file.write_text("{broken")
    assert_goes_on_with_its_context(talk)
    file.write_text(whole)


@pytest.mark.parametrize("fault", ["locked", "full", "read_only", "gone"])
def test_people_are_answered_while_the_database_is_away_and_nothing_is_lost(switchboard, faulty, talk, fault):
    with getattr(switchboard, fault)():
        talk.say("How much does a data engineer earn in the UK?")
        assert_goes_on_with_its_context(talk)
        assert any("wait in memory for the database" in problem for problem in faulty.problems())
        assert faulty.get("/ready").status_code == 503
    talk.say("What tools do they use?")
    assert [a["roles"][0]["id"] for a in talk.answers] == ["data_engineer"]
    assert faulty.problems() == []
    assert faulty.texts(talk.sender) == [
        QUESTION,
        "How much does a data engineer earn in the UK?",
        FOLLOW_UP,
        "What tools do they use?",
    ]


@pytest.mark.parametrize("fault, word", [("locked", "is locked"), ("read_only", "readonly"), ("gone", "is gone")])
def test_ready_and_the_log_say_what_is_wrong_with_the_database(switchboard, faulty, talk, fault, word):
    with getattr(switchboard, fault)():
        assert re.search(f"The database can't be written: .*{word}", "\n".join(faulty.problems()))
        talk.say("hello")
    talk.say("hello")
    assert re.search(f"The database can't be written .*{word}", faulty.log)


def test_who_comes_back_while_the_database_is_away_is_answered_and_added_to_what_is_stored(switchboard, faulty, talk):
    with switchboard.gone():
        talk.say("What does a data scientist do?")
    talk.say("and how much do they earn?")
    (answer,) = talk.answers
    assert (answer["roles"][0]["id"], answer["place"]["id"]) == ("data_scientist", "canada")
    assert faulty.texts(talk.sender) == [QUESTION, "What does a data scientist do?", "and how much do they earn?"]


def test_what_waits_for_the_database_can_be_forgotten_too(switchboard, faulty, talk):
    with switchboard.locked():
        talk.say("What does a data engineer do?")
        refused = requests.delete(f"{faulty.url}/conversations/{talk.sender}", timeout=30)
        assert (refused.status_code, error_code(refused)) == (500, "failure")
    assert requests.delete(f"{faulty.url}/conversations/{talk.sender}", timeout=30).status_code == 204
    faulty.conversation().say("hello")
    assert faulty.texts(talk.sender) == []


def test_a_corrupt_row_is_left_out(faulty, talk):
    with sqlite3.connect(faulty.database) as connection:
        broken = "UPDATE events SET data = '{broken' WHERE sender_id = ? AND type_name = 'bot'"
        connection.execute(broken, (talk.sender,))
    assert_goes_on_with_its_context(talk)
    assert "is corrupt and is left out" in faulty.log


def test_a_clock_that_is_set_back_does_no_harm(switchboard, faulty, talk):
    switchboard.switch_on("clock", str(10 * 86_400))
    assert_goes_on_with_its_context(talk)
    switchboard.switch_off("clock")
    talk.say("and in Canada?")
    assert talk.answers[0]["place"]["id"] == "canada"
    assert faulty.texts(talk.sender) == [QUESTION, FOLLOW_UP, "and in Canada?"]


# A restart


@dataclass
class Restarted:
    """What was said before a server was stopped and started again."""

    server: Breakable
    waiting: Conversation
    going_on: Conversation
    long_ago: Conversation


@pytest.fixture(scope="module")
def restarted(switchboard_server):
    """Stops a server while a turn waits for the database, makes a conversation old, and starts it again."""
    server = switchboard_server.server.run()
    talks = [server.conversation() for _ in range(3)]
    for talk in talks:
        talk.say(QUESTION)
    with switchboard_server.read_only():
        talks[0].say("What does a data engineer do?")
        assert server.texts(talks[0].sender) == [QUESTION]
    server.stop()
    with sqlite3.connect(server.database) as connection:
        days_91 = time.time() - 91 * 86_400
        connection.execute("UPDATE conversations SET updated = ? WHERE sender_id = ?", (days_91, talks[2].sender))
    server.run()
    for talk in talks:
        talk.server = server.server
    return Restarted(server, *talks)


def test_what_waits_is_written_when_the_server_stops(restarted):
    assert restarted.server.texts(restarted.waiting.sender) == [QUESTION, "What does a data engineer do?"]


def test_after_a_restart_a_late_press_still_works(restarted):
    restarted.waiting.press("Pay")
    assert [answer["topic"] for answer in restarted.waiting.answers] == ["salary"]


def test_after_a_restart_a_conversation_goes_on_with_its_context(restarted):
    assert_goes_on_with_its_context(restarted.going_on)


def test_a_start_purges_old_conversations(restarted):
    assert restarted.server.texts(restarted.long_ago.sender) == []
