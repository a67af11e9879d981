"""Text in two languages: everything a person reads is said in Chinese and in English."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Lang(StrEnum):
    """A language that the reports are written in."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said twice.

    >>> Text("市级", "city").say(Lang.EN)
    'city'
    """

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """Say it in one language."""
        return self.zh if lang is Lang.ZH else self.en

    def fill(self, **values: object) -> Text:
        """Put values into both templates; a ``Text`` value is put in the language of each.

        >>> Text("共{n}行", "{n} lines").fill(n=3)
        Text(zh='共3行', en='3 lines')
        """
        zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))


def same(text: str) -> Text:
    """Say a name, a number or an identifier alike in both languages.

    >>> same("5.4").say(Lang.ZH)
    '5.4'
    """
    return Text(text, text)


def folded(text: str) -> str:
    """Fold a name as people write it, so that widths, cases and spaces do not matter.

    >>> folded(" ２１００４０８ ") == folded("2100408")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
