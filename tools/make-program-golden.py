"""Writes what programs come to in this CPython, by the project's own runner: the reference for the sandboxes.

Run:
  npx tsx tools/print-generated-programs.mjs 1 5000 | python3.13 tools/make-program-golden.py > tests/golden/programs/generated.json
  npx tsx tools/print-real-programs.mjs | python3.13 tools/make-program-golden.py > tests/golden/programs/real.json

Each program runs in a forked child of its own. An outcome is the value's text, or "!" and the class of the error; no value begins with "!".
"""

import hashlib
import json
import os
import pathlib
import platform
import signal
import sys

SECONDS = 10
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "src" / "execute" / "python"))
import runner  # noqa: E402


def outcome_of(code):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS)
        with os.fdopen(writing, "w") as result:
            result.write(runner.run(json.dumps({"code": code, "outputBytes": 65_536})))
            result.flush()
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as result:
        text = result.read()
    os.waitpid(child, 0)
    if not text:
        return "!Timeout"
    outcome = json.loads(text)
    return outcome["value"] if outcome["status"] == "ok" else "!" + outcome["error"]["type"]


codes = [json.loads(line)["code"] for line in sys.stdin]
golden = {
    "reference": f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {platform.libc_ver()[0]}",
    "script": "tools/make-program-golden.py, which says how it is run",
    "programs": hashlib.sha256("".join(codes).encode()).hexdigest(),
    "outcomes": [outcome_of(code) for code in codes],
}
print(json.dumps(golden, indent=0, ensure_ascii=False))
