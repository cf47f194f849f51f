"""Runs one program inside an interpreter and tells what came of it, as JSON: the half of every CPython tier that is in Python.

The program runs in this very interpreter, so nothing here is a boundary: the boundary is around the interpreter, which is restored or
thrown away after each program. What is taken into local names at import only keeps honest programs from tripping over themselves.
"""

import io
import json
import sys

_callable, _compile, _exec, _len, _repr, _str, _type = callable, compile, exec, len, repr, str, type
_dumps, _loads = json.dumps, json.loads

FILE_NAME = "<program>"
MESSAGE_LENGTH = 2_000
NAME_LENGTH = 500
FRAMES = 2_000_000


class OutputLimit(BaseException):
    """Raised inside a program that has printed too much."""


class _BoundedBytes(io.BytesIO):
    """Takes what a program prints, up to a limit."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit
        self.full = False

    def write(self, data):
        room = self.limit - self.tell()
        if _len(data) > room:
            self.full = True
            super().write(bytes(data[:room]))
            raise OutputLimit(f"printed more than {self.limit} bytes")
        return super().write(data)

    def close(self):
        """Does nothing: what was printed stands, also where the program closes its output."""


class NoAnswer(Exception):
    """A program that ended without giving a value."""


def _value_of(namespace, out):
    """Returns (source, value): the field's three ways to give an answer, in this order."""
    solution = namespace.get("solution")
    if _callable(solution):
        return "solution", solution()
    if "ans" in namespace:
        return "ans", namespace["ans"]
    printed = out.getvalue().decode("utf-8", "replace").strip()
    if printed:
        return "stdout", printed.split("\n")[-1].strip()
    raise NoAnswer("the program defines neither solution() nor ans, and prints nothing")


def _outcome(status, error=None, value=None, text=None, type=None, source=None):
    return {"status": status, "value": value, "text": text, "type": type, "source": source, "stdout": "", "error": error}


def _name(value):
    """Returns the name of a value's class, or as much of it as a reply may have."""
    return _str(_type(value).__name__)[:NAME_LENGTH]


def _judge(code, limit, out):
    namespace = {"__name__": "__main__", "__builtins__": __builtins__}
    try:
        _exec(_compile(code, FILE_NAME, "exec", dont_inherit=True), namespace)
    except SystemExit as exit:
        if exit.code not in (None, 0):
            raise
    source, value = _value_of(namespace, out)
    if source == "stdout":
        return _outcome("ok", value=value, text=value, type="str", source=source)
    representation, text = _repr(value), _str(value)
    if max(_len(representation), _len(text)) > limit:
        raise OutputLimit(f"the value is longer than {limit} characters")
    return _outcome("ok", value=representation, text=text, type=_name(value), source=source)


def _describe(error):
    """Returns {type, message, line}: the line of the program's own innermost frame."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == FILE_NAME:
        line = error.lineno
    trace, seen = error.__traceback__, 0
    while trace is not None and seen < FRAMES:
        if trace.tb_frame.f_code.co_filename == FILE_NAME:
            line = trace.tb_lineno
        trace, seen = trace.tb_next, seen + 1
    try:
        message = _str(error.msg if isinstance(error, SyntaxError) else error)[:MESSAGE_LENGTH]
    except BaseException:
        message = ""
    return {"type": _name(error), "message": message, "line": line}


def run(request):
    """Takes {"code", "outputBytes"} as JSON and returns an outcome as JSON."""
    request = _loads(request)
    limit = request["outputBytes"]
    out = _BoundedBytes(limit)
    stream = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", write_through=True)
    sys.stdout = sys.stderr = stream
    sys.stdin = io.StringIO("")
    try:
        outcome = _judge(request["code"], limit, out)
    except BaseException as error:
        status = "memory" if isinstance(error, MemoryError) else "error"
        outcome = _outcome(status, error=_describe(error))
    printed = out.getvalue()
    # A program can write past the limit, by what `_BoundedBytes` is made of.
    if (out.full or _len(printed) > limit) and outcome["status"] == "ok":
        outcome = _outcome("error", error={"type": "OutputLimit", "message": f"printed more than {limit} bytes", "line": None})
    outcome["stdout"] = printed[:limit].decode("utf-8", "replace")
    return _dumps(outcome)
