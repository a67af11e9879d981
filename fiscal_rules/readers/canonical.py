"""Digest what a file says, not how it is laid out."""

from __future__ import annotations

import hashlib
import json

from fiscal_rules.readers.yaml import Plain


def digest_of(tree: Plain) -> str:
    """Give the SHA-256 of a tree in canonical JSON."""
    return hashlib.sha256(canonical_json(tree).encode()).hexdigest()


def canonical_json(tree: Plain) -> str:
    """Write a tree as JSON in which the order of keys does not matter.

    >>> canonical_json({"b": "1", "a": ["x"]})
    '{"a":["x"],"b":"1"}'
    """
    return json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
