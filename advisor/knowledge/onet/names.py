"""What O*NET calls its files and columns, read from ``release_names.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List

from pydantic import BaseModel, Extra, Field

from advisor.knowledge.files import read_yaml

NAMES_FILE = Path(__file__).with_name("release_names.yml")


class TableNames(BaseModel):
    """Names of one table: alternatives of files, and for each column of ours the names that O*NET has used."""

    class Config:
        extra = Extra.forbid

    files: List[List[str]] = Field(min_items=1)
    columns: Dict[str, List[str]]


class Scales(BaseModel):
    """Ids of the scales that are read."""

    class Config:
        extra = Extra.forbid

    importance: str
    required_education: str
    interest: str


class ReleaseNames(BaseModel):
    """All of ``release_names.yml``."""

    class Config:
        extra = Extra.forbid

    tables: Dict[str, TableNames]
    scales: Scales
    core_task: str
    read_me: str


def release_names(path: Path = NAMES_FILE) -> ReleaseNames:
    """Reads the names.

    Raises:
        FileError, pydantic.ValidationError: the file is not as it should be.
    """
    return ReleaseNames.parse_obj(read_yaml(path))
