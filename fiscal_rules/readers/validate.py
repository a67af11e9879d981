"""Validate a file against its shape, and say what is wrong in the author's words and place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from fiscal_rules.model.diagnostic import Diagnostic, PackRefusedError
from fiscal_rules.model.text import Text
from fiscal_rules.readers import messages
from fiscal_rules.readers.shapes import FILES, Shape
from fiscal_rules.readers.yaml import Source, Way

S = TypeVar("S", bound=Shape)
_SHOWN = 12

_TEXT = Text("一个文字或数字", "a text or number")
_LIST = Text("列表", "a list")
_MAPPING = Text("“键: 值”的形式", "a mapping of keys to values")
_DIGEST = Text("64 位十六进制的 SHA-256 摘要", "a SHA-256 digest (64 hexadecimal digits)")
_EXPECTED = {
    "string_type": _TEXT,
    "list_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "string_pattern_mismatch": _DIGEST,
    "enum": _TEXT,
}


def validate(source: Source, shape: type[S]) -> S:
    """Give a file's shape; PackRefusedError lists every key that does not fit."""
    try:
        return shape.model_validate(source.plain())
    except ValidationError as error:
        details = error.errors(include_url=False)
        raise PackRefusedError(tuple(_said(source, shape, d) for d in details)) from error


def json_schema() -> str:
    """Write the JSON Schema of all files, one definition for each kind."""
    defs: dict[str, object] = {}
    files = {}
    for name, shape in FILES:
        schema = shape.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
        defs |= schema.pop("$defs", {})
        defs[shape.__name__] = schema
        files[name] = {"$ref": f"#/$defs/{shape.__name__}"}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Files of a rule pack",
        "anyOf": list(files.values()),
        "files": files,
        "$defs": defs,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def nearest(found: str, known: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    """List what is known, the nearest to what was found first; at most twelve."""
    names = list(dict.fromkeys(known))
    near = get_close_matches(found, names, n=3, cutoff=0.5) if found else []
    rest = [name for name in names if name not in near]
    shown = (near + rest)[:_SHOWN]
    return ", ".join(shown) + (" …" if len(names) > _SHOWN else "")


def _said(source: Source, shape: type[Shape], detail: ErrorDetails) -> Diagnostic:
    way: Way = tuple(step for step in detail["loc"] if step != "[key]")
    key = str(way[-1]) if way else source.path
    place = source.place(way)
    kind = detail["type"]
    found = detail["input"]
    if kind == "missing":
        return source.say(messages.MISSING_KEY, source.place(way[:-1]), key=key)
    if kind == "extra_forbidden":
        known = nearest(key, keys_at(shape, way[:-1]))
        return source.say(messages.UNKNOWN_KEY, source.key_place(way), key=key, known=known)
    if kind in {"string_too_short", "too_short"} or found in ("", None):
        return source.say(messages.EMPTY, place, key=_named(way))
    if kind == "enum" and isinstance(found, str):
        known = str(detail["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")
        return source.say(messages.NOT_ONE_OF, place, key=_named(way), found=found, known=known)
    expected = _EXPECTED.get(kind, _MAPPING)
    return source.say(messages.WRONG_SHAPE, place, key=_named(way), expected=expected)


def _named(way: Way) -> str:
    """Name a value by the last key above it."""
    return next((str(step) for step in reversed(way) if isinstance(step, str)), "?")


def keys_at(shape: type[BaseModel], way: Way) -> list[str]:
    """List the keys that a shape knows at some place."""
    held: list[type[BaseModel]] = [shape]
    for step in way:
        if isinstance(step, int):
            continue
        fields = [
            field
            for model in held
            for name, field in model.model_fields.items()
            if (field.alias or name) == step
        ]
        inner = [model for field in fields for model in _models(field.annotation)]
        # A mapping with the author's own keys: its values have the shape, whatever the key.
        held = inner or held
    return [field.alias or name for model in held for name, field in model.model_fields.items()]


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
