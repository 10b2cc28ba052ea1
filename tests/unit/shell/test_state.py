"""What the chat keeps between runs."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from advisor.shell.state import State, state_folder


@pytest.fixture
def state(tmp_path):
    state = State(tmp_path / "advisor")
    state.prepare()
    return state


def test_it_is_where_xdg_says():
    assert state_folder({"XDG_STATE_HOME": "/x"}) == Path("/x/career-advisor")


@pytest.mark.parametrize("root", [None, "", "relative"])
def test_without_a_word_of_xdg_it_is_in_the_home_folder(root):
    environment = {} if root is None else {"XDG_STATE_HOME": root}
    assert state_folder(environment) == Path.home() / ".local" / "state" / "career-advisor"


def test_the_last_conversation_is_kept_for_each_place(state, tmp_path):
    state.keep_conversation("here", "a")
    state.keep_conversation("https://x", "b")
    state.keep_conversation("here", "c")
    again = State(tmp_path / "advisor")
    assert [again.last_conversation(place) for place in ("here", "https://x", "other")] == ["c", "b", None]


def test_nobody_else_may_read_it(state, tmp_path):
    state.keep_conversation("here", "a")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "advisor").iterdir()}
    assert modes == {"history": 0o600, "conversations.json": 0o600}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"here": 5}', "\x00"])
def test_a_damaged_file_is_as_good_as_none_and_is_mended(state, tmp_path, content):
    (tmp_path / "advisor" / "conversations.json").write_text(content)
    assert state.last_conversation("here") is None
    state.keep_conversation("here", "a")
    assert state.last_conversation("here") == "a"


def test_a_folder_that_can_not_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):
        State(tmp_path / "file" / "advisor").prepare()
