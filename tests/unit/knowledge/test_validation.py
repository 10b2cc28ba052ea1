"""Whatever is wrong with the knowledge base is told to the person who can mend it: file, line, record, field, way out."""

from __future__ import annotations

import pytest

from advisor.knowledge import KnowledgeError, load_knowledge_base
from advisor.knowledge.models import Outlook


def test_a_sound_knowledge_base_has_no_problems(small):
    assert small.problems == []


# --- fields and values -------------------------------------------------------------------------------------------


def test_an_unknown_field_is_named_with_the_nearest_known_one(small):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    problem = small.problem
    assert (problem.file, problem.line, problem.record, problem.field) == ("roles/joiner.yml", 4, "joiner", "alaises")
    assert problem.message == "unknown field"
    assert problem.nearest == "aliases"
    assert "family" in problem.allowed


def test_an_unknown_field_deep_in_a_role_is_compared_with_the_fields_of_its_own_record(small):
    small.replace("roles/joiner.yml", "{text: Sand., sources: [office]}", "{text: Sand., sources: [office], skil: carving}")
    problem = small.problem
    assert problem.field == "topics.responsibilities.groups.0.points.1.skil"
    assert (problem.line, problem.nearest) == (12, "skill")


def test_a_missing_field_is_told_with_the_line_of_its_record(small):
    small.replace("families.yml", "- {id: crafts, title: Crafts}", "- {id: crafts, title: Crafts}\n- {id: trades}")
    problem = small.problem
    assert (problem.file, problem.line, problem.record, problem.field) == ("families.yml", 2, "trades", "title")
    assert problem.message == "this field is missing"


def test_an_unknown_value_is_told_with_the_allowed_ones_and_the_nearest(small):
    small.replace("skills.yml", "kind: language", "kind: langauge")
    problem = small.problem
    assert (problem.record, problem.field, problem.found) == ("python", "kind", "'langauge'")
    assert problem.nearest == "language"
    assert "framework" in problem.allowed


def test_an_id_must_be_of_lower_case_words(small):
    small.replace("skills.yml", "{id: python, name", "{id: Python-3, name")
    problem = small.problem
    assert (problem.field, problem.found, problem.message) == ("id", "'Python-3'", "not of the right form")


def test_an_empty_text_is_an_error(small):
    small.replace("roles/joiner.yml", "{text: Joins wood.,", '{text: "",')
    assert small.problem.field == "topics.responsibilities.lead.text"


def test_a_statement_without_sources_is_an_error(small):
    small.replace("roles/joiner.yml", "{text: Sand., sources: [office]}", "{text: Sand., sources: []}")
    assert small.problem.field == "topics.responsibilities.groups.0.points.1.sources"


def test_a_record_that_is_no_mapping_is_an_error(small):
    small.append("families.yml", "- crafts\n")
    problem = small.problem
    assert (problem.line, problem.message, problem.found) == (2, "must be fields with values", "'crafts'")


# --- ids and names -----------------------------------------------------------------------------------------------


def test_an_unknown_source_is_named_with_the_nearest_known_one(small):
    small.replace("roles/joiner.yml", "{text: Joins wood., sources: [office]}", "{text: Joins wood., sources: [offise]}")
    problem = small.problem
    assert (problem.file, problem.record, problem.field) == ("roles/joiner.yml", "joiner", "topics.responsibilities.lead")
    assert (problem.message, problem.found, problem.nearest) == ("unknown id", "offise", "office")


@pytest.mark.parametrize(
    "name, old, new, field",
    [
        ("roles/joiner.yml", "family: crafts", "family: craft", "family"),
        ("roles/joiner.yml", "skill: carving", "skill: craving", "topics.responsibilities.groups.duties.skill"),
        ("places.yml", "nearest: [united_states]", "nearest: [united_state]", "nearest"),
        ("certifications.yml", "  status: active", "  status: active\n  successor: master_carvers", "successor"),
        ("certifications.yml", "sources: [office]", "sources: [ofice]", "sources"),
        ("courses.yml", "sources: [office]", "sources: [ofice]", "sources"),
    ],
)
def test_an_unknown_id_in_any_file_is_an_error(small, name, old, new, field):
    small.replace(name, old, new)
    problem = small.problem
    assert (problem.file, problem.field, problem.message) == (name, field, "unknown id")
    assert problem.nearest is not None


