"""Read the text of an official document."""

from __future__ import annotations

from pathlib import Path


def read_document(path: Path) -> str:
    """Read a text in UTF-8 or GB18030; OSError or UnicodeDecodeError where it cannot be read."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
