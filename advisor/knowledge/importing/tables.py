"""What ``figure_sources.yml`` says: which tables there are, and which of their rows stand for which role."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Optional

import yaml
from pydantic import Field, ValidationError, confloat, conint, constr

from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.models import AsOf, Fit, Id, Record, Text

FILE_NAME = "figure_sources.yml"


class MatchedTitle(Record):
    """A job title of a table, and how well it matches the role; it is shown with the figure unless exact."""

    title: Text
    fit: Fit

    @property
    def shown(self) -> Optional[str]:
        """The title where people must be told that it is not the role itself, else nothing."""
        return None if self.fit is Fit.EXACT else self.title


class MatchedOccupation(MatchedTitle):
    """A SOC occupation; ``title`` is BLS's in lower case, and is checked against the tables."""

    code: constr(regex=r"^\d{2}-\d{4}$")


class RoleTables(Record):
    """Which rows of the tables stand for one role."""

    occupation: Optional[MatchedOccupation] = None
    adverts: List[MatchedTitle] = Field(default_factory=list)
    survey: List[MatchedTitle] = Field(default_factory=list)


class WagesTable(Record):
    """BLS wages of several years; the sources are ``bls_oews_<year>``."""

    file: Text
    place: Id
    currency: Text


class Window(Record):
    """A span of years of the adverts that is kept, for the countries listed (all, where none are)."""

    name: Text
    since: AsOf
    as_of: AsOf
    countries: List[Text] = Field(default_factory=list)


class AdvertsTable(Record):
    """Advertised pay, with what its codes mean here."""

    file: Text
    source: Id
    smallest_sample: conint(ge=1)
    widest_spread: Optional[confloat(gt=1)] = Field(
        None, description="A row whose upper quartile is more than this many times its lower one is left out"
    )
    windows: List[Window]
    levels: Dict[str, Id]
    places: Dict[str, Id] = Field(description="Country code to place id; 'skip' leaves the country out")
    local_currency_only: List[Text] = Field(
        default_factory=list, description="Countries whose US dollar columns are not to be trusted"
    )


class SurveyTable(Record):
    """Pay that people report themselves, US medians by job."""

    file: Text
    source: Id
    place: Id
    currency: Text
    as_of: AsOf
    smallest_sample: conint(ge=1)


class ProjectionsTable(Record):
    """BLS projections of one release; ``form`` tells the two layouts apart."""

    file: Text
    form: constr(regex=r"^(extract|table_1_2)$")
    source: Id
    place: Id
    start_year: conint(ge=2000, le=2100)
    end_year: conint(ge=2000, le=2100)
    all_occupations_percent: confloat(ge=-100, le=1000)
    as_of: AsOf
    note: Optional[Text] = None


class FigureSources(Record):
    """All of ``figure_sources.yml``; file names are relative to the folder of tables."""

    wages: WagesTable
    adverts: AdvertsTable
    survey: SurveyTable
    projections: List[ProjectionsTable]
    roles: Dict[str, RoleTables]


def load_figure_sources(knowledge_base: Path) -> FigureSources:
    """Read ``figure_sources.yml`` of the knowledge base; :class:`TableError` says what in it is wrong."""
    path = knowledge_base / FILE_NAME
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TableError(str(path), f"cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise TableError(str(path), f"is not YAML: {error}") from error
    try:
        return FigureSources.parse_obj(content)
    except ValidationError as error:
        problems = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in error.errors()]
        raise TableError(FILE_NAME, "; ".join(problems)) from error
