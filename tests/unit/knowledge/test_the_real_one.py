"""The knowledge base of this repository keeps what the project promises."""

from __future__ import annotations

import json
import re

from advisor.knowledge.cli import SCHEMA_FILE, role_schema
from advisor.knowledge.models import CertificationStatus, Topic
from advisor.knowledge.store import PROJECT_FOLDER

ROLES = {
    *("ai_engineer", "backend_developer", "business_analyst", "business_intelligence_analyst", "cloud_engineer"),
    *("computer_vision_engineer", "data_analyst", "data_engineer", "data_scientist", "database_administrator"),
    *("devops_engineer", "engineering_manager", "frontend_developer", "full_stack_developer", "game_developer"),
    *("it_support_specialist", "machine_learning_engineer", "mlops_engineer", "mobile_developer", "network_engineer"),
    *("nlp_engineer", "product_manager", "project_manager", "prompt_engineer", "qa_engineer", "research_scientist"),
    *("security_analyst", "site_reliability_engineer", "software_engineer", "statistician", "systems_analyst"),
    "ux_designer",
}


def test_it_is_sound(knowledge):
    """The fixture would have raised."""
    assert knowledge.roles


def test_all_32_roles_exist(knowledge):
    assert len(ROLES) == 32
    assert set(knowledge.roles) >= ROLES


def test_the_machine_learning_engineer_is_complete(knowledge):
    assert [topic for topic, _ in knowledge.roles["machine_learning_engineer"].sections()] == list(Topic)


def test_a_thousand_or_so_occupations_are_known_by_name(knowledge):
    assert len(knowledge.occupations) > 800
    assert "nurse" in knowledge.occupations


def test_every_figure_has_place_period_date_and_source(knowledge):
    for figure in knowledge.figures:
        assert figure.place in knowledge.places and figure.source in knowledge.sources
        assert figure.as_of and figure.period


def test_no_retired_certification_is_recommended(knowledge):
    for role in knowledge.roles.values():
        section = role.topics.certifications
        for group in section.groups if section else ():
            if group.aspect == "recommended":
                for point in group.points:
                    if point.certification:
                        assert knowledge.certifications[point.certification].status is not CertificationStatus.RETIRED, role.id


def test_a_licence_that_asks_for_a_line_has_it(knowledge):
    for source in knowledge.sources.values():
        if source.licence and source.licence.startswith(("CC BY", "ODbL", "Open Government")):
            assert source.attribution, source.id


def test_the_line_that_a_licence_asks_for_stands_in_the_notice(knowledge):
    """Addresses in brackets may be put into it there."""
    notice = (PROJECT_FOLDER / "NOTICE").read_text(encoding="utf-8")
    said = re.sub(r" \(https?://[^)]*\)", "", " ".join(notice.split()))
    assert [source.id for source in knowledge.sources.values() if source.attribution and source.attribution not in said] == []


def test_the_schema_for_editors_is_in_step_with_the_models():
    """Mend it with: python -m advisor.knowledge schema"""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == role_schema()


def test_the_schema_for_editors_refuses_unknown_fields():
    assert json.loads(role_schema())["additionalProperties"] is False


def test_the_project_folder_is_where_the_knowledge_is():
    assert (PROJECT_FOLDER / "knowledge_base" / "roles").is_dir()
