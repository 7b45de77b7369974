"""What each type of question takes for an answer: its shape and its own bounds, and the value as it is stored."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from chalicelib.surveys.engine.elements import NONE, OTHER, Item
from chalicelib.surveys.engine.masks import is_masked, is_unmasked
from chalicelib.surveys.engine.profile.limits import LARGEST_NUMBER
from chalicelib.surveys.engine.uploads import problem_of_files, problem_of_signature
from chalicelib.surveys.engine.values import Value, is_numeric, text_length, tidy, to_text

LONGEST_LINE: Final = 254  # A longer e-mail address is not deliverable.
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,3})?)?", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_WEEK = re.compile(r"\d{4}-W(?:0[1-9]|[1-4]\d|5[0-3])", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)
_LETTERS = r"[^<>()\[\].,;:\s@\"]+"
_EMAIL = re.compile(rf"{_LETTERS}(?:\.{_LETTERS})*@(?:{_LETTERS}\.)+[^<>()\[\].,;:\s@\"]{{2,}}")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Refused(ValueError):
    """The value is no answer to the question; the sentence says why, `rule` by which rule."""

    def __init__(self, sentence: str, rule: str = "shape") -> None:
        super().__init__(sentence)
        self.rule = rule


def normalise(item: Item, value: Value) -> Value:
    """Give a value as the definition types it; raises Refused for any other shape or range."""
    return _DOMAINS[item.kind](item, value)


def check_text(value: Value, longest: int) -> str:
    """Take a text of 1 to `longest` UTF-16 units that can be stored; raises Refused."""
    if not isinstance(value, str) or not value:
        raise Refused("Answer with a text.")
    if text_length(value) > longest:
        raise Refused(f"Shorten the text to {longest} characters.", "length")
    if "\0" in value or not _is_whole(value):
        raise Refused("Take out the characters that cannot be stored.", "format")
    return value


def _is_whole(text: str) -> bool:
    """Tell whether a text has no half of a surrogate pair, which no store takes."""
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)


def is_email(text: str) -> bool:
    return len(text) <= LONGEST_LINE and _EMAIL.fullmatch(text) is not None


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_moment(text: str) -> bool:
    day, letter, time = text.partition("T")
    return _is_day(day) and letter == "T" and _TIME.fullmatch(time) is not None


def _is_link(text: str) -> bool:
    scheme = _SCHEME.match(text)
    return scheme is None or "." in scheme[1] or scheme[1].lower() in {"http", "https"}


@dataclass(frozen=True, slots=True)
class Format:
    """A form that texts of one input type have, with the sentence for those that have not."""

    fits: Callable[[str], bool]
    sentence: str
    rule: str = "format"


FORMATS: Final[Mapping[str, Format]] = {
    "date": Format(_is_day, "Answer with a day such as 2026-01-31."),
    "datetime-local": Format(_is_moment, "Answer with a day and time such as 2026-01-31T14:30."),
    "month": Format(lambda text: bool(_MONTH.fullmatch(text)), "Answer with a month such as 2026-01."),
    "week": Format(lambda text: bool(_WEEK.fullmatch(text)), "Answer with a week such as 2026-W05."),
    "time": Format(lambda text: bool(_TIME.fullmatch(text)), "Answer with a time such as 14:30."),
    "color": Format(lambda text: bool(_COLOUR.fullmatch(text)), "Answer with a colour such as #1a6b3c."),
    "url": Format(_is_link, "Answer with a web address."),
    "email": Format(is_email, "Answer with an e-mail address.", "email"),
}


def _text(item: Item, value: Value) -> Value:
    if item.mask is not None:
        return _masked(item, value)
    if item.input_type in {"number", "range"}:
        return _within(item, check_number(value))
    text = check_text(_written(item, value), item.longest)
    form = FORMATS.get(item.input_type)
    if form is None:
        return text
    if not form.fits(text):
        raise Refused(form.sentence, form.rule)
    return _within(item, text)


def _written(item: Item, value: Value) -> Value:
    """Give what the survey itself may have put into a text, such as a sum, as a text."""
    return to_text(value) if item.is_set_by_survey and isinstance(value, (int, float)) else value


def check_number(value: Value) -> float:
    """Take a number that no store or sum loses; raises Refused."""
    if not is_numeric(value):
        raise Refused("Answer with a number.")
    if not abs(value) <= LARGEST_NUMBER:  # NaN is not less than anything either.
        raise Refused("Answer with a smaller number.", "range")
    return tidy(value)  # type: ignore[no-any-return]


def _within(item: Item, value: Value) -> Value:
    """Hold a number, or a text that sorts like the calendar, against the question's bounds."""
    if item.least is not None and value < item.least:
        raise Refused(f"Answer with {item.least} or more.", "least")
    if item.most is not None and value > item.most:
        raise Refused(f"Answer with {item.most} or less.", "most")
    if item.step is not None and not is_step(value, item.step):
        raise Refused(f"Answer with a multiple of {item.step}.", "step")
    return value


def is_step(value: float, step: float) -> bool:
    """Tell whether a number is a multiple of a step, with six decimals at most."""
    power = 1
    while (round(step * power) / power != step or round(value * power) / power != value) and power < 10**6:
        power *= 10
    whole = round(step * power)
    return whole <= 0 or round(value * power) % whole == 0


