import math

import pytest

from chalicelib.surveys.engine import comparison, operators, values
from chalicelib.surveys.engine.moments import Moment
from chalicelib.surveys.engine.values import UNDEFINED


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1, "0.1"),
        (-0.0, "0"),
        (100.0, "100"),
        (1e21, "1e+21"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (-2.5, "-2.5"),
        (1.25e25, "1.25e+25"),
        (math.nan, "NaN"),
        (math.inf, "Infinity"),
        (-math.inf, "-Infinity"),
        (10**400, "Infinity"),
    ],
)
def test_numbers_print_as_in_the_browser(number, text):
    assert values.number_text(number) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([1, None, [2, "x"]], "1,,2,x"),
        ({}, "[object Object]"),
        (None, "null"),
        (UNDEFINED, "undefined"),
        (False, "false"),
    ],
)
def test_values_print_as_in_the_browser(value, text):
    assert values.to_text(value) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12", 12),
        ("1,5", 1.5),
        ("05", "05"),
        ("0.5", 0.5),
        ("0x1F", 31),
        ("0" * 40 + "x", "0" * 40 + "x"),
        ("1234567890123456", "1234567890123456"),
        ("TRUE", True),
        ("'a'", "a"),
        ("3/4", "3/4"),
        ("", ""),
        ("1e3", 1000),
        ("abc", "abc"),
        (" 7 ", 7),
        ("0x" + "1" * 40, "0x" + "1" * 40),
        ("1-2", "1-2"),
    ],
)
def test_texts_of_answers_are_converted_as_in_the_browser(written, read):
    assert values.convert(written) == read
    assert type(values.convert(written)) is not bool or isinstance(read, bool)


def test_numbers_are_read_from_lists_but_not_from_objects():
    assert values.read_number([5]) == 5
    assert math.isnan(values.read_number([1, 2]))
    assert math.isnan(values.read_number({}))
    assert math.isnan(values.read_number(math.inf))
    assert math.isnan(values.read_number(" "))


def test_conversion_to_number_follows_the_browser():
    assert values.to_number(None) == 0
    assert values.to_number(value=True) == 1
    assert values.to_number("") == 0
    assert values.to_number("-Infinity") == -math.inf
    assert values.to_number([]) == 0
    assert math.isnan(values.to_number({}))
    assert math.isnan(values.to_number(UNDEFINED))
    assert math.isnan(values.to_number(Moment(None, None)))
    assert math.isnan(values.leading_integer("x"))
    assert values.leading_integer(" 0x10z") == 16
    assert values.as_float(-(10**400)) == -math.inf


def test_what_is_empty_and_what_is_true():
    assert all(map(values.is_empty, [None, UNDEFINED, "", [], {}, {"a": {"b": ""}}, math.nan]))
    assert not any(map(values.is_empty, [0, False, " ", [None], {"a": 0}]))
    assert not any(map(values.truthy, [None, UNDEFINED, "", 0, 0.0, math.nan, False]))
    assert all(map(values.truthy, [[], {}, "0", -1, 0.5]))
    assert repr(UNDEFINED) == "UNDEFINED"


def test_text_length_counts_utf16_units():
    assert values.text_length("añ") == 2
    assert values.text_length("😀") == 2


def test_whole_doubles_become_integers():
    assert repr(values.tidy(3.0)) == "3"
    assert repr(values.tidy(2.5)) == "2.5"
    assert repr(values.tidy(2.0**60)) == repr(2.0**60)


def test_lists_compare_in_any_order_only_when_asked():
    assert comparison.equals(["b", "a"], ["a", "b"], any_order=True)
    assert not comparison.equals(["b", "a"], ["a", "b"])
    assert comparison.equals([], UNDEFINED)
    assert not comparison.equals([1, 2], [1])
    assert not comparison.strictly_equal(1, right=True)
    assert not comparison.equals(math.nan, math.nan)


def test_sums_keep_the_decimals_of_their_parts():
    assert operators.decimals(1.25) == 2
    assert operators.decimals(1e-7) == 0
    assert operators.decimals("1,5") == 0
    assert operators.decimals("x") == 0
    assert operators.fix(math.inf, 2) == math.inf
    assert operators.fixed_sum(0.1, "x", "0.1x") == "0.1x"


@pytest.mark.parametrize("text", ["0x", "0x@y", " 0Xg", "+0x"])
def test_a_prefix_without_a_digit_after_it_is_no_number(text):
    assert math.isnan(values.leading_integer(text))
    assert values.leading_integer("-0x1z") == -1


@pytest.mark.parametrize(("text", "number"), [("0b101", 5), ("0B1", 1), ("0o17", 15), ("0xff", 255), (" 0b1 ", 1)])
def test_a_text_with_the_mark_of_a_base_is_a_number(text, number):
    assert values.number_of_text(text) == number


@pytest.mark.parametrize("text", ["0b", "0b2", "0o8", "-0b1", "0b1a", "0_1"])
def test_a_text_that_breaks_its_base_is_none(text):
    assert math.isnan(values.number_of_text(text))
