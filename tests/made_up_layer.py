"""A small imported layer, made up: nurses, two kinds of pilots, and an occupation that a curated role answers for."""

from __future__ import annotations

import json
from pathlib import Path

from advisor.knowledge.onet.bls import PAY_FILE
from advisor.knowledge.onet.importer import import_release
from advisor.knowledge.onet.layer import IMPORTED_FOLDER
from tests.unit.knowledge.onet_samples import TABLES, make_release

NURSE, RIVER, AIRLINE = "10-1000.00", "20-2000.00", "20-3000.00"
#: The code of a curated role, which is exactly this occupation.
CURATED = "15-2051.00"
CURATED_ROLE = "data_scientist"
PAY = {
    "10-1000": {
        "code": "10-1000", "title": "Widget Nurses", "as_of": "2030-05", "source": "bls_oews_2030", "employed": 1200,
        "p10": 30000, "p25": 40000, "median": 50000, "p75": 60000, "p90": 70000, "mean": 50500,
    }
}


def write_layer(knowledge_folder: Path, scratch: Path) -> None:
    """Imports the layer into a knowledge base's folder; ``scratch`` takes the release that it is made from."""
    changed = {
        "Occupation Data.txt": TABLES["Occupation Data.txt"] + f"{CURATED}\tData Scientists\tFind out.\n",
        "Alternate Titles.txt": TABLES["Alternate Titles.txt"] + f"{CURATED}\tNumber Whisperer\t\t01\n",
    }
    import_release(make_release(scratch / "release.zip", changed), knowledge_folder / IMPORTED_FOLDER)
    (knowledge_folder / IMPORTED_FOLDER / PAY_FILE).write_text(json.dumps(PAY), encoding="utf-8")
