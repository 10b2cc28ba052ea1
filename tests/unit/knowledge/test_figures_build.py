"""Building salaries.csv and outlook.csv from tables: made-up samples, the rows that come out and the errors."""

from __future__ import annotations

import argparse
import csv
import shutil
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

import pytest

from advisor.knowledge.importing.build import build_figures, import_wages
from advisor.knowledge.importing.cli import add_figure_commands
from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.importing.records import Change, header, read_records
from advisor.knowledge.models import Figure, FigureKind, Outlook

SAMPLES = Path(__file__).parent / "samples"
KNOWLEDGE_BASE_FILES = ("figure_sources.yml", "salaries.csv")
WORKBOOK_HEADER = (
    *("AREA", "OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "H_MEAN", "A_MEAN"),
    *("A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90"),
)
MAKERS = ("99", "99-1001", "Widget Makers", "detailed", 1500, "*", 51000, 31000, 41000, 51000.0, 61000, 71000)
CHIEFS = ("99", "99-1002", "Widget Chiefs", "detailed", 80, "*", "#", 61000, 71000, 81000, "#", "#")
NOTES = (
    "May 2030 OEWS Estimates",
    "#  = indicates a wage equal to or greater than $200.00 per hour or $416,000 per year",
)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder of tables that a test may change."""
    folder = tmp_path / "tables"
    folder.mkdir()
    for file in SAMPLES.glob("*.tsv"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture
def knowledge_base(tmp_path: Path) -> Path:
    """A knowledge base with hand-kept rows and no outlook yet."""
    folder = tmp_path / "knowledge_base"
    folder.mkdir()
    for name in KNOWLEDGE_BASE_FILES:
        shutil.copy(SAMPLES / name, folder)
    return folder


def replace(file: Path, old: str, new: str) -> None:
    """Change a text that the file has."""
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new), encoding="utf-8")


def figures(knowledge_base: Path, **wanted: Any) -> List[Figure]:
    found = read_records(knowledge_base / "salaries.csv", Figure)
    return [figure for figure in found if all(getattr(figure, name) == value for name, value in wanted.items())]


def contents(folder: Path) -> Dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def told(changes: Sequence[Change]) -> List[str]:
    return [str(change) for change in changes]


def make_workbook(
    path: Path,
    rows: Sequence[Sequence[Any]] = (MAKERS, CHIEFS),
    columns: Sequence[str] = WORKBOOK_HEADER,
    notes: Optional[Sequence[str]] = NOTES,
) -> Path:
    """A workbook of the form of BLS's: a sheet of data and one of notes."""
    openpyxl = pytest.importorskip("openpyxl")
    workbook = openpyxl.Workbook()
    for row in (columns, *rows):
        workbook.active.append(list(row))
    if notes:
        sheet = workbook.create_sheet("Field Descriptions")
        for note in notes:
            sheet.append([note])
    workbook.save(path)
    return path


def test_wages_become_figures_of_the_exact_occupation(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (figure,) = figures(knowledge_base, role="widget_maker", source="bls_oews_2030")
    amounts = (figure.p10, figure.p25, figure.median, figure.p75, figure.p90, figure.mean)
    assert amounts == (30000, 40000, 50000, 60000, 70000, 50500)
    assert (figure.place, figure.level, figure.kind) == ("united_states", "all", FigureKind.EMPLOYEE_SURVEY)
    assert (figure.as_of, figure.occupation, figure.sample_size) == ("2030-05", None, None)
    assert figure.note == "1,230 employed"


def test_top_coded_and_missing_wages_are_left_out_and_the_proxy_is_named(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (figure,) = figures(knowledge_base, role="widget_chief", source="bls_oews_2030")
    assert (figure.p25, figure.p90, figure.p75) == (None, None, 99000)
    assert figure.note == "90th percentile at or above BLS's top code of $239,200"
    assert figure.occupation == "widget chiefs"


def test_occupation_without_any_wage_gives_no_figure(tables: Path, knowledge_base: Path) -> None:
    replace(tables / "wages.tsv", "90000\t60000\t*\t80000\t99000\t#", "*\t*\t*\t*\t*\t*")
    build_figures(tables, knowledge_base)
    assert not figures(knowledge_base, role="widget_chief", kind=FigureKind.EMPLOYEE_SURVEY)


def test_adverts_keep_windows_countries_and_samples_as_told(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    found = figures(knowledge_base, kind=FigureKind.ADVERTISED_PAY)
    assert {(f.place, f.level, f.currency, f.sample_size, f.since) for f in found} == {
        ("united_states", "all", "USD", 40, "2029-01"),
        ("united_states", "senior", "USD", 12, "2029-01"),
        ("united_states", "all", "USD", 20, "2025-01"),
        ("united_kingdom", "all", "GBP", 15, "2029-01"),
        ("united_kingdom", "mid", "USD", 11, "2029-01"),
        ("united_kingdom", "lead", "USD", 20, "2029-01"),
        ("canada", "all", "CAD", 10, "2029-01"),
    }


def test_adverts_whose_quartiles_lie_too_far_apart_give_no_figure(tables: Path, knowledge_base: Path) -> None:
    replace(knowledge_base / "figure_sources.yml", "  smallest_sample: 10\n  w", "  smallest_sample: 10\n  widest_spread: 2\n  w")
    replace(tables / "adverts.tsv", "\t250\t200\t300\t400\t", "\t250\t200\t300\t401\t")
    build_figures(tables, knowledge_base)
    levels = {figure.level for figure in figures(knowledge_base, kind=FigureKind.ADVERTISED_PAY, place="united_states")}
    assert levels == {"all"}


def test_adverts_in_local_currency_take_the_local_columns(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (figure,) = figures(knowledge_base, place="united_kingdom", level="all")
    assert (figure.low, figure.p25, figure.median, figure.p75, figure.high) == (100, 200, 300, 400, 500)
    assert figure.note is None


def test_notes_tell_converted_amounts_from_adverts_in_dollars(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (converted,) = figures(knowledge_base, place="united_kingdom", level="mid")
    (in_dollars,) = figures(knowledge_base, place="united_kingdom", level="lead")
    assert (converted.median, converted.note) == (30, "converted to US dollars by the index")
    assert in_dollars.note == "in US dollars as the index has it; 3 of 20 adverts gave GBP"


def test_range_out_of_order_with_the_quartiles_is_kept(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (figure,) = figures(knowledge_base, place="united_states", level="senior", kind=FigureKind.ADVERTISED_PAY)
    assert (figure.p25, figure.median, figure.p75) == (200, 300, 400)
    # Should the schema come to take both, the range may stand in its own fields.
    assert (figure.low, figure.high) == (250, 350) or figure.note == "a typical advert ranges from 250 to 350"


def test_survey_needs_enough_answers_and_names_its_job(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    (figure,) = figures(knowledge_base, kind=FigureKind.SELF_REPORTED)
    assert (figure.role, figure.occupation) == ("widget_maker", "Maker of widgets")
    assert (figure.median, figure.sample_size) == (55000, 10)


def test_outlook_counts_people_whatever_the_unit_of_the_table(tables: Path, knowledge_base: Path) -> None:
    build_figures(tables, knowledge_base)
    outlook = read_records(knowledge_base / "outlook.csv", Outlook)
    found = {(o.role, o.start_year): o for o in outlook}
    assert len(found) == 4
    people, thousands = found["widget_maker", 2030], found["widget_maker", 2028]
    assert (people.growth_percent, people.all_occupations_percent, people.openings_per_year) == (25.0, 3.0, 300)
    assert (thousands.openings_per_year, thousands.employment_start, thousands.employment_end) == (34300, 1900, 2300)
    assert (thousands.note, people.note) == ("superseded", None)
    assert found["widget_chief", 2030].occupation == "widget chiefs"


def test_hand_kept_rows_stay_to_the_letter_and_built_ones_are_replaced(tables: Path, knowledge_base: Path) -> None:
    before = (knowledge_base / "salaries.csv").read_text(encoding="utf-8").splitlines()
    changes = told(build_figures(tables, knowledge_base))
    after = (knowledge_base / "salaries.csv").read_text(encoding="utf-8").splitlines()
    assert before[1] in after  # hand_kept
    assert before[2] in after  # a year of wages that this table does not have
    assert not figures(knowledge_base, role="widget_gone")
    (removed,) = [change for change in changes if change.startswith("removed")]
    assert removed.startswith("removed salaries.csv: widget_gone, united_states, all, self_reported")
    changed = [change for change in changes if change.startswith("changed")]
    assert len(changed) == 1 and "median: 54000 -> 55000" in changed[0] and "sample_size: 8 -> 10" in changed[0]


def test_files_have_the_header_of_the_models_and_a_second_build_changes_nothing(
    tables: Path, knowledge_base: Path
) -> None:
    build_figures(tables, knowledge_base)
    first = contents(knowledge_base)
    assert first["salaries.csv"].decode().splitlines()[0] == ",".join(header(Figure))
    assert first["outlook.csv"].decode().splitlines()[0] == ",".join(header(Outlook))
    assert build_figures(tables, knowledge_base) == []
    assert contents(knowledge_base) == first


def test_dry_run_shows_changes_and_writes_nothing(tables: Path, knowledge_base: Path) -> None:
    before = contents(knowledge_base)
    assert build_figures(tables, knowledge_base, write=False)
    assert contents(knowledge_base) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("wages.tsv", "a_median", "a_med", r"wages.tsv, row 1, column a_median: the column is missing"),
        ("wages.tsv", "\t50000", "\tlots", r"wages.tsv, row 3, column a_median: found 'lots', allowed: an amount"),
        ("wages.tsv", "\t50000", "\t35000", r"wages.tsv, row 3: p25 \(40000\) is higher than median \(35000\)"),
        ("wages.tsv", "99-1002", "99-1001", r"wages.tsv, row 4, column occ_code: .*each detailed occupation once"),
        ("wages.tsv", "99-1002", "99-1003", r"May 2030, column occ_code: no detailed occupation 99-1002"),
        ("wages.tsv", "Widget Chiefs", "Widget Thieves", r"row 4, column occ_title: found 'Widget Thieves'"),
        ("projections_extract.tsv", "growth_pct_2030_40", "growth", r"column growth_pct_2030_40: the column is"),
        ("projections_extract.tsv", "\t300", "\tmany", r"row 2, column annual_openings: found 'many'"),
        ("projections_table.tsv", "\t2.0\t9", "\t2.5\t9", r"row 2, column Employment change.*'2.5', allowed: 2.0"),
        ("adverts.tsv", "n_local", "local_n", r"adverts.tsv, row 1, column n_local: the column is missing"),
        ("adverts.tsv", "\tSE\t", "\tXY\t", r"adverts.tsv, row 3, column level: found 'XY', allowed: ALL, EN"),
        ("adverts.tsv", "\tXX\t2029-2030\t5\t", "\tXX\t2029-2030\t50\t", r"column country: found 'XX', allowed: US"),
        ("adverts.tsv", "\t100\t200", "\t\t200", r"adverts.tsv, row 2, column local_low_median: found ''"),
        ("survey.tsv", "widget_fan\tMaker of widgets\t10", "fan\tMaker of widgets\t11", r"row 3, column so_us_median"),
        ("survey.tsv", "Widget chief", "Widget thief", r"survey.tsv, column so2025_role: no median of 'Widget chief'"),
    ],
)
def test_errors_name_file_row_column_and_what_is_allowed(
    tables: Path, knowledge_base: Path, file: str, old: str, new: str, message: str
) -> None:
    before = contents(knowledge_base)
    replace(tables / file, old, new)
    with pytest.raises(TableError, match=message):
        build_figures(tables, knowledge_base)
    assert contents(knowledge_base) == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("estimate,sample_size", "estimated,sample_size", r"salaries.csv, row 1, column estimate: the column is"),
        (",12345,", ",cheap,", r"salaries.csv, row 2, column estimate: found 'cheap'"),
        (",12345,", ",,", r"salaries.csv, row 2: no amount"),
    ],
)
def test_hand_kept_rows_that_are_wrong_stop_the_build(
    tables: Path, knowledge_base: Path, old: str, new: str, message: str
) -> None:
    replace(knowledge_base / "salaries.csv", old, new)
    with pytest.raises(TableError, match=message):
        build_figures(tables, knowledge_base)


def test_two_hand_kept_rows_that_cannot_be_told_apart_are_an_error(tables: Path, knowledge_base: Path) -> None:
    file = knowledge_base / "salaries.csv"
    file.write_text(file.read_text() + file.read_text().splitlines()[1] + "\n")
    with pytest.raises(TableError, match="salaries.csv: two rows for widget_maker, united_states, entry"):
        build_figures(tables, knowledge_base)


def test_missing_table_and_wrong_mapping_are_errors(tables: Path, knowledge_base: Path) -> None:
    (tables / "survey.tsv").unlink()
    with pytest.raises(TableError, match="survey.tsv: cannot be read"):
        build_figures(tables, knowledge_base)
    replace(knowledge_base / "figure_sources.yml", "fit: proxy", "fit: perfect")
    with pytest.raises(TableError, match=r"figure_sources.yml: roles.widget_chief.occupation.fit"):
        build_figures(tables, knowledge_base)


def test_workbook_updates_only_its_year_and_its_notes_give_the_top_code(
    tmp_path: Path, tables: Path, knowledge_base: Path
) -> None:
    build_figures(tables, knowledge_base)
    others = [figure for figure in figures(knowledge_base) if figure.source != "bls_oews_2030"]
    changes = import_wages(make_workbook(tmp_path / "wages.xlsx"), knowledge_base, 2030)
    assert {change.key[-1] for change in changes} == {"bls_oews_2030"}
    assert [figure for figure in figures(knowledge_base) if figure.source != "bls_oews_2030"] == others
    (makers,) = figures(knowledge_base, role="widget_maker", source="bls_oews_2030")
    (chiefs,) = figures(knowledge_base, role="widget_chief", source="bls_oews_2030")
    assert (makers.median, makers.note) == (51000, "1,500 employed")
    assert (chiefs.mean, chiefs.p75, chiefs.p90) == (None, None, None)
    assert chiefs.note.startswith("80 employed; 75th percentile at or above BLS's top code of $416,000; 90th")


def test_workbook_with_a_changed_header_names_the_column(tmp_path: Path, knowledge_base: Path) -> None:
    columns = [name.replace("A_PCT75", "A_P75") for name in WORKBOOK_HEADER]
    workbook = make_workbook(tmp_path / "wages.xlsx", columns=columns)
    with pytest.raises(TableError, match="wages.xlsx, row 1, column a_pct75: the column is missing"):
        import_wages(workbook, knowledge_base, 2030)


def test_workbook_of_another_year_or_none_at_all_is_refused(tmp_path: Path, knowledge_base: Path) -> None:
    with pytest.raises(TableError, match="notes say May 2030, but the year asked for is 2029"):
        import_wages(make_workbook(tmp_path / "wages.xlsx"), knowledge_base, 2029)
    with pytest.raises(TableError, match="no sheet has this column"):
        import_wages(make_workbook(tmp_path / "other.xlsx", columns=["A"], rows=[]), knowledge_base, 2030)
    (tmp_path / "text.xlsx").write_text("no workbook")
    with pytest.raises(TableError, match="text.xlsx: is not an XLSX workbook"):
        import_wages(tmp_path / "text.xlsx", knowledge_base, 2030)


def run_command(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    add_figure_commands(parser.add_subparsers(required=True))
    parsed = parser.parse_args(arguments)
    return parsed.run(parsed)


def test_command_writes_only_when_told(
    tables: Path, knowledge_base: Path, capsys: pytest.CaptureFixture
) -> None:
    before = contents(knowledge_base)
    arguments = ("build-figures", "--tables", str(tables), "--knowledge-base", str(knowledge_base))
    assert run_command(*arguments) == 0
    assert "Nothing written; add --write" in capsys.readouterr().out
    assert contents(knowledge_base) == before
    assert run_command(*arguments, "--write") == 0
    assert "Written." in capsys.readouterr().out
    assert run_command(*arguments) == 0
    assert capsys.readouterr().out == "No changes.\n"


def test_import_command_and_its_errors(
    tmp_path: Path, knowledge_base: Path, capsys: pytest.CaptureFixture
) -> None:
    workbook = str(make_workbook(tmp_path / "wages.xlsx"))
    arguments = ("import-bls", workbook, "--knowledge-base", str(knowledge_base))
    before = contents(knowledge_base)
    assert run_command(*arguments, "--year", "2030") == 0
    assert contents(knowledge_base) == before
    assert run_command(*arguments, "--year", "2030", "--write") == 0
    assert len(figures(knowledge_base, source="bls_oews_2030")) == 2
    capsys.readouterr()
    assert run_command(*arguments, "--write") == 1
    assert "error: wages.xlsx: the workbook's notes say May 2030" in capsys.readouterr().err


def test_the_figures_of_the_knowledge_base_are_as_the_builder_writes_them() -> None:
    folder = Path(__file__).parents[3] / "knowledge_base"
    for name, model in (("salaries.csv", Figure), ("outlook.csv", Outlook)):
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            assert next(csv.reader(stream)) == header(model)
        assert read_records(folder / name, model)
