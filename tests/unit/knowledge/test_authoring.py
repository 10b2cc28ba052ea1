"""``new ROLE`` and ``show ROLE``."""

from __future__ import annotations

import pytest
import yaml
from onet_samples import make_release

from advisor.knowledge.authoring import AuthoringError, in_lower_case, new_role, role_id
from advisor.knowledge.cli import main
from advisor.knowledge.models import Topic
from advisor.knowledge.showing import UnknownRole, show


def run(small, *arguments: str) -> int:
    return main([*arguments, "--knowledge-base", str(small.folder)])


@pytest.mark.parametrize(
    "title, id_",
    [
        ("data engineer", "data_engineer"),
        ("Site-Reliability  Engineer", "site_reliability_engineer"),
        ("Café chef", "cafe_chef"),
    ],
)
def test_the_title_makes_the_id(title, id_):
    assert role_id(title) == id_


def test_a_title_is_put_in_lower_case_but_for_abbreviations():
    assert in_lower_case("QA Engineer") == "QA engineer"
    assert in_lower_case("wood_turner") == "wood turner"


def test_a_new_role_is_sound_at_once(small):
    path = new_role("Wood Turner", small.base, small.folder)
    assert path == small.folder / "roles" / "wood_turner.yml"
    role = small.base.roles["wood_turner"]
    assert (role.title, role.article, role.family) == ("wood turner", "a", "crafts")


def test_what_is_in_comments_is_all_fourteen_topics_with_their_aspects(small):
    text = new_role("Wood Turner", small.base, small.folder).read_text(encoding="utf-8")
    commented = text[text.index("# topics:") :]
    topics = yaml.safe_load("\n".join(line[2:] for line in commented.splitlines()))["topics"]
    assert list(topics) == [topic.value for topic in Topic]
    assert [group["aspect"] for group in topics["skills"]["groups"]] == ["technical"]
    assert "Which skills does a wood turner need?" in text


def test_a_title_that_yaml_would_misread_is_quoted(small):
    new_role("C# developer: senior", small.base, small.folder)
    assert small.base.roles["c_developer_senior"].title == "C# developer: senior"


@pytest.mark.parametrize(
    "title, message",
    [
        ("carver", "is there already: edit"),
        ("Cabinet-maker", "is a name of the role 'joiner'"),
        ("nurse", "stands in occupations.yml"),
        ("???", "can't be made into an id"),
    ],
)
def test_a_role_that_is_there_in_any_way_is_not_begun_again(small, title, message):
    before = small.read("roles/carver.yml")
    with pytest.raises(AuthoringError, match=message):
        new_role(title, small.base, small.folder)
    assert small.read("roles/carver.yml") == before


def test_an_unknown_family_is_refused_with_those_there_are(small, capsys):
    assert run(small, "new", "turner", "--family", "arts") == 1
    assert "There is no family 'arts'; there are: crafts" in capsys.readouterr().err


def test_the_imported_layer_suggests_official_occupations(small, tmp_path):
    assert run(small, "import-onet", str(make_release(tmp_path / "release.zip"))) == 0
    assert run(small, "new", "Widget Nurse") == 0
    assert '#   - {system: O*NET, code: 10-1000.00, title: "Widget Nurses"' in small.read("roles/widget_nurse.yml")


def test_show_tells_every_topic_as_the_assistant_would(small):
    text = show("joiner", small.base)
    assert "### What joiners do" in text and "Joins wood." in text
    assert text.count("\n### ") + 1 == len(Topic)


def test_show_takes_any_name_of_a_role_and_one_topic(small, capsys):
    assert run(small, "show", "Cabinet Maker", "--topic", "responsibilities") == 0
    printed = capsys.readouterr().out
    assert "Joins wood." in printed and printed.count("###") == 1


def test_show_tells_an_imported_occupation(small, tmp_path, capsys):
    run(small, "import-onet", str(make_release(tmp_path / "release.zip")))
    assert run(small, "show", "registered widget nurse") == 0
    assert "Nurse widgets back to health." in capsys.readouterr().out


def test_show_of_an_unknown_role_names_the_nearest(small, capsys):
    with pytest.raises(UnknownRole, match="Did you mean joiner?"):
        show("joyner", small.base)
    assert run(small, "show", "joyner") == 1
    assert "error: There is no role 'joyner'" in capsys.readouterr().err


def test_a_broken_layer_is_told_and_done_without(small, capsys):
    (small.folder / "imported").mkdir()
    (small.folder / "imported" / "onet.json.gz").write_bytes(b"broken")
    assert run(small, "show", "joiner") == 0
    assert "run import-onet again" in capsys.readouterr().err


def test_commands_on_a_broken_knowledge_base_say_what_is_wrong(small, capsys):
    small.replace("roles/joiner.yml", "aliases:", "alaises:")
    for command in (("show", "joiner"), ("new", "turner"), ("coverage",)):
        assert run(small, *command) == 1
        assert "unknown field" in capsys.readouterr().err
