"""Loads a knowledge base from its folder, collecting everything that is wrong with it before it gives up."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Type, TypeVar

from pydantic import BaseModel, ValidationError

from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.files import FileError, find_line, read_csv, read_yaml
from advisor.knowledge.models import (
    Aspect,
    Certification,
    Course,
    Family,
    Figure,
    GuideQuestion,
    Level,
    Outlook,
    Place,
    Record,
    Role,
    Skill,
    Source,
    TopicWords,
)
from advisor.knowledge.problems import KnowledgeError, Problem, listing, nearest
from advisor.knowledge.validation import Unread, find_problems

#: The files that hold a list of records each.
LIST_FILES: Dict[str, Type[Record]] = {
    "sources": Source,
    "families": Family,
    "levels": Level,
    "places": Place,
    "topics": TopicWords,
    "aspects": Aspect,
    "guide": GuideQuestion,
    "skills": Skill,
    "certifications": Certification,
    "courses": Course,
}
FIGURES_FILE = "salaries.csv"
OUTLOOKS_FILE = "outlook.csv"
OCCUPATIONS_FILE = "occupations.yml"
ROLES_FOLDER = "roles"

RecordType = TypeVar("RecordType", bound=BaseModel)


def load_knowledge_base(folder: Path) -> KnowledgeBase:
    """Returns the validated knowledge base in ``folder``.

    Raises:
        KnowledgeError: with all problems, where there is any error.
    """
    base, problems = inspect_knowledge_base(folder)
    errors = [problem for problem in problems if problem.is_error]
    if errors or base is None:
        raise KnowledgeError(errors)
    return base


def inspect_knowledge_base(folder: Path) -> Tuple[Optional[KnowledgeBase], List[Problem]]:
    """Returns the knowledge base, None where it can't be read at all, and all its problems, warnings included."""
    if not folder.is_dir():
        return None, [Problem(str(folder), "there is no such folder: it should hold the knowledge base")]
    reader = _Reader(folder)
    lists = {kind: reader.read_list(kind, model) for kind, model in LIST_FILES.items()}
    roles = reader.read_roles()
    figures = reader.read_rows(FIGURES_FILE, Figure)
    outlooks = reader.read_rows(OUTLOOKS_FILE, Outlook)
    occupations = reader.read_names(OCCUPATIONS_FILE)
    base = KnowledgeBase(
        roles=roles,
        figures=tuple(figures),
        outlooks=tuple(outlooks),
        occupations=tuple(occupations),
        version=fingerprint(folder),
        **lists,
    )
    return base, reader.problems + find_problems(base, reader.origins, reader.unread)


def knowledge_files(folder: Path) -> List[Path]:
    """The files that a knowledge base is read from, in a fixed order."""
    return sorted([*folder.glob("*.yml"), *folder.glob("*.csv"), *folder.glob(f"{ROLES_FOLDER}/*.yml")])


