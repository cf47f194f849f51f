"""Runs one program inside an interpreter and tells what came of it, as JSON: the half of every CPython tier that is in Python.

The program runs in this very interpreter, so nothing here is a boundary: the boundary is around the interpreter, which is restored or
thrown away after each program. What is taken into local names at import only keeps honest programs from tripping over themselves.
"""

import io
import json
import sys
import types

from program_answers import CALLED, LAST, SOLUTION, Calls, compile_program
from missing_modules import Imports, missing

_callable, _exec, _isinstance, _len, _repr, _str, _type = callable, exec, isinstance, len, repr, str, type
_dumps, _loads = json.dumps, json.loads

PRELUDE, FILE_NAME, EPILOGUE = "<prelude>", "<program>", "<epilogue>"
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


class _ErrorBytes(io.RawIOBase):
    """Takes what a program writes to standard error: it is kept with the rest, and is no answer."""

    def __init__(self, out):
        super().__init__()
        self.out = out
        self.places = []

    def writable(self):
        return True

    def write(self, data):
        start = self.out.tell()
        try:
            return self.out.write(data)
        finally:
            self.places.append((start, self.out.tell()))


class NoAnswer(Exception):
    """A program that ended without giving a value."""


# What a variable or a last expression may hold without being an answer.
NO_DATA = (_type(None), _type, types.FunctionType, types.BuiltinFunctionType, types.ModuleType, types.CoroutineType)
NOTEBOOK_NAMES = ("answer", "result")


def _value_of(namespace, is_used, calls, is_notebook, printed):
    """Returns (source, value): the ways to give an answer, in this order (docs/sandbox.md)."""
    is_used = is_used or bool(calls)
    solution = namespace.get(SOLUTION)
    is_function = _is_function(solution)
    value = None
    is_called = is_function and not is_used and not _needs_arguments(solution)
    if is_called:
        value = _finished(solution())
        if value is not None:
            return "solution", value
    if "ans" in namespace:
        return "ans", namespace["ans"]
    line = _last_line(printed())
    if line:
        return "stdout", line
    if is_notebook:
        for name, source in ((LAST, "expression"), *zip(NOTEBOOK_NAMES, NOTEBOOK_NAMES)):
            if not _isinstance(namespace.get(name), NO_DATA):
                return source, namespace[name]
    if is_called:
        return "solution", None
    if CALLED in namespace:
        return "solution", _finished(namespace[CALLED])
    if is_function and (not is_used or calls == 0):
        return "solution", _finished(solution())
    raise NoAnswer("the program gives no value by solution() or ans, and prints nothing")


def _is_function(value):
    """Whether a value is a function of the program, or what a decorator has made of one."""
    return _isinstance(value, types.FunctionType) or (
        _callable(value) and not _isinstance(value, _type) and _isinstance(getattr(value, "__wrapped__", None), types.FunctionType)
    )


def _needs_arguments(function):
    function = getattr(function, "__wrapped__", function)
    code, defaults, named = function.__code__, function.__defaults__ or (), function.__kwdefaults__ or {}
    names = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    return code.co_argcount > _len(defaults) or any(name not in named for name in names)


def _finished(value):
    """Returns what a coroutine comes to, and any other value as it is."""
    if not _isinstance(value, types.CoroutineType):
        return value
    import asyncio

    return asyncio.run(value)


def _last_line(printed):
    return printed.strip().split("\n")[-1].strip()


def _outcome(status, error=None, value=None, text=None, type=None, source=None):
    return {"status": status, "value": value, "text": text, "type": type, "source": source, "stdout": "", "error": error}


def _name(value):
    """Returns the name of a value's class, or as much of it as a reply may have."""
    return _str(_type(value).__name__)[:NAME_LENGTH]


def parts_of(request):
    """Returns {file name: source} of a program and what its harness puts around it, in the order in which they run."""
    sources = {PRELUDE: request.get("prelude"), FILE_NAME: request["code"], EPILOGUE: request.get("epilogue")}
    return {name: source for name, source in sources.items() if source or name == FILE_NAME}


def _judge(request, parts, printed):
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    namespace = vars(module)
    namespace["__builtins__"] = __builtins__
    limit, is_notebook = request["outputBytes"], request.get("isNotebook", False)
    codes, is_used = compile_program(parts, is_notebook)
    with Calls(codes) as calls:
        try:
            for code in codes:
                _exec(code, namespace)
        except SystemExit as exit:
            if exit.code not in (None, 0):
                raise
    source, value = _value_of(namespace, is_used, calls.count, is_notebook, printed)
    if source == "stdout":
        return _outcome("ok", value=value, text=value, type="str", source=source)
    representation, text = _repr(value), _str(value)
    if max(_len(representation), _len(text)) > limit:
        raise OutputLimit(f"the value is longer than {limit} characters")
    return _outcome("ok", value=representation, text=text, type=_name(value), source=source)


def _describe(error):
    """Returns {type, message, line}: the line of the program's own innermost frame, or in words that of its harness."""
    lines = {}
    if isinstance(error, SyntaxError) and error.filename in (PRELUDE, FILE_NAME, EPILOGUE):
        lines[error.filename] = error.lineno
    trace, seen = error.__traceback__, 0
    while trace is not None and seen < FRAMES:
        lines[trace.tb_frame.f_code.co_filename] = trace.tb_lineno
        trace, seen = trace.tb_next, seen + 1
    line = lines.get(FILE_NAME)
    place = "" if line else next((f" (line {lines[name]} of the {name[1:-1]})" for name in (PRELUDE, EPILOGUE) if name in lines), "")
    try:
        message = _str(error.msg if isinstance(error, SyntaxError) else error)[: MESSAGE_LENGTH - _len(place)]
    except BaseException:
        message = ""
    return {"type": _name(error), "message": (message + place).lstrip() if place else message, "line": line}


def _without(places, data):
    """Returns the text of the bytes outside of these places."""
    parts, start = [], 0
    for begin, end in places:
        parts.append(data[start:begin])
        start = end
    return b"".join([*parts, data[start:]]).decode("utf-8", "replace")


def run(request):
    """Takes {"code", "prelude", "epilogue", "outputBytes", "isNotebook"} as JSON and returns an outcome as JSON."""
    request = _loads(request)
    limit = request["outputBytes"]
    out = _BoundedBytes(limit)
    errors = _ErrorBytes(out)
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", write_through=True)
    sys.stderr = io.TextIOWrapper(errors, encoding="utf-8", errors="backslashreplace", write_through=True)
    sys.stdin = io.StringIO("")
    parts = parts_of(request)
    imports = Imports(parts)
    try:
        with imports:
            outcome = _judge(request, parts, lambda: _without(errors.places, out.getvalue()))
    except BaseException as error:
        status = "memory" if isinstance(error, MemoryError) else "error"
        # A name that `from package import *` would have bound, had the package been there.
        wanted = missing(imports.starred).with_traceback(error.__traceback__) if imports.starred and _type(error) is NameError else error
        outcome = _outcome(status, error=_describe(wanted))
    printed = out.getvalue()
    # A program can write past the limit, by what `_BoundedBytes` is made of.
    if (out.full or _len(printed) > limit) and outcome["status"] == "ok":
        outcome = _outcome("error", error={"type": "OutputLimit", "message": f"printed more than {limit} bytes", "line": None})
    outcome["stdout"] = printed[:limit].decode("utf-8", "replace")
    return _dumps(outcome)
