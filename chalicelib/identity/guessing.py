"""How easily a password is guessed, and the sentence that helps to a better one.

By NIST SP 800-63B-4, 3.1.1.2: a least length, no rule about kinds of characters, and a blocklist of what is commonly
used, expected or known. The list is zxcvbn's 30,000 most used passwords, and its estimate of the guesses that an
attacker needs who knows words, names, dates, keyboards and repetitions: 10**10 or more where the password stands alone,
10**8 or more beside a second factor. Words that everybody in the district knows (its name, schools, seasons, years, the
product, the person's own names) count for nothing, whatever stands between them.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from chalicelib.kernel import clock

LONGEST = 256
READ = 72  # What zxcvbn is given: its work grows with the square of the length, and 72 characters decide.
SEASONS = ("spring", "summer", "autumn", "fall", "winter")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SCHOOL = (
    "school", "schools", "district", "public", "unified", "county", "city", "board", "education", "academy",
    "elementary", "primary", "middle", "junior", "senior", "high", "isd", "usd", "teacher", "teachers", "student",
    "students", "staff", "principal", "class", "classroom", "college", "university", "learn", "learning",
)  # fmt: skip
PRODUCT = ("parley", "survey", "surveys", "dialogue", "dialogues", "desk", "inbox")
OWN = (
    "password",
    "passphrase",
    "passcode",
    "secret",
    "login",
    "signin",
    "welcome",
    "admin",
    "user",
    "name",
    "username",
)
_NOTHING = re.compile(r"[\W\d_]+")
_DISGUISED = re.compile(r"(?<=[^\W\d_])[@4310$57!]{1,2}(?=[^\W\d_])|(?<![^\W_])[@4310$57!](?=[^\W\d_])")
_PLAIN = str.maketrans("@4310$57!", "aaeiossti")
DISGUISES = "@({[<!|$+%"
MOST_DISGUISES = 3
DATE = 8


class Tier(Struct, frozen=True):
    """What a password has to bear: its least length, the score of zxcvbn, and how much must be its own."""

    shortest: int
    score: int
    own: int


ALONE = Tier(shortest=15, score=4, own=8)
BESIDE_A_FACTOR = Tier(shortest=8, score=3, own=4)


def problem_of(password: str, known: Iterable[str], tier: Tier) -> str:
    """What is wrong with a new password, as a sentence that helps; nothing where it is good."""
    if not tier.shortest <= len(password) <= LONGEST:
        return (
            f"A password has {tier.shortest} to {LONGEST} characters, of any kind. Four or five words that have "
            "nothing to do with each other are long and easy to remember."
        )
    words = local_words(known)
    folded = _folded(password)
    if _is_on_the_list(folded):
        return "This is one of the passwords that are guessed first. Please make up one of your own."
    if _own_part(folded, words) < tier.own:
        return (
            "This is mostly made of words that everybody here knows: your name, the district's, a season or a year. "
            "Add words that nobody would expect."
        )
    return _advice(password, words, tier)


def local_words(known: Iterable[str]) -> list[str]:
    """What somebody who knows the person and the district tries first, whole and in parts, the longest first."""
    given = [_folded(text) for text in known]
    parts = [part for text in given for part in re.split(r"[\W_]+", text)]
    joined = [_NOTHING.sub("", text) for text in given]
    years = [str(clock.now().year + shift) for shift in (-1, 0, 1)]
    own = {word for word in (*given, *parts, *joined) if len(word) > 2}  # noqa: PLR2004 - shorter parts are in every text.
    seasonal = {f"{season}{year}" for season in (*SEASONS, *own) for year in years}
    return sorted(own | seasonal | {*SEASONS, *MONTHS, *SCHOOL, *PRODUCT, *OWN}, key=lambda word: (-len(word), word))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _is_on_the_list(folded: str) -> bool:
    from zxcvbn.matching import RANKED_DICTIONARIES  # noqa: PLC0415 - its lists are large and seldom needed.

    listed, bare = RANKED_DICTIONARIES["passwords"], _NOTHING.sub("", folded)
    return folded in listed or (bare in listed and 2 * len(bare) >= len(folded))


def _own_part(folded: str, words: Iterable[str]) -> int:
    """How much is left beside local words, as they stand or disguised ("w1nter"): letters, and digits beyond a date's.

    Everything, where there is no such word: whatever characters somebody likes, no rule asks for others.
    """
    revealed = _DISGUISED.sub(lambda found: found[0].translate(_PLAIN), folded)
    return min(_struck(spelled, words) for spelled in (folded, revealed))


def _struck(text: str, words: Iterable[str]) -> int:
    left = text
    for word in words:
        left = left.replace(word, " ")
    if left == text:
        return len(text)
    digits = sum(character.isdigit() for character in left)
    return sum(character.isalpha() for character in left) + max(0, digits - DATE)


def _calm(password: str) -> str:
    """What zxcvbn is given; its work would double with each further kind of sign that may stand for a letter."""
    read = password[:READ]
    for kind in [one for one in dict.fromkeys(read) if one in DISGUISES][MOST_DISGUISES:]:
        read = read.replace(kind, "~")
    return read


def _advice(password: str, words: list[str], tier: Tier) -> str:
    from zxcvbn import zxcvbn  # noqa: PLC0415 - as above.

    found: dict[str, Any] = zxcvbn(_calm(password), user_inputs=words)
    if found["score"] >= tier.score:
        return ""
    said = str(found["feedback"]["warning"]).rstrip(".")
    return (
        f"This is too easy to guess{f': {said[0].lower()}{said[1:]}' if said else ''}. Add a word or two of your own."
    )
