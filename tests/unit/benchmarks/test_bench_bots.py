"""What counts as an answer, how the twin is made, and that nothing that was started stays."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
import yaml

from benchmarks import twin
from benchmarks.bots import Bot, is_knowledge_answer, is_twin_answer
from benchmarks.processes import BenchmarkError, session_members, started

WAIT_SECONDS = 20
PARENT_WITH_CHILD = "import subprocess, sys, time; subprocess.Popen(['sleep', '60']); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)"


def reply(*kinds):
    return [{"text": "…", "custom": {"answers": [{"kind": kind} for kind in kinds]}}]


def wait_until(condition):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def test_answers_from_the_knowledge_base_count():
    assert is_knowledge_answer(reply("topic", "topic"))


@pytest.mark.parametrize("wrong", [[], reply("declined"), reply("topic", "notice"), reply("small_talk"), reply()])
def test_declined_questions_small_talk_and_silence_do_not_count(wrong):
    assert not is_knowledge_answer(wrong)


def test_the_twin_has_answered_when_its_action_has_spoken():
    assert is_twin_answer([{"recipient_id": "me", "text": twin.ANSWER}])


@pytest.mark.parametrize("wrong", [[], [{"text": "Bye"}], [{"text": twin.ANSWER}, {"text": "Bye"}]])
def test_anything_else_of_the_twin_does_not_count(wrong):
    assert not is_twin_answer(wrong)


def test_a_wrong_answer_ends_the_benchmark_and_names_the_message():
    bot = Bot("twin", 1, Path(), Path(), [], [], is_twin_answer)
    with pytest.raises(BenchmarkError, match="twin gave 'hello' no proper answer"):
        bot.check_reply("hello", 200, [])
    with pytest.raises(BenchmarkError, match="status 500"):
        bot.check_reply("hello", 500, [{"text": twin.ANSWER}])


def test_the_twin_keeps_the_scaffold_and_its_default_pipeline_and_policies(tmp_path):
    twin.build(tmp_path / "twin", action_port=4711)
    config = yaml.safe_load((tmp_path / "twin" / "config.yml").read_text())
    assert config["pipeline"] is None and config["policies"] is None
    for name in ("config.yml", "credentials.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml"):
        assert (tmp_path / "twin" / name).read_bytes() == (twin.scaffold() / name).read_bytes()


def test_the_twin_answers_by_one_action_over_http_and_keeps_conversations_in_sqlite(tmp_path):
    twin.build(tmp_path / "twin", action_port=4711)
    endpoints = yaml.safe_load((tmp_path / "twin" / "endpoints.yml").read_text())
    domain = yaml.safe_load((tmp_path / "twin" / "domain.yml").read_text())
    assert endpoints["action_endpoint"]["url"] == "http://127.0.0.1:4711/webhook"
    assert endpoints["tracker_store"] == {"type": "SQL", "dialect": "sqlite", "db": "conversations.db"}
    assert domain["actions"] == [twin.ACTION]
    assert {"greet", "goodbye", twin.INTENT} <= set(domain["intents"])


def test_the_twins_answer_is_one_message_of_the_stock_channel():
    assert "\n\n" not in twin.ANSWER


def test_memory_counts_children_and_all_of_them_end_with_the_block(tmp_path):
    with started([sys.executable, "-c", PARENT_WITH_CHILD], tmp_path, tmp_path / "log", {}) as process:
        leader = process._popen.pid
        wait_until(lambda: len(session_members(leader)) == 2)
        assert process.memory() > 1_000_000
    wait_until(lambda: not session_members(leader))


def test_a_process_that_ignores_the_request_to_end_is_made_to(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.processes.STOP_SECONDS", 0.1)
    log = tmp_path / "log"
    with started([sys.executable, "-c", STUBBORN], tmp_path, log, {}) as process:
        leader = process._popen.pid
        wait_until(lambda: "on" in log.read_text())
    assert leader not in session_members(leader)


def test_ctrl_c_in_the_block_ends_the_process(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        with started(["sleep", "60"], tmp_path, tmp_path / "log", {}) as process:
            leader = process._popen.pid
            raise KeyboardInterrupt
    assert not session_members(leader)


def test_a_process_that_ends_by_itself_is_reported_with_its_last_words(tmp_path):
    command = [sys.executable, "-c", "print('no port left'); raise SystemExit(3)"]
    with started(command, tmp_path, tmp_path / "twin.log", {}) as process:
        with pytest.raises(BenchmarkError, match="(?s)twin failed .status 3.*no port left"):
            process.wait(WAIT_SECONDS)
        with pytest.raises(BenchmarkError, match="(?s)twin ended by itself.*no port left"):
            process.check()


def test_settings_of_the_shell_do_not_reach_a_bot(tmp_path, monkeypatch):
    monkeypatch.setenv("ACTION_ENDPOINT_URL", "http://elsewhere")
    monkeypatch.setenv("ADVISOR_DATABASE_URL", "sqlite:///mine.db")
    log = tmp_path / "log"
    command = [sys.executable, "-c", "import os; print(sorted(os.environ))"]
    with started(command, tmp_path, log, {"ADVISOR_EXPLAIN": "no"}) as process:
        process.wait(WAIT_SECONDS)
    assert "ACTION_ENDPOINT_URL" in os.environ
    assert "ADVISOR_EXPLAIN" in log.read_text()
    assert "ACTION_ENDPOINT_URL" not in log.read_text() and "ADVISOR_DATABASE_URL" not in log.read_text()