def _masked(item: Item, value: Value) -> Value:
    mask = item.mask
    assert mask is not None
    if mask.kind in {"numeric", "currency"}:
        return _masked_number(item, value)
    text = check_text(value, item.longest)
    if mask.kind == "pattern":
        fits = is_masked(mask.pattern, text) if mask.is_saved_masked else is_unmasked(mask.pattern, text)
        if not fits:
            raise Refused(f"Answer in the form {mask.pattern}.", "mask")
        return text
    if not (mask.is_saved_masked or _is_day(text) or _is_moment(text) or _TIME.fullmatch(text)):
        raise Refused("Answer with a day such as 2026-01-31.", "mask")
    if not mask.is_saved_masked and ((mask.least and text < mask.least) or (mask.most and text > mask.most)):
        raise Refused("Answer with a day within the bounds.", "range")
    return text


def _masked_number(item: Item, value: Value) -> Value:
    mask = item.mask
    assert mask is not None
    if mask.is_saved_masked and isinstance(value, str):
        return check_text(value, item.longest)
    number = check_number(value)
    too_small = (mask.least is not None and number < mask.least) or (number < 0 and not mask.may_be_negative)
    if too_small or (mask.most is not None and number > mask.most):
        raise Refused("Answer with a number within the bounds.", "range")
    return number


def _comment(item: Item, value: Value) -> Value:
    return check_text(_written(item, value), item.longest)


def _choice(item: Item, value: Value) -> Value:
    """Give the definition's own form of a choice, so that "1" and 1 are counted as one."""
    if not isinstance(value, (str, int, float)):
        raise Refused("Choose one of the choices.")
    option = item.by_text.get(to_text(value))
    if option is not None:
        return option.value
    if item.carried is not None and not item.options:
        return check_text(value, item.longest_other) if isinstance(value, str) else check_number(value)
    if (item.has_other and value == OTHER) or value in item.declined:
        return value
    if item.has_other and item.has_inline_other and isinstance(value, str):
        return check_text(value, item.longest_other)
    raise Refused("Choose one of the choices.", "choice")


def _choices(item: Item, value: Value) -> Value:
    if not isinstance(value, list) or not value:
        raise Refused("Choose from the choices.")
    most = len(item.options) + item.has_other + len(item.declined)
    if len(value) > most and not (item.carried and not item.options):
        raise Refused("Choose each choice once.", "repeated")
    if len(value) > _MOST_CARRIED:
        raise Refused("Choose fewer.", "count")
    chosen = [_choice(item, _unwrapped(item, part)) for part in value]
    if len({to_text(part) for part in chosen}) < len(chosen):
        raise Refused("Choose each choice once.", "repeated")
    if len(chosen) > 1 and not item.declined.isdisjoint(part for part in chosen if isinstance(part, str)):
        raise Refused("Choose none, or something, but not both.", "exclusive")
    return chosen


_MOST_CARRIED: Final = 1_000


def _unwrapped(item: Item, value: Value) -> Value:
    """Take a choice out of the object that it is kept in, where the question keeps objects."""
    if not item.property_name:
        return value
    if not isinstance(value, dict) or value.keys() != {item.property_name}:
        raise Refused(f"Give each choice as an object of {item.property_name} alone.")
    return value[item.property_name]


def _selection(item: Item, value: Value) -> Value:
    chosen = _choices(item, value)
    if chosen != [NONE] and not (len(chosen) == 1 and chosen[0] in item.declined) and len(chosen) < item.fewest:
        raise Refused(f"Choose at least {item.fewest}.", "fewest")
    if item.most_selected and len(chosen) > item.most_selected:
        raise Refused(f"Choose at most {item.most_selected}.", "selected")
    return chosen


def _picture(item: Item, value: Value) -> Value:
    return _choices(item, value) if item.is_multiple else _choice(item, value)


def _slider(item: Item, value: Value) -> Value:
    if not item.is_multiple and not isinstance(value, list):
        return _slid(item, value)
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004  A range has two ends.
        raise Refused("Answer with the two ends of a range.")
    low, high = (_slid(item, part) for part in value)
    if low > high:
        raise Refused("Give the lower end first.", "range")
    return [low, high]


def _slid(item: Item, value: Value) -> float:
    number = check_number(value)
    least = item.least if item.least_if is None else None
    most = item.most if item.most_if is None else None
    if (least is not None and number < least) or (most is not None and number > most):
        raise Refused(f"Answer with a number from {item.least} to {item.most}.", "range")
    return number


def _matrix(item: Item, value: Value) -> Value:
    check_rows(item, value)
    take = _choices if item.is_multiple else _choice
    filled = {row: take(item, cell) for row, cell in value.items()}
    if item.unique_rows and len({to_text(cell) for cell in filled.values()}) < len(filled):
        raise Refused("Give every row another answer.", "unique")
    return filled


def check_rows(item: Item, value: Value) -> None:
    """Take an object of the table's own rows; raises Refused."""
    if not isinstance(value, dict) or not value:
        raise Refused("Answer by rows.")
    if not value.keys() <= {row.value for row in item.rows}:
        raise Refused("Answer only the rows that are there.", "choice")


def _file(item: Item, value: Value) -> Value:
    assert item.upload is not None
    problem = problem_of_files(item.upload, value)
    if problem:
        raise Refused(problem, "upload")
    return value


def _signature(_: Item, value: Value) -> Value:
    problem = problem_of_signature(value)
    if problem:
        raise Refused(problem, "upload")
    return value


_DOMAINS: Final[Mapping[str, Callable[[Item, Value], Value]]] = {
    "text": _text,
    "comment": _comment,
    "radiogroup": _choice,
    "buttongroup": _choice,
    "dropdown": _choice,
    "rating": _choice,
    "boolean": _choice,
    "slider": _slider,
    "imagepicker": _picture,
    "checkbox": _selection,
    "tagbox": _selection,
    "ranking": _selection,
    "matrix": _matrix,
    "file": _file,
    "signaturepad": _signature,
}