def test_a_caveat_is_about_places_and_levels_that_exist(small):
    small.append("roles/joiner.yml", "    caveats: [{text: Old., about: [senior, germny], sources: [office]}]\n")
    problem = small.problem
    assert problem.field == "topics.responsibilities.caveats.about"
    assert (problem.found, problem.nearest) == ("germny", "germany")


def test_a_weak_source_says_why(small):
    small.append("sources.yml", "  weak: true\n")
    assert "reliability" in small.problem.message


@pytest.mark.parametrize(
    "column, value, nearest",
    [
        ("role", "carvr", "carver"),
        ("place", "united_stats", "united_states"),
        ("source", "ofice", "office"),
        ("level", "entri", "entry"),
    ],
)
def test_an_unknown_id_in_a_figure_is_an_error_with_its_line(small, column, value, nearest):
    small.set_cell(column, value)
    problem = small.problem
    assert (problem.file, problem.line, problem.field) == ("salaries.csv", 2, column)
    assert (problem.found, problem.nearest) == (value, nearest)


def test_an_unknown_id_in_a_projection_is_an_error_with_its_line(small):
    small.set_cell("role", "carvr", "outlook.csv")
    problem = small.problem
    assert (problem.file, problem.line, problem.field, problem.nearest) == ("outlook.csv", 2, "role", "carver")


def test_an_aspect_must_belong_to_the_topic_that_it_stands_under(small):
    small.replace("roles/joiner.yml", "aspect: duties", "aspect: technical")
    problem = small.problem
    assert (problem.message, problem.found, problem.allowed) == ("no aspect of this topic", "technical", "duties")


def test_an_aspect_stands_once_in_a_topic(small):
    small.append("roles/joiner.yml", "      - aspect: duties\n        points: [{text: Polish., sources: [office]}]\n")
    assert small.problem.message == "this aspect stands twice"


def test_an_alias_of_two_roles_is_an_error_that_names_the_other(small):
    small.replace("roles/joiner.yml", "[cabinet maker]", "[cabinet maker, woodworker]")
    problem = small.problem
    assert (problem.file, problem.record, problem.field, problem.found) == ("roles/joiner.yml", "joiner", "aliases", "woodworker")
    assert "'carver'" in problem.message


def test_hyphens_and_case_make_no_new_alias(small):
    small.replace("roles/joiner.yml", "[cabinet maker]", "[Wood-Carver]")
    assert "'carver'" in small.problem.message


def test_the_title_of_a_role_is_no_alias_of_another(small):
    small.replace("roles/joiner.yml", "[cabinet maker]", "[carver]")
    assert small.problem.found == "carver"


def test_an_alias_of_two_places_is_an_error(small):
    small.replace("places.yml", "  name: Germany", "  name: Germany\n  names: [USA]")
    problem = small.problem
    assert (problem.record, problem.found) == ("germany", "USA")


def test_an_occupation_that_is_covered_by_a_role_is_an_error(small):
    small.append("occupations.yml", "- cabinet maker\n")
    problem = small.problem
    assert problem.file == "occupations.yml"
    assert "'joiner'" in problem.message


def test_an_id_that_stands_twice_is_an_error_with_the_line_of_the_second(small):
    small.append("families.yml", "- {id: crafts, title: More crafts}\n")
    problem = small.problem
    assert (problem.line, problem.record, problem.message) == (2, "crafts", "the id stands twice")


def test_the_id_of_a_role_is_the_name_of_its_file(small):
    small.replace("roles/joiner.yml", "id: joiner", "id: cabinet_maker")
    problem = small.problem
    assert (problem.file, problem.field) == ("roles/joiner.yml", "id")
    assert (problem.found, problem.allowed) == ("cabinet_maker", "joiner")


