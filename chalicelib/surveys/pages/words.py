"""The words of the respondent's pages in the language of a page, from the same lists that the browser's page has."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

Lists = Mapping[str, Mapping[str, str]]
RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ps", "ur", "yi"})
_MAIN: Final = "en"
_PLACE = re.compile(r"\{(\w+)\}")
# The engine's sentences that a form of choices and texts can meet, and the words that say the same.
_SENTENCES: Final = (
    (re.compile(r"Answer this question\."), "eAnswer"),
    (re.compile(r"Choose (?:one of the choices|from the choices|one of the choices that are offered)\."), "eChoose"),
    (re.compile(r"Choose at least (?P<count>\d+)\."), "eLeast"),
    (re.compile(r"Choose at most (?P<count>\d+)\."), "eMost"),
    (re.compile(r"Choose none, or something, but not both\."), "eNone"),
    (re.compile(r"Answer with (?P<bound>\S+) or more\."), "eOver"),
    (re.compile(r"Answer with (?P<bound>\S+) or less\."), "eUnder"),
    (re.compile(r"Answer with a number\."), "eNumber"),
    (re.compile(r"Shorten the text to (?P<count>\d+) characters\."), "eLong"),
    (re.compile(r"(?:Say what the other is|A comment needs its question to be answered with other)\."), "otherSay"),
)


class Words(Struct, frozen=True):
    """What a page says, in one language."""

    language: str
    texts: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        return _PLACE.sub(lambda found: str(values.get(found[1], found[0])), self.texts[key])

    def sentence(self, said: str) -> str:
        """A sentence of the engine in this language; one of the survey's own as it is."""
        for pattern, key in _SENTENCES:
            found = pattern.fullmatch(said)
            if found:
                return self(key, **found.groupdict())
        return said


def words_in(lists: Lists, wanted: str) -> Words:
    """The words in the language wanted, such as "es-MX", or in English."""
    code = wanted.strip().lower().partition("-")[0]
    language = code if code in lists else _MAIN
    return Words(language, lists[language])


def direction_of(language: str) -> str:
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"
