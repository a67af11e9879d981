"""What JSON can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]
