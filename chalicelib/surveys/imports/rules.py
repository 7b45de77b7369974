"""Rules that several importers give, in words of ours."""

from typing import Final

from chalicelib.surveys.imports.imported import JsonObject, Text

WHOLE_NUMBER: Final[Text] = {"default": "Give a whole number.", "es": "Dé un número entero."}


def whole_number(name: str) -> JsonObject:
    """The rule that a number is whole."""
    return {"type": "expression", "expression": f"{{{name}}} = trunc({{{name}}})", "text": WHOLE_NUMBER}
