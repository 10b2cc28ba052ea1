"""BLS's figures by occupation: kept beside the layer when BLS's files are imported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.knowledge.importing.oews import Wages
from advisor.knowledge.importing.reading import Row, TableError
from advisor.knowledge.importing.tables import FigureSources, ProjectionsTable
from advisor.knowledge.onet import bls

HEADER = "occ_code\ttitle\temployment_2029\temployment_2039\tgrowth_pct_2029_39\tannual_openings\n"
ROWS = "00-0000\tTotal\t9\t9\t3.5\t9\n10-1000\tWidget nurses\t100\t120\t20.0\t7\n"


@pytest.fixture
def wages(monkeypatch) -> Wages:
    found = Wages(
        row=Row("wages.xlsx", 2, {}), year=2030, code="10-1000", title="Widget Nurses", employed=1200,
        amounts={"p10": 1.0, "p25": 2.0, "median": 3.0, "p75": 4.0, "p90": None, "mean": 3.5},
        top_coded=("p90",), top_code="$239,200",
    )
    monkeypatch.setattr(bls, "read_wages_workbook", lambda path, year: [found])
    return found


def projections(tmp_path: Path, rows: str = ROWS) -> FigureSources:
    (tmp_path / "new.tsv").write_text(HEADER + rows, encoding="utf-8")

    def table(file: str, start: int) -> ProjectionsTable:
        return ProjectionsTable(
            file=file, form="extract", source=f"bls_ep_{start}", place="united_states", start_year=start,
            end_year=start + 10, all_occupations_percent=3.5, as_of="2030-08",
        )

    return FigureSources.construct(projections=[table("new.tsv", 2029), table("old.tsv", 2028)])


def test_wages_are_kept_by_code_with_year_and_source(tmp_path, wages):
    assert bls.import_pay(tmp_path / "wages.xlsx", 2030, tmp_path) == 1
    pay = bls.read_pay(tmp_path)["10-1000"]
    assert (pay.median, pay.p90, pay.as_of, pay.source) == (3.0, None, "2030-05", "bls_oews_2030")
    assert pay.top_coded == ("p90",)


def test_nothing_is_written_unless_told_to(tmp_path, wages):
    assert bls.import_pay(tmp_path / "wages.xlsx", 2030, tmp_path, write=False) == 1
    assert bls.read_pay(tmp_path) == {}


def test_the_same_wages_again_change_nothing(tmp_path, wages):
    bls.import_pay(tmp_path / "wages.xlsx", 2030, tmp_path)
    assert bls.import_pay(tmp_path / "wages.xlsx", 2030, tmp_path) == 0


def test_the_newest_projections_are_kept_by_code(tmp_path):
    assert bls.import_outlook(tmp_path, projections(tmp_path), tmp_path) == 1
    outlook = bls.read_outlook(tmp_path)["10-1000"]
    assert (outlook.growth_percent, outlook.start_year, outlook.openings_per_year) == (20.0, 2029, 7)


def test_a_wrong_table_is_refused_and_the_projections_from_before_stay(tmp_path):
    bls.import_outlook(tmp_path, projections(tmp_path), tmp_path)
    with pytest.raises(TableError, match="column growth_pct_2029_39: found 'lots'"):
        bls.import_outlook(tmp_path, projections(tmp_path, ROWS.replace("20.0", "lots")), tmp_path)
    assert bls.read_outlook(tmp_path)["10-1000"].growth_percent == 20.0


def test_a_broken_file_is_mended_by_the_next_import(tmp_path, wages):
    (tmp_path / bls.PAY_FILE).write_text("{")
    assert bls.import_pay(tmp_path / "wages.xlsx", 2030, tmp_path) == 1
    assert json.loads((tmp_path / bls.PAY_FILE).read_text())["10-1000"]["median"] == 3.0
