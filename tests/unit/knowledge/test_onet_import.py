"""``import-onet``: a release becomes the imported layer; a wrong one changes nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from onet_samples import TABLES, make_release

from advisor.knowledge.cli import main
from advisor.knowledge.importing.reading import TableError
from advisor.knowledge.onet import LayerError, OnetLayer, load_layer, store
from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER, LAYER_FILE


def imported(tmp_path: Path, **kwargs) -> OnetLayer:
    import_release(make_release(tmp_path / "release.zip", **kwargs), tmp_path / IMPORTED_FOLDER)
    layer = load_layer(tmp_path)
    assert layer is not None
    return layer


def test_all_occupations_are_there_with_what_the_release_says(tmp_path):
    layer = imported(tmp_path)
    assert len(layer.codes) == 9
    nurse = layer.occupation("10-1000.00")
    assert (nurse.title, nurse.description) == ("Widget Nurses", "Nurse widgets back to health.")
    assert layer.release.version == "99.1" and layer.release.published == "May 2030"


def test_core_tasks_come_first(tmp_path):
    nurse = imported(tmp_path).occupation("10-1000.00")
    assert nurse.tasks == ("Take the temperature of widgets.", "Polish the patients.")
    assert nurse.core_tasks == 1


def test_technology_that_adverts_ask_for_comes_first(tmp_path):
    nurse = imported(tmp_path).occupation("10-1000.00")
    assert [(tool.name, tool.in_demand) for tool in nurse.technology] == [("Widget Chart", True), ("Old Chart", False)]


def test_skills_are_ranked_by_importance_without_other_scales_and_unreliable_ratings(tmp_path):
    nurse = imported(tmp_path).occupation("10-1000.00")
    assert [(rating.name, rating.value) for rating in nurse.skills.items] == [("Listening", 4.5), ("Speaking", 3.5)]
    assert nurse.skills.dated == "08/2029"


def test_unreliable_shares_of_education_are_kept_and_marked_as_rough(tmp_path):
    education = imported(tmp_path).occupation("10-1000.00").education
    shares = [(share.level, share.percent, share.rough) for share in education.shares]
    assert shares == [("Bachelor's Degree", 60, True), ("School Diploma", 40, False)]
    assert education.people == 28


def test_related_occupations_are_in_the_order_of_the_release(tmp_path):
    assert imported(tmp_path).occupation("10-1000.00").related == ("10-1000.01", "30-3000.00")


def test_an_occupation_without_data_is_kept_with_its_description(tmp_path):
    pilot = imported(tmp_path).occupation("20-2000.00")
    assert pilot.description == "Steer ships up rivers."
    assert pilot.tasks == () and pilot.skills.items == () and pilot.job_zone is None


def test_a_newer_release_with_renamed_and_split_files_is_read_the_same(tmp_path):
    header, *rows = TABLES["Skills.txt"].splitlines()
    renamed = {
        "Skills.txt": None,
        "Essential Skills.txt": "\n".join([header, *(row for row in rows if "\t2.A" in row)]),
        "Transferable Skills.txt": "\n".join([header, *(row for row in rows if "\t2.B" in row)]),
        "Technology Skills.txt": None,
        "Software Skills.txt": TABLES["Technology Skills.txt"]
        .replace("Example", "Workplace Example")
        .replace("Commodity Title", "Element Name"),
        "Alternate Titles.txt": None,
        "Job Titles.txt": TABLES["Alternate Titles.txt"].replace("Alternate Title", "Job Title"),
        "Interests.txt": None,
        "Career Interest Types.txt": TABLES["Interests.txt"],
        "Education, Training, and Experience.txt": None,
        "Education.txt": TABLES["Education, Training, and Experience.txt"],
        "Education, Training, and Experience Categories.txt": None,
        "Education Categories.txt": TABLES["Education, Training, and Experience Categories.txt"],
    }
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    before, after = imported(tmp_path / "old"), imported(tmp_path / "new", changed=renamed)
    assert [after.occupation(code) for code in after.codes] == [before.occupation(code) for code in before.codes]
    assert after.readings("server") == before.readings("server") is not None


def test_the_release_is_told_by_the_folder_where_there_is_no_read_me(tmp_path):
    layer = imported(tmp_path, changed={"Read Me.txt": None}, folder="db_99_2_text/")
    assert (layer.release.version, layer.release.published) == ("99.2", "undated")


def test_rows_of_occupations_that_the_release_does_not_list_are_left_out_and_told(tmp_path):
    stray = TABLES["Task Statements.txt"] + "99-9999.00\t3\tHaunt.\tCore\t08/2029\n"
    report = import_release(
        make_release(tmp_path / "release.zip", {"Task Statements.txt": stray}), tmp_path / IMPORTED_FOLDER
    )
    assert "Left out: 1 rows of 'tasks'" in str(report)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    start = content.index(b"Skills.txt") + 40
    content[start : start + 20] = os.urandom(20)
    path.write_bytes(bytes(content))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-300])


@pytest.mark.parametrize("spoil", [damage, cut])
def test_a_damaged_zip_is_refused_and_the_layer_from_before_stays(tmp_path, spoil):
    before = imported(tmp_path).version
    broken = make_release(tmp_path / "broken.zip")
    spoil(broken)
    with pytest.raises(TableError, match="download it again"):
        import_release(broken, tmp_path / IMPORTED_FOLDER)
    assert load_layer(tmp_path).version == before
    assert os.listdir(tmp_path / IMPORTED_FOLDER) == [LAYER_FILE]


@pytest.mark.parametrize(
    "changed, message",
    [
        ({"Skills.txt": None}, "'Skills.txt' or 'Essential Skills.txt and Transferable Skills.txt' is missing"),
        (
            {"Task Statements.txt": TABLES["Task Statements.txt"].replace("Task Type", "Kind of Task")},
            "Task Statements.txt, row 1, column Task Type: the column is missing; found: .*Kind of Task",
        ),
        ({"Job Zones.txt": TABLES["Job Zones.txt"].replace("\t4\t", "\tfour\t")}, "found 'four' for 10-1000.00"),
        ({"Interests.txt": TABLES["Interests.txt"].replace("\tOI\t", "\tXX\t")}, "no row is on the scale 'OI'"),
        ({"Knowledge.txt": TABLES["Knowledge.txt"].splitlines()[0]}, "Knowledge.txt: has no rows"),
    ],
)
def test_a_release_that_is_not_as_expected_is_refused_by_name(tmp_path, changed, message):
    before = imported(tmp_path).version
    with pytest.raises(TableError, match=message):
        import_release(make_release(tmp_path / "other.zip", changed), tmp_path / IMPORTED_FOLDER)
    assert load_layer(tmp_path).version == before


def test_the_command_exits_with_1_and_says_that_nothing_was_changed(tmp_path, capsys):
    (tmp_path / "text.zip").write_text("no zip")
    assert main(["import-onet", str(tmp_path / "text.zip"), "--knowledge-base", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "is no whole zip" in printed.err and "Nothing was changed." in printed.err
    assert main(["import-onet", str(tmp_path / "none.zip"), "--knowledge-base", str(tmp_path)]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_the_command_says_what_it_imported(tmp_path, capsys):
    release = make_release(tmp_path / "release.zip")
    assert main(["import-onet", str(release), "--knowledge-base", str(tmp_path)]) == 0
    assert "O*NET 99.1 (May 2030): 9 occupations, 2 tasks" in capsys.readouterr().out


def test_without_an_import_there_is_no_layer(tmp_path):
    assert load_layer(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00 cut"])
def test_a_damaged_layer_is_refused_with_what_to_do(tmp_path, content):
    imported(tmp_path)
    (tmp_path / IMPORTED_FOLDER / LAYER_FILE).write_bytes(content)
    with pytest.raises(LayerError, match="is damaged .*: run import-onet again"):
        load_layer(tmp_path)


def test_the_same_release_gives_the_same_file(tmp_path):
    first = imported(tmp_path).version
    assert imported(tmp_path).version == first


def test_the_version_changes_with_the_figures_but_not_with_what_else_lies_there(tmp_path):
    before = imported(tmp_path).version
    (tmp_path / IMPORTED_FOLDER / ".onet.json.gz.left_behind").write_bytes(b"half")
    assert load_layer(tmp_path).version == before
    (tmp_path / IMPORTED_FOLDER / "occupation_pay.json").write_text("{}")
    assert load_layer(tmp_path).version != before


def test_the_assistant_goes_on_without_a_layer_that_is_broken(tmp_path, monkeypatch, caplog):
    imported(tmp_path)
    (tmp_path / IMPORTED_FOLDER / LAYER_FILE).write_bytes(b"broken")
    monkeypatch.setattr(store, "knowledge_folder", lambda: tmp_path)
    store.forget_layer()
    try:
        assert store.current_layer() is None
        assert "run import-onet again" in caplog.text
    finally:
        store.forget_layer()
