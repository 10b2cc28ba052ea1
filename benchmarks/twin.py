"""The stock twin: what ``rasa init`` makes, with one custom action behind the stock action server, on SQLite.

Nothing of the scaffold is taken away. Added are an intent, a rule and an action that gives a fixed text, and the
addresses of the action server and the database.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any, Dict

import yaml

from benchmarks.processes import BenchmarkError, started
from benchmarks.questions import TWIN_QUESTIONS

TRAINING_SECONDS = 900
INTENT, ACTION = "ask_career", "action_answer"
#: What the twin says. Without blank lines: at those, the stock channel splits a text.
ANSWER = (
    "A data engineer builds and looks after the systems that bring data to those who use it: pipelines, warehouses, "
    "and the checks that keep both right. Most of the work is in SQL and Python, and in the services of a cloud."
)

ACTIONS_MODULE = f'''\
from typing import Any, Dict, List, Text

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher


class ActionAnswer(Action):
    def name(self) -> Text:
        return {ACTION!r}

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Dict[Text, Any]
    ) -> List[Dict[Text, Any]]:
        dispatcher.utter_message(text={ANSWER!r})
        return []
'''


def scaffold() -> Path:
    """The folder that ``rasa init`` copies."""
    package = importlib.util.find_spec("rasa")
    if package is None or package.origin is None:
        raise BenchmarkError("Rasa isn't installed here. Run it as: make bench")
    return Path(package.origin).parent / "cli" / "initial_project"


def build(folder: Path, action_port: int) -> None:
    """Writes the twin's project to a folder that doesn't exist yet."""
    shutil.copytree(scaffold(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    _add_to_domain(folder / "domain.yml")
    _write_yaml(folder / "data" / "career.yml", _training_data())
    _write_yaml(folder / "endpoints.yml", _endpoints(action_port))
    (folder / "actions" / "actions.py").write_text(ACTIONS_MODULE, encoding="utf-8")


def train(folder: Path, log: Path) -> None:
    """Trains the twin as its users would: ``rasa train``.

    Raises:
        BenchmarkError: the training failed or took too long.
    """
    with started([sys.executable, "-m", "rasa", "train"], folder, log, {}) as training:
        training.wait(TRAINING_SECONDS)


def _add_to_domain(path: Path) -> None:
    domain = yaml.safe_load(path.read_text(encoding="utf-8"))
    domain["intents"].append(INTENT)
    domain["actions"] = [ACTION]
    _write_yaml(path, domain)


def _training_data() -> Dict[str, Any]:
    examples = "".join(f"- {question}\n" for question in TWIN_QUESTIONS)
    return {
        "version": "3.1",
        "nlu": [{"intent": INTENT, "examples": examples}],
        "rules": [{"rule": "Answer questions on careers", "steps": [{"intent": INTENT}, {"action": ACTION}]}],
    }


def _endpoints(action_port: int) -> Dict[str, Any]:
    return {
        "action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "conversations.db"},
    }


def _write_yaml(path: Path, content: Dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
