"""``python -m advisor.knowledge``: exit codes and messages."""

from __future__ import annotations

import json

import pytest

from advisor.knowledge.cli import main
from advisor.knowledge.problems import KnowledgeError
from advisor.knowledge.store import current_knowledge, knowledge_folder, use_knowledge


def test_check_says_what_it_counted_and_exits_with_0(small, capsys):
    assert main(["check", str(small.folder)]) == 0
    printed = capsys.readouterr()
    assert "sound: 2 roles, 1 topics written, 1 pay figures" in printed.out
    assert printed.err == ""


def test_check_prints_every_error_to_stderr_and_exits_with_1(small, capsys):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    small.set_cell("source", "ofice")
    assert main(["check", str(small.folder)]) == 1
    printed = capsys.readouterr()
    assert "roles/joiner.yml:4" in printed.err and "salaries.csv:2" in printed.err
    assert "2 errors in" in printed.err
    assert printed.out == ""


def test_check_of_a_folder_that_is_not_there_exits_with_1(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "no such folder" in capsys.readouterr().err


def test_an_unknown_command_exits_with_2(capsys):
    with pytest.raises(SystemExit) as left:
        main(["chekc"])
    assert left.value.code == 2
    assert "check" in capsys.readouterr().err


def test_schema_writes_valid_json(tmp_path, capsys):
    assert main(["schema", "--output", str(tmp_path / "new" / "role.schema.json")]) == 0
    assert json.loads((tmp_path / "new" / "role.schema.json").read_text())["title"] == "Role"


def test_the_environment_names_another_knowledge_base(small, monkeypatch):
    monkeypatch.setenv("ADVISOR_KNOWLEDGE_BASE", str(small.folder))
    assert knowledge_folder() == small.folder
    use_knowledge(None)
    try:
        assert list(current_knowledge().roles) == ["carver", "joiner"]
    finally:
        use_knowledge(None)


def test_the_knowledge_in_use_is_loaded_once(small, monkeypatch):
    monkeypatch.setenv("ADVISOR_KNOWLEDGE_BASE", str(small.folder))
    use_knowledge(None)
    try:
        assert current_knowledge() is current_knowledge()
    finally:
        use_knowledge(None)


def test_a_broken_knowledge_base_is_not_taken_in_use(small, monkeypatch):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    monkeypatch.setenv("ADVISOR_KNOWLEDGE_BASE", str(small.folder))
    use_knowledge(None)
    try:
        with pytest.raises(KnowledgeError):
            current_knowledge()
    finally:
        use_knowledge(None)
