"""Where this server refuses what the form library in a browser would take: every such rule by name, with its reason.

The library trusts its own page; a server is sent whatever somebody writes. The figures of agreement leave these
refusals out of the comparison, one rule at a time, and count them by rule.
"""

from collections.abc import Mapping
from typing import Final

STRICT: Final[Mapping[str, str]] = {
    "shape": "A value of another type than the question's cannot be counted; the library stores it unchanged.",
    "choice": "Only what is offered, shown and enabled may be chosen; the library clears some of it without a word.",
    "repeated": "A choice counts once; the library stores it twice.",
    "exclusive": "None, or something, but not both; the library's page sees to it, its model does not.",
    "selected": "At most as many choices as may be selected; the library's page sees to it, its model does not.",
    "ranking": "A ranking has every choice once; the library repairs it without a word.",
    "format": "A date, time, colour or address must be one; the library leaves that to the browser's input.",
    "length": "Texts are bounded; the library leaves that to the browser's input.",
    "range": "A slider, a rating or what is typed through a mask keeps its bounds; the library's page sees to it.",
    "mask": "What is typed through a mask keeps its pattern; the library's page sees to it.",
    "unknown": "Only questions of the survey are answered; the library stores any name.",
    "hidden": "What is not asked is not answered; the library removes it when the respondent completes.",
    "locked": "What is read-only keeps its value; the library stores a changed one.",
    "comment": "A comment belongs to a question that has one, or to the choice of other.",
    "computed": "What the server works out is not taken from the respondent.",
    "count": "Rows and panels are as many as the survey allows; the library cuts some off and stores others.",
    "upload": "A file is one that was uploaded here, a signature is a picture; the library stores any text.",
    "size": "An answer is bounded as a whole.",
}
