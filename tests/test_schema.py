from __future__ import annotations

import json
from pathlib import Path

from fiscal_rules.readers import validate
from fiscal_rules.readers.shapes import FILES

SCHEMA = Path(validate.__file__).with_name("schema.json")


def test_the_schema_is_the_one_that_the_shapes_make() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == validate.json_schema()


def test_the_schema_defines_each_kind_of_file() -> None:
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    assert {shape.__name__ for _, shape in FILES} <= set(definitions)
    assert definitions["PackShape"]["required"] == [
        "id",
        "name",
        "document",
        "in_force",
        "governments",
        "classes",
        "units",
        "items",
        "rules",
    ]
    assert definitions["RuleShape"]["additionalProperties"] is False


def test_keys_are_written_in_the_schema_as_authors_write_them() -> None:
    definitions = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]
    assert set(definitions["SpanShape"]["properties"]) == {"from", "to", "standing", "source"}
    assert "for" in definitions["EntryShape"]["properties"]