# --- figures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("column", ["place", "period", "as_of", "source", "currency", "kind", "level", "role"])
def test_a_figure_without_what_makes_it_honest_is_an_error(small, column):
    small.set_cell(column, "")
    problem = small.problem
    assert (problem.file, problem.line, problem.field) == ("salaries.csv", 2, column)
    assert problem.message == "this field is missing"


def test_a_figure_whose_low_is_higher_than_its_high_is_an_error(small):
    small.set_cell("low", "90000")
    small.set_cell("high", "80000")
    assert "is higher than" in small.problems[0].message


def test_percentiles_of_a_figure_must_rise(small):
    small.set_cell("p25", "55000")
    problem = small.problem
    assert problem.line == 2
    assert "p25 (55000) is higher than median (50000)" in problem.message


def test_a_figure_without_any_amount_is_an_error(small):
    for column in ("p10", "p25", "median", "p75", "p90"):
        small.set_cell(column, "")
    assert "no amount" in small.problem.message


@pytest.mark.parametrize("value", ["-5", "0", "much"])
def test_an_amount_must_be_a_positive_number(small, value):
    small.set_cell("mean", value)
    problem = small.problem
    assert (problem.line, problem.field, problem.found) == (2, "mean", f"'{value}'")


@pytest.mark.parametrize("value", ["May 2025", "25-05", "05/2025"])
def test_the_date_of_a_figure_is_iso(small, value):
    small.set_cell("as_of", value)
    assert small.problem.field == "as_of"


@pytest.mark.parametrize("value", ["2025-13", "2025-02-31"])
def test_the_date_of_a_figure_is_in_the_calendar(small, value):
    small.set_cell("as_of", value)
    assert small.problem.field == "as_of"


def test_a_projection_ends_after_it_starts(small):
    small.set_cell("end_year", "2020", "outlook.csv")
    problem = small.problem
    assert (problem.file, problem.line, problem.field) == ("outlook.csv", 2, "end_year")


# --- certifications ----------------------------------------------------------------------------------------------


def test_a_retired_certification_needs_its_date(small):
    small.replace("certifications.yml", "status: active", "status: retired")
    problem = small.problem
    assert (problem.file, problem.record) == ("certifications.yml", "master_carver")
    assert "retired_on" in problem.message


def test_a_retired_certification_with_its_date_is_sound(small):
    small.replace("certifications.yml", "status: active", "status: retired\n  retired_on: 2026-06-01")
    assert small.problems == []


# --- files -------------------------------------------------------------------------------------------------------


def test_malformed_yaml_is_told_with_its_line(small):
    small.replace("roles/joiner.yml", "aliases: [cabinet maker]", "aliases: [cabinet maker")
    problem = small.problem
    assert problem.file == "roles/joiner.yml"
    assert problem.line in (4, 5)
    assert "not valid YAML" in problem.message


def test_a_tab_in_yaml_is_told_with_its_line(small):
    small.replace("roles/joiner.yml", "family: crafts", "family:\n\tcrafts")
    problem = small.problem
    assert (problem.file, problem.line) == ("roles/joiner.yml", 4)


def test_a_key_that_stands_twice_is_told_with_the_line_of_the_second(small):
    small.append("roles/joiner.yml", "title: cabinet maker\n")
    problem = small.problem
    assert (problem.file, problem.line) == ("roles/joiner.yml", 13)
    assert problem.message == "the key 'title' stands twice"


def test_a_file_in_another_encoding_is_told_with_its_line(small):
    path = small.folder / "roles" / "joiner.yml"
    path.write_bytes("id: joiner\ntitle: möbelbauer\nfamily: crafts\n".encode("latin-1"))
    problem = small.problem
    assert (problem.file, problem.line) == ("roles/joiner.yml", 2)
    assert "UTF-8" in problem.message


def test_an_empty_role_file_is_an_error(small):
    small.write("roles/joiner.yml", "")
    assert (small.problem.file, small.problem.message) == ("roles/joiner.yml", "the file is empty")


