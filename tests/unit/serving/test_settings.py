"""Settings: each is in the documentation, and a value that can't be used is said so with what is allowed."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.serving.settings import SettingError, Settings, variable

OPERATIONS = (PROJECT_FOLDER / "docs" / "operations.md").read_text(encoding="utf-8")
DEFAULT_WORDS = {True: "yes", False: "no", frozenset(): "none", "": "none"}


def documented(name):
    """The cells of a setting's row in the table of docs/operations.md."""
    row = re.search(rf"^\| `{variable(name)}` \|(.+)\|$", OPERATIONS, re.MULTILINE)
    assert row, f"docs/operations.md has no row for {variable(name)}"
    return [cell.strip() for cell in row[1].split("|")]


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda setting: setting.name)
def test_each_setting_is_documented_with_its_default(setting):
    default, meaning = documented(setting.name)
    is_word = isinstance(setting.default, (bool, frozenset, str))
    assert default == (DEFAULT_WORDS[setting.default] if is_word else str(setting.default))
    assert meaning


def test_the_documentation_has_no_setting_that_is_none():
    rows = re.findall(r"^\| `(ADVISOR_\w+)` \|", OPERATIONS, re.MULTILINE)
    elsewhere = {"ADVISOR_DATABASE_URL", "ADVISOR_KNOWLEDGE_BASE"}
    assert set(rows) - elsewhere == {variable(setting.name) for setting in fields(Settings)}


def test_nothing_set_is_all_defaults():
    assert Settings.read({}) == Settings()


def test_an_empty_value_is_the_default():
    assert Settings.read({"ADVISOR_KEEP_DAYS": ""}).keep_days == 90


@pytest.mark.parametrize("word, value", [("yes", True), ("ON", True), ("1", True), ("no", False), ("False", False)])
def test_yes_and_no_may_be_written_in_several_ways(word, value):
    assert Settings.read({"ADVISOR_METRICS": word}).metrics is value


@pytest.mark.parametrize(
    "name, value, allowed",
    [
        ("ADVISOR_KEEP_DAYS", "soon", "a whole number, 0 or more"),
        ("ADVISOR_KEEP_DAYS", "-1", "a whole number, 0 or more"),
        ("ADVISOR_MESSAGES_PER_MINUTE", "2.5", "a whole number, 0 or more"),
        ("ADVISOR_ACTION_SECONDS", "0", "a whole number, 1 or more"),
        ("ADVISOR_EXPLAIN", "perhaps", "yes or no"),
        ("ADVISOR_PUBLIC_URL", "bot.example", "http"),
        ("ADVISOR_TRUSTED_PROXIES", "nginx", "IP addresses"),
    ],
)
def test_a_value_that_can_not_be_used_is_named_with_what_is_allowed(name, value, allowed):
    with pytest.raises(SettingError, match=f"{name}='{value}': .*allowed: .*{allowed}"):
        Settings.read({name: value})


def test_all_values_that_can_not_be_used_are_named_at_once():
    with pytest.raises(SettingError) as refused:
        Settings.read({"ADVISOR_KEEP_DAYS": "soon", "ADVISOR_METRICS": "perhaps"})
    assert "ADVISOR_KEEP_DAYS" in str(refused.value) and "ADVISOR_METRICS" in str(refused.value)
