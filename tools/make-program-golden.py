"""Writes what programs come to in this CPython, by the project's own runner: the reference for the sandboxes.

Run:
  npx tsx tools/print-generated-programs.mjs 1 5000 | python3.13 tools/make-program-golden.py > tests/golden/programs/generated.json
  npx tsx tools/print-real-programs.mjs | python3.13 tools/make-program-golden.py > tests/golden/programs/real.json


Programs within their harnesses need numpy and sympy in that Python:
  npx tsx tools/print-real-programs.mjs harnessed | PYTHONHASHSEED=0 python3 tools/make-program-golden.py > tests/golden/programs/harnessed.json

Each program runs in a forked child of its own. An outcome is the value's text (its hash, "#" and 16 digits, where that is shorter), or "!" and the class of the error; no value begins with "!".
"""

import contextlib
import gc
import hashlib
import importlib
import json
import os
import pathlib
import platform
import signal
import sys

SECONDS = 10
LONGEST = 200
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "src" / "execute" / "python"))
import runner  # noqa: E402


PACKAGES = ("numpy", "sympy")


def versions():
    """Returns the versions of the packages that are there; they are loaded once for all programs."""
    found = {}
    for name in PACKAGES:
        with contextlib.suppress(ImportError):
            found[name] = importlib.import_module(name).__version__
    # Else every child would copy the pages that it looks for garbage in.
    gc.freeze()
    return found


def outcome_of(program):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS)
        with os.fdopen(writing, "w") as result:
            result.write(runner.run(json.dumps({**program, "outputBytes": 65_536})))
            result.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as result:
        text = result.read()
    os.waitpid(child, 0)
    if not text:
        return "!Timeout"
    outcome = json.loads(text)
    return short(outcome["value"]) if outcome["status"] == "ok" else "!" + outcome["error"]["type"]


def short(value):
    return "#" + hashlib.sha256(value.encode(errors="surrogatepass")).hexdigest()[:16] if len(value) > LONGEST else value


programs = [json.loads(line) for line in sys.stdin]
golden = {
    "reference": f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {platform.libc_ver()[0]}",
    "packages": versions(),
    "script": "tools/make-program-golden.py, which says how it is run",
    "programs": hashlib.sha256("".join(each["code"] for each in programs).encode()).hexdigest(),
    "outcomes": [outcome_of(each) for each in programs],
}
print(json.dumps(golden, indent=0, ensure_ascii=False))
