"""The mend of Rasa's check on action results: the same verdicts as stock Rasa's, and a word when it is not needed."""

from __future__ import annotations

import inspect
import time

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from advisor.serving.rasa_mends import mend_action_validation

#: Stock Rasa's own method: this module is imported before any test mends it.
STOCK = RemoteAction._validate_action_result
NO_LONGER_NEEDED = "Rasa no longer validates the schema anew at each action: take advisor/serving/rasa_mends.py out."

ACCEPTED = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": None}]},
    {"responses": [{"text": "hi", "buttons": [], "answer": {"any": "thing"}}]},
    {},
]
REJECTED = [
    None,
    [],
    "text",
    {"events": "none"},
    {"events": [{"name": "a"}]},
    {"events": [1]},
    {"responses": {"text": "hi"}},
    {"responses": ["hi"]},
]


@pytest.fixture
def action():
    return RemoteAction("action_test", action_endpoint=None)


@pytest.fixture
def mended(monkeypatch):
    """The mended method, put back after the test."""
    monkeypatch.setattr(RemoteAction, "_validate_action_result", STOCK)
    mend_action_validation()
    return RemoteAction._validate_action_result


def accepts(method, action, result):
    try:
        return bool(method(action, result))
    except ValidationError:
        return False


def test_rasa_still_needs_the_mend():
    assert "validate(" in inspect.getsource(STOCK), NO_LONGER_NEEDED


def test_the_mend_has_a_schema_to_start_from():
    """Rasa keeps the schema where the mend looks for it."""
    assert RemoteAction.action_response_format_spec()["type"] == "object"


def test_the_mend_takes_the_place_of_the_stock_method(mended):
    assert mended is not STOCK


@pytest.mark.parametrize("result", ACCEPTED, ids=str)
def test_what_stock_rasa_accepts_is_accepted(mended, action, result):
    assert accepts(STOCK, action, result)
    assert accepts(mended, action, result)


@pytest.mark.parametrize("result", REJECTED, ids=str)
def test_what_stock_rasa_rejects_is_rejected(mended, action, result):
    assert not accepts(STOCK, action, result)
    assert not accepts(mended, action, result)


def test_a_rejection_names_the_action_and_the_fault(mended, action):
    with pytest.raises(ValidationError, match="'action_test' returned what Rasa can't read: 'none'"):
        mended(action, {"events": "none"})


def test_the_mend_is_many_times_as_fast(mended, action):
    result = {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hi"}]}

    def seconds(method):
        started = time.perf_counter()
        for _ in range(3):
            method(action, result)
        return time.perf_counter() - started

    assert seconds(mended) < seconds(STOCK) / 5


def test_mending_twice_is_the_same_as_once(mended, action):
    mend_action_validation()
    assert accepts(RemoteAction._validate_action_result, action, ACCEPTED[1])
