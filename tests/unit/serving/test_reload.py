"""What is put in use when the knowledge's files change, and what a message sees of it."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Iterator, List, Tuple

import pytest

from advisor.knowledge.onet import current_layer, forget_layer
from advisor.knowledge.onet.layer import IMPORTED_FOLDER, LAYER_FILE
from advisor.knowledge.store import FOLDER_VARIABLE, PROJECT_FOLDER, current_knowledge, one_knowledge, use_knowledge
from advisor.serving.metrics import Metrics
from advisor.serving.reload import KnowledgeWatch
from tests.made_up_layer import NURSE, write_layer


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Iterator[Path]:
    """A copy of the knowledge base, which is the one in use."""
    copy = tmp_path / "knowledge_base"
    shutil.copytree(PROJECT_FOLDER / "knowledge_base", copy, ignore=shutil.ignore_patterns("imported"))
    monkeypatch.setenv(FOLDER_VARIABLE, str(copy))
    use_knowledge(None)
    forget_layer()
    yield copy
    use_knowledge(None)
    forget_layer()


def watching(folder: Path) -> KnowledgeWatch:
    current_knowledge(), current_layer()
    watch = KnowledgeWatch(Metrics(), folder)
    asyncio.run(watch.look())
    return watch


def rename_role(folder: Path, title: str) -> None:
    """Gives a role another title."""
    file = folder / "roles" / "data_engineer.yml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1] = f"title: {title}\n"
    file.write_text("".join(lines), encoding="utf-8")


def test_a_change_is_put_in_use(folder):
    watch = watching(folder)
    rename_role(folder, "widget engineer")
    asyncio.run(watch.look())
    assert current_knowledge().roles["data_engineer"].title == "widget engineer"


def test_a_file_that_is_only_touched_changes_nothing(folder):
    watch, before = watching(folder), current_knowledge()
    os.utime(folder / "roles" / "data_engineer.yml")
    asyncio.run(watch.look())
    assert current_knowledge() is before


def test_a_broken_change_is_refused_with_its_file_and_line(folder):
    watch, before = watching(folder), current_knowledge()
    rename_role(folder, "[")
    asyncio.run(watch.look())
    assert current_knowledge() is before
    assert "roles/data_engineer.yml" in watch.problem


def test_once_mended_there_is_no_problem(folder):
    watch = watching(folder)
    rename_role(folder, "[")
    asyncio.run(watch.look())
    rename_role(folder, "widget engineer")
    asyncio.run(watch.look())
    assert watch.problem is None
    assert current_knowledge().roles["data_engineer"].title == "widget engineer"


def test_an_import_is_put_in_use(folder, tmp_path):
    watch = watching(folder)
    write_layer(folder, tmp_path)
    asyncio.run(watch.look())
    assert NURSE in current_layer()


def test_a_damaged_layer_is_refused_and_the_one_from_before_stays(folder, tmp_path):
    write_layer(folder, tmp_path)
    watch = watching(folder)
    (folder / IMPORTED_FOLDER / LAYER_FILE).write_bytes(b"broken")
    asyncio.run(watch.look())
    assert "run import-onet again" in watch.problem
    assert NURSE in current_layer()


def test_a_message_under_way_keeps_to_the_knowledge_that_it_began_with(folder, tmp_path):
    watch = watching(folder)
    swapped = asyncio.Event()

    @one_knowledge()
    async def answer() -> Tuple[List[str], bool]:
        await swapped.wait()
        return [current_knowledge().roles["data_engineer"].title], current_layer() is None

    async def run() -> Tuple[List[str], bool]:
        message = asyncio.create_task(answer())
        await asyncio.sleep(0)
        rename_role(folder, "widget engineer")
        write_layer(folder, tmp_path)
        await watch.look()
        swapped.set()
        return await message

    assert asyncio.run(run()) == (["data engineer"], True)
    assert current_knowledge().roles["data_engineer"].title == "widget engineer"
    assert current_layer() is not None
