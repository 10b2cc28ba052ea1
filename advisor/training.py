"""Trains the model: ``python -m advisor.training``. The archive appears whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from advisor.knowledge.store import PROJECT_FOLDER
from advisor.logs import quiet_logs

MODEL = PROJECT_FOLDER / "models" / "career_advisor.tar.gz"


def train(target: Path = MODEL) -> None:
    """Trains from ``config.yml``, ``domain.yml`` and ``data/`` and puts the model archive at ``target``.

    Raises:
        RuntimeError: Rasa trained no model; its own messages say why.
    """
    import rasa

    quiet_logs()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        result = rasa.train(
            domain=str(PROJECT_FOLDER / "domain.yml"),
            config=str(PROJECT_FOLDER / "config.yml"),
            training_files=[str(PROJECT_FOLDER / "data")],
            output=folder,
            fixed_model_name=target.name.split(".")[0],
        )
        if result is None or result.model is None:
            raise RuntimeError("Rasa trained no model; see its messages above.")
        os.replace(result.model, target)
    os.utime(target)


def main() -> int:
    os.chdir(PROJECT_FOLDER)  # Rasa resolves the project's own packages from the working folder
    sys.path.insert(0, str(PROJECT_FOLDER))
    print("Training the model (about a minute the first time) …", file=sys.stderr)
    started = time.monotonic()
    train()
    print(f"Trained in {time.monotonic() - started:.0f} s: {MODEL.relative_to(PROJECT_FOLDER)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
