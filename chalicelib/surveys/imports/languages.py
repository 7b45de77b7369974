"""Languages of a source as codes, and texts in several of them as a definition holds them."""

import re
from collections.abc import Mapping
from typing import Final

from chalicelib.surveys.imports.imported import Text

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
_IN_BRACKETS = re.compile(r".*\(([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,8})?)\)\s*")
_NAMED: Final = {
    "english": "en", "spanish": "es", "español": "es", "espanol": "es", "french": "fr", "français": "fr",
    "portuguese": "pt", "português": "pt", "arabic": "ar", "vietnamese": "vi", "chinese": "zh", "korean": "ko",
    "russian": "ru", "ukrainian": "uk", "haitian creole": "ht", "urdu": "ur", "swahili": "sw", "tagalog": "tl",
    "somali": "so", "german": "de", "italian": "it", "polish": "pl", "hindi": "hi", "japanese": "ja",
}  # fmt: skip
NAMES: Final = {
    "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese", "ar": "Arabic", "vi": "Vietnamese",
    "zh": "Chinese", "ko": "Korean", "ru": "Russian", "uk": "Ukrainian", "ht": "Haitian Creole", "ur": "Urdu",
    "sw": "Swahili", "tl": "Tagalog", "so": "Somali", "de": "German", "it": "Italian", "pl": "Polish",
    "hi": "Hindi", "ja": "Japanese",
}  # fmt: skip


def code_of(said: str) -> str | None:
    """The code of a language named as "es", "Spanish", "Spanish (es)" or "pt_BR"; None where it has none."""
    text = said.strip()
    found = _IN_BRACKETS.fullmatch(text)
    code = _spelled(found[1] if found else text)
    return code if _CODE.fullmatch(code) else _NAMED.get(text.lower())


def is_language(code: str) -> bool:
    """Whether a code is one that a definition may have."""
    return _CODE.fullmatch(code) is not None


def _spelled(code: str) -> str:
    first, dash, rest = code.replace("_", "-").partition("-")
    return f"{first.lower()}{dash}{rest}" if len(first) <= 3 else code  # noqa: PLR2004 - No code is longer.


def spoken(texts: Mapping[str, str], base: str) -> Text:
    """Texts by language as one text or as an object: English, or else the source's own language, is the default."""
    filled = {code: text for code, text in texts.items() if text}
    first = next((code for code in ("default", "en", base) if code in filled), next(iter(filled), ""))
    others = {code: text for code, text in filled.items() if code != first}
    return {"default": filled[first], **others} if others else filled.get(first, "")
