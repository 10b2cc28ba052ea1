"""``python -m advisor.answers``: writes the JSON Schema of the Answer, from which other languages' types are made."""

from __future__ import annotations

from advisor.answers.schema import SCHEMA_FILE, answer_schema

if __name__ == "__main__":
    SCHEMA_FILE.write_text(answer_schema(), encoding="utf-8")
    print(f"Wrote {SCHEMA_FILE.name}.")