def test_a_missing_file_is_an_error(small):
    (small.folder / "courses.yml").unlink()
    problem = small.problem
    assert problem.file == "courses.yml"
    assert "No such file" in problem.message


def test_a_knowledge_base_without_roles_is_an_error(small):
    for path in (small.folder / "roles").iterdir():
        path.unlink()
    small.write("salaries.csv", small.read("salaries.csv").splitlines()[0] + "\n")
    small.write("outlook.csv", small.read("outlook.csv").splitlines()[0] + "\n")
    assert (small.problem.file, small.problem.message) == ("roles/", "there is no role file")


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(KnowledgeError, match="there is no such folder"):
        load_knowledge_base(tmp_path / "nowhere")


def test_a_row_with_too_few_cells_is_told_with_its_line(small):
    small.append("salaries.csv", "carver,germany,all,employee_survey\n")
    problem = small.problem
    assert (problem.file, problem.line) == ("salaries.csv", 3)
    assert "4 cells where the header has" in problem.message


def test_a_quote_that_is_left_open_in_csv_is_told_with_its_line(small):
    small.append("salaries.csv", 'carver,germany,all,"employee_survey\n')
    problem = small.problem
    assert (problem.file, problem.line) == ("salaries.csv", 3)
    assert "not valid CSV" in problem.message


def test_an_unknown_column_is_an_error(small):
    small.replace("salaries.csv", "as_of", "asof")
    problem = small.problem
    assert (problem.file, problem.line) == ("salaries.csv", 1)
    assert "unknown: asof" in problem.message and "missing: as_of" in problem.message


def test_blank_lines_and_the_order_of_columns_do_not_matter(small):
    columns = list(reversed(list(Outlook.__fields__)))
    values = small.read("outlook.csv").splitlines()[1].split(",")
    small.write("outlook.csv", ",".join(columns) + "\n\n" + ",".join(reversed(values)) + "\n\n")
    assert len(small.base.outlooks) == 1


# --- all at once -------------------------------------------------------------------------------------------------


def test_all_errors_are_collected_at_once(small):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    small.replace("skills.yml", "kind: language", "kind: langauge")
    small.set_cell("source", "ofice")
    small.append("occupations.yml", "- wood carver\n")
    small.replace("places.yml", "nearest: [united_states]", "nearest: [united_state]")
    assert [problem.file for problem in small.problems] == [
        "skills.yml",
        "roles/joiner.yml",
        "places.yml",
        "salaries.csv",
        "occupations.yml",
    ]


def test_several_errors_in_one_record_are_all_told(small):
    small.replace("roles/joiner.yml", "family: crafts\naliases:", "alaises:")
    assert {problem.field for problem in small.problems} == {"family", "alaises"}


def test_loading_raises_an_error_that_holds_all_problems(small):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    small.set_cell("source", "ofice")
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge_base(small.folder)
    assert len(caught.value.problems) == 2
    assert "2 errors" in str(caught.value)


def test_a_role_that_can_not_be_read_does_not_make_others_wrong(small):
    small.replace("roles/carver.yml", "family: crafts", "famly: crafts")
    assert {problem.file for problem in small.problems} == {"roles/carver.yml"}


def test_a_source_that_can_not_be_read_does_not_make_others_wrong(small):
    small.replace("sources.yml", "publisher: The Office", "publishr: The Office")
    assert {problem.file for problem in small.problems} == {"sources.yml"}


def test_a_list_that_can_not_be_read_does_not_make_others_wrong(small):
    small.write("places.yml", "- {id: germany")
    assert {problem.file for problem in small.problems} == {"places.yml"}


def test_a_problem_is_told_in_lines_that_a_person_can_act_on(small):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    lines = str(small.problem).splitlines()
    assert lines[0] == "error: roles/joiner.yml:4: joiner, field 'alaises': unknown field"
    assert [line.split(":")[0].strip() for line in lines[1:]] == ["found", "allowed", "nearest"]
