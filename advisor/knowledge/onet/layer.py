"""The imported layer in memory, and its file: one compressed JSON document that is replaced as a whole."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import tempfile
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence

from advisor.knowledge.onet.bls import (
    OUTLOOK_FILE,
    PAY_FILE,
    OccupationOutlook,
    OccupationPay,
    read_outlook,
    read_pay,
)
from advisor.knowledge.onet.models import JobZone, Occupation, Release, from_plain, to_plain
from advisor.knowledge.onet.titles import Key, Readings, TitleIndex, TitleMatch, encode, key_of
from advisor.linking.tokens import Token

#: Folder of imported files inside a knowledge base's folder; it is not kept in git.
IMPORTED_FOLDER = "imported"
LAYER_FILE = "onet.json.gz"
#: Rises when the file's form changes; files of another form are refused.
FILE_VERSION = 1
#: One title in so many is kept as it is written, to see at a load whether titles are still compared the same way.
_PROBE_EVERY = 200


class LayerError(Exception):
    """The imported layer can't be used; the message says how to mend it."""


@dataclass(frozen=True)
class Layer:
    """What an import reads from a release."""

    release: Release
    occupations: Mapping[str, Occupation]
    job_zones: Mapping[int, JobZone]
    titles: Mapping[Key, Readings]


@dataclass(frozen=True)
class OnetLayer:
    """All imported occupations, their titles, and BLS's figures by occupation where those were imported.

    ``version`` is a short hash of the files, so that two answers can be told to rest on the same layer.
    """

    release: Release
    version: str
    job_zones: Mapping[int, JobZone]
    titles: TitleIndex
    pay: Mapping[str, OccupationPay]
    outlook: Mapping[str, OccupationOutlook]
    _plain: Mapping[str, Mapping[str, Any]] = field(repr=False)

    @property
    def codes(self) -> List[str]:
        """The codes of all occupations."""
        return list(self._plain)

    def __contains__(self, code: object) -> bool:
        return code in self._plain

    def title(self, code: str) -> str:
        """The occupation's title, plural and in title case; KeyError for a code that isn't there."""
        return self._plain[code]["title"]

    def occupation(self, code: str) -> Occupation:
        """The occupation of a code; KeyError for one that isn't there."""
        return from_plain(self._plain[code])

    def job_zone(self, occupation: Occupation) -> Optional[JobZone]:
        """How much preparation the occupation needs, None where O*NET doesn't say."""
        return self.job_zones.get(occupation.job_zone) if occupation.job_zone is not None else None

    def find_titles(self, text: str, tokens: Optional[Sequence[Token]] = None) -> List[TitleMatch]:
        """The job titles in a message, in their order; ``tokens`` are its words where they are cut already."""
        return self.titles.find(text, tokens)

    def readings(self, title: str) -> Optional[Readings]:
        """What a title by itself stands for, None for one that isn't known."""
        return self.titles.readings(title)

    def pay_of(self, code: str) -> Optional[OccupationPay]:
        """BLS's wages for the occupation, or for the wider one that a specialty is counted in."""
        return self.pay.get(code[:7])

    def outlook_of(self, code: str) -> Optional[OccupationOutlook]:
        """BLS's projection for the occupation, or for the wider one that a specialty is counted in."""
        return self.outlook.get(code[:7])

    def by_size(self, codes: Iterable[str]) -> List[str]:
        """Codes with the most people employed first, as far as BLS's wages tell; the rest as they come."""
        return sorted(codes, key=lambda code: -self._employed(code))

    def _employed(self, code: str) -> int:
        pay = self.pay_of(code)
        return pay.employed or 0 if pay is not None else 0


def load_layer(knowledge_folder: Path, plain_names: Iterable[str] = ()) -> Optional[OnetLayer]:
    """Returns the layer beside a knowledge base, None where nothing was imported.

    ``plain_names`` are names that mean a job wherever they stand (the knowledge base's ``occupations``).

    Raises:
        LayerError: there is a file, but it can't be used.
    """
    folder = knowledge_folder / IMPORTED_FOLDER
    path = folder / LAYER_FILE
    if not path.is_file():
        return None
    plain = load_file(path)
    try:
        _check_probes(path, plain)
        return OnetLayer(
            release=Release(**plain["release"]),
            version=layer_version(knowledge_folder) or "",
            job_zones={int(zone): JobZone(**found) for zone, found in plain["job_zones"].items()},
            titles=TitleIndex(plain["titles"], plain_names),
            pay=read_pay(folder),
            outlook=read_outlook(folder),
            _plain=plain["occupations"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise LayerError(_damaged(path, error)) from error


def layer_files(knowledge_folder: Path) -> List[Path]:
    """The imported files that are there, in a fixed order."""
    paths = (knowledge_folder / IMPORTED_FOLDER / name for name in (LAYER_FILE, OUTLOOK_FILE, PAY_FILE))
    return [path for path in paths if path.is_file()]


def layer_version(knowledge_folder: Path) -> Optional[str]:
    """A short hash of the imported files, None where there are none."""
    files = layer_files(knowledge_folder)
    if not files:
        return None
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def load_file(path: Path) -> Dict[str, Any]:
    """The content of a layer's file.

    Raises:
        LayerError: it is damaged, or of another form.
    """
    try:
        with gzip.open(path, "rb") as stream:
            plain = json.loads(stream.read())
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise LayerError(_damaged(path, error)) from error
    if not isinstance(plain, dict) or plain.get("file_version") != FILE_VERSION:
        raise LayerError(f"{path} was written by another version of this program: run import-onet again.")
    return plain


def write_file(path: Path, layer: Layer, check: Callable[[Path], Any]) -> None:
    """Writes a layer beside ``path``, lets ``check`` read it, and puts it in place at once.

    Raises:
        OSError, LayerError: it can't be written, or not be read back; what was there before stays.
    """
    plain = {
        "file_version": FILE_VERSION,
        "release": asdict(layer.release),
        "job_zones": {zone: asdict(found) for zone, found in layer.job_zones.items()},
        "titles": {key: encode(readings) for key, readings in layer.titles.items()},
        "probes": _probes(layer),
        "occupations": {code: to_plain(found) for code, found in layer.occupations.items()},
    }
    content = gzip.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        draft.chmod(0o644)  # mkstemp's files are the owner's alone; the server may be somebody else
        check(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _probes(layer: Layer) -> Dict[str, Key]:
    titles = [occupation.title for occupation in layer.occupations.values()]
    return {title: key_of(title) for title in titles[::_PROBE_EVERY] or titles}


def _check_probes(path: Path, plain: Mapping[str, Any]) -> None:
    """Refuses a file whose titles would not be found, since words are compared in another way than at its import."""
    if any(key_of(title) != key for title, key in plain["probes"].items()):
        raise LayerError(f"{path} was made for another way of comparing words: run import-onet again.")


def _damaged(path: Path, error: Exception) -> str:
    return f"{path} is damaged ({type(error).__name__}: {error}): run import-onet again, or delete it to do without."