def fingerprint(folder: Path) -> str:
    """Returns a short hash over the names and contents of all files of a knowledge base."""
    digest = hashlib.sha256()
    for path in knowledge_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class _Reader:
    """Reads the files of one folder.

    ``origins`` tells for each record the file and line that it came from, ``unread`` what could not be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: List[Problem] = []
        self.origins: Dict[Tuple[str, str], Tuple[str, Tuple[Any, ...]]] = {}
        self.unread = Unread()

    def read_list(self, kind: str, model: Type[Record]) -> Dict[str, Record]:
        name = f"{kind}.yml"
        raw_records = self._read(name, read_yaml)
        if raw_records is not None and not isinstance(raw_records, list):
            self.problems.append(Problem(name, "must be a list of records, each starting with '- id:'", 1))
            raw_records = None
        if raw_records is None:
            self.unread.kinds.add(kind)
            return {}
        records: Dict[str, Record] = {}
        for index, raw in enumerate(raw_records):
            record = self._parse(model, raw, name, (index,))
            if record is not None:
                self._keep(records, record, name, (index,))
            elif isinstance(raw, dict):
                self.unread.add(kind, raw.get("id"))
        return records

    def read_roles(self) -> Dict[str, Role]:
        roles: Dict[str, Role] = {}
        paths = sorted((self.folder / ROLES_FOLDER).glob("*.yml"))
        if not paths:
            self.problems.append(Problem(f"{ROLES_FOLDER}/", "there is no role file"))
        for path in paths:
            name = f"{ROLES_FOLDER}/{path.name}"
            raw = self._read(name, read_yaml)
            role = self._parse(Role, raw, name, ()) if raw is not None else None
            if role is None:
                self.unread.add(ROLES_FOLDER, path.stem)
                continue
            if role.id != path.stem:
                self.problems.append(
                    Problem(name, "the id must be the file's name", None, role.id, "id", role.id, allowed=path.stem)
                )
            self._keep(roles, role, name, ())
        return roles

    def read_rows(self, name: str, model: Type[RecordType]) -> List[RecordType]:
        columns = list(model.__fields__)
        rows = self._read(name, lambda path: read_csv(path, columns)) or []
        records = []
        for row in rows:
            try:
                records.append(model.parse_obj(row.cells))
                self.origins[(model.__name__, str(len(records) - 1))] = (name, (row.line,))
            except ValidationError as error:
                record = " ".join(row.cells.get(column, "?") for column in columns[:3])
                self._add_validation_problems(error, model, row.cells, name, (), record, line=row.line)
        return records

    def read_names(self, name: str) -> List[str]:
        raw = self._read(name, read_yaml) or []
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            self.problems.append(Problem(name, "must be a list of names", 1))
            return []
        return raw

    def _read(self, name: str, read: Callable[[Path], Any]) -> Any:
        try:
            content = read(self.folder / name)
        except FileError as error:
            self.problems.append(Problem(name, str(error), error.line))
            return None
        if content is None:
            self.problems.append(Problem(name, "the file is empty"))
        return content

    def _parse(self, model: Type[Record], raw: Any, name: str, location: Tuple[Any, ...]) -> Optional[Record]:
        if not isinstance(raw, dict):
            line = find_line(self.folder / name, location)
            self.problems.append(Problem(name, "must be fields with values", line, found=repr(raw)[:80]))
            return None
        try:
            return model.parse_obj(raw)
        except ValidationError as error:
            record = str(raw.get("id", f"record {location[0] + 1}" if location else name))
            self._add_validation_problems(error, model, raw, name, location, record)
            return None

    def _keep(self, records: Dict[str, Any], record: Any, name: str, location: Tuple[Any, ...]) -> None:
        if record.id in records:
            line = find_line(self.folder / name, location)
            self.problems.append(Problem(name, "the id stands twice", line, record=record.id, field="id"))
            return
        records[record.id] = record
        self.origins[(type(record).__name__, record.id)] = (name, location)

    def _add_validation_problems(
        self,
        error: ValidationError,
        model: Type[BaseModel],
        raw: Any,
        name: str,
        location: Tuple[Any, ...],
        record: str,
        line: Optional[int] = None,
    ) -> None:
        for detail in error.errors():
            path = tuple(step for step in detail["loc"] if step != "__root__")
            message, allowed, near = _explain(detail, model, raw, path)
            self.problems.append(
                Problem(
                    name,
                    message,
                    line if line is not None else find_line(self.folder / name, (*location, *path)),
                    record=record,
                    field=".".join(str(step) for step in path) or None,
                    found=_found(raw, path),
                    allowed=allowed,
                    nearest=near,
                )
            )


def _found(raw: Any, path: Sequence[Any]) -> Optional[str]:
    """The value at ``path``, shortened, or None where there is none."""
    for step in path:
        try:
            raw = raw[step]
        except (KeyError, IndexError, TypeError):
            return None
    return repr(raw) if len(repr(raw)) <= 80 else f"{repr(raw)[:77]}…"


def _explain(
    detail: Dict[str, Any], model: Type[BaseModel], raw: Any, path: Sequence[Any]
) -> Tuple[str, Optional[str], Optional[str]]:
    """Puts one of pydantic's errors into words: message, allowed values, nearest value."""
    kind = detail["type"]
    if kind == "value_error.extra":
        fields = _fields_at(model, path[:-1])
        return "unknown field", listing(fields), nearest(path[-1], fields)
    if kind == "value_error.missing":
        return "this field is missing", None, None
    if kind == "type_error.enum":
        values = [str(member.value) for member in detail["ctx"]["enum_values"]]
        return "unknown value", listing(values), nearest((_found(raw, path) or "").strip("'"), values)
    if kind == "value_error.str.regex":
        return "not of the right form", f"the pattern {detail['ctx']['pattern']}", None
    return detail["msg"], None, None


def _fields_at(model: Type[BaseModel], path: Sequence[Any]) -> List[str]:
    """Names of the fields of the model that ``path`` leads to."""
    for step in path:
        if isinstance(step, str) and step in model.__fields__:
            inner = model.__fields__[step].type_
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                model = inner
    return list(model.__fields__)
