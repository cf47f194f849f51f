"""Reads what a process that ran a program says came of it, and believes nothing but an outcome of the right form.

A program may forge its own result, as it may return anything; it may not make the reader fail, wait, or hand on what is no outcome.
"""

import json

KEYS = {"status", "value", "text", "type", "source", "stdout", "error"}
ERROR_KEYS = {"type", "message", "line"}
SOURCES = ("solution", "ans", "stdout", "expression", "answer", "result")
NAME_LENGTH = 500
MESSAGE_LENGTH = 2_000
LINE_DIGITS = 9

# What json.dumps makes of one character at most, and the three texts of an outcome that may have
# the full length.
ESCAPED_CHARACTER = len(r"\ud83d\ude00")
LONG_TEXTS = 3


class BadReply(ValueError):
    """A reply that is no outcome."""


def longest(output_bytes):
    """Returns how many bytes an honest reply may have."""
    return ESCAPED_CHARACTER * (LONG_TEXTS * output_bytes + MESSAGE_LENGTH + 2 * NAME_LENGTH) + 1_000


def failure(status, type, message, line=None):
    """Returns the outcome of a program that gave no value."""
    error = {"type": type, "message": message, "line": line}
    return {"status": status, "value": None, "text": None, "type": None, "source": None, "stdout": "", "error": error}


def _small_integer(digits):
    """Reads a line number: Python reads a long integer in quadratic time."""
    if len(digits) > LINE_DIGITS:
        raise BadReply("a number is too long")
    return int(digits)


_decode = json.JSONDecoder(parse_int=_small_integer).decode


def _expect(condition, what):
    if not condition:
        raise BadReply(what)


def _check_text(value, longest_text, what):
    _expect(isinstance(value, str) and len(value) <= longest_text, what)


def _check_value(outcome, output_bytes):
    _expect(outcome["error"] is None, "a value with an error")
    _check_text(outcome["value"], output_bytes, "value")
    _check_text(outcome["text"], output_bytes, "text")
    _check_text(outcome["type"], NAME_LENGTH, "type")
    _expect(outcome["source"] in SOURCES, "source")


def _check_error(outcome):
    _expect(all(outcome[key] is None for key in ("value", "text", "type", "source")), "an error with a value")
    error = outcome["error"]
    _expect(isinstance(error, dict) and error.keys() == ERROR_KEYS, "error")
    _check_text(error["type"], NAME_LENGTH, "error.type")
    _check_text(error["message"], MESSAGE_LENGTH, "error.message")
    line = error["line"]
    _expect(line is None or (type(line) is int and line > 0), "error.line")


def read(data, output_bytes):
    """Returns the outcome in `data`.

    Raises BadReply.
    """
    _expect(data, "nothing")
    try:
        outcome = _decode(data.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BadReply(str(error)) from None
    _expect(isinstance(outcome, dict) and outcome.keys() == KEYS, "keys")
    _check_text(outcome["stdout"], output_bytes, "stdout")
    if outcome["status"] == "ok":
        _check_value(outcome, output_bytes)
    else:
        _expect(outcome["status"] in ("error", "memory"), "status")
        _check_error(outcome)
    return outcome
