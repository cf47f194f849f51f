"""Runs one program after the other on this machine's CPython, each in a fork of a process that has the usual modules loaded.

Reads requests from one descriptor and writes outcomes to another, in order, as frames (frames.py) of JSON:
{"code", "timeoutMs", "outputBytes"} in, an outcome out; {"ready": true, ...} comes first of all. The end of the requests ends it.

Its one argument is JSON too: {"memoryBytes": the address space that a program may have, "paths": the folders of installed packages,
"packages": the large packages to have loaded for programs that name them, where they are installed}.

The boundary has two walls. This process is to be started where there is nothing to be had: no network, no files but Python's, no other
processes (bubblewrap; ../linux/bubblewrap.ts). And each fork, before it reads a program, takes limits and a filter of system calls
(forked_program.py, seccomp.py) which leave it without processes, threads, signals, sockets and writing. What comes back from it is not
trusted (reply.py).
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import re
import resource
import site
import sys

import runner
import seccomp
from forked_program import DESCRIPTORS, NULL, Walls, judge
from frames import CHUNK, INPUT, OUTPUT, Frame, encode, read_frame, write_frame

# What programs import, loaded once for all. Not `threading`: each fork would pay for tidying it up.
MODULES = """
    bisect calendar cmath collections collections.abc contextlib copy dataclasses datetime decimal enum fractions functools heapq itertools
    json math numbers operator random re statistics string textwrap time typing _strptime
""".split()

STACK_BYTES = 64 * 2**20

WARM_UPS = {
    "python": """
from math import sqrt
def solution():
    total = sum(i * 2 for i in range(10)) + int(sqrt(16)) / 2
    print(f"{total:.2f}", [round(each) for each in (1.5, 2.5)])
    return {"total": total}
""",
    "numpy": """
import numpy as np
ans = float(np.linalg.solve(np.array([[2.0, 1.0], [1.0, 3.0]]), np.arange(2)).sum())
""",
    "sympy": """
from sympy import Eq, Rational, factor, simplify, solve, symbols
x, y = symbols("x y")
ans = solve(Eq(x**2 - 5 * x, Rational(-6)), x), solve([x + y - 3, x - y - 1], [x, y]), factor(x**2 - 1), simplify((x**2 - 1) / (x + 1))
""",
}

SELF_TEST = (
    ("ans = 6 * 7", "ok"),
    ("import os\nos.fork()", "refused"),
    ("open('/x', 'w')", "refused"),
    ("open('/etc/passwd')", "error"),
    ("while True: pass", "timeout"),
)


class Stocked:
    """A process like this one that has the large packages loaded, forked off when a program first names one.

    A fork of it costs twice what one of this process does, which therefore goes without them. Until it is ready, its first program waits;
    that time (a second) is not the program's.
    """

    def __init__(self, packages, walls):
        self.packages = [name for name in packages if importlib.util.find_spec(name)]
        self.named = re.compile(rf"\b({'|'.join(self.packages)})\b").search if self.packages else lambda _: False
        self.walls = walls
        self.requests = self.outcomes = None

    def judge(self, frame):
        """Has the program of a request run by the other process."""
        if self.requests is None:
            self._start()
        write_frame(self.requests, frame)
        reply = frame._replace(body=b"")
        while not reply.body:
            reply = read_frame(self.outcomes)
            if reply is None:
                sys.exit("the process with the large packages has ended")
            write_frame(OUTPUT, reply)

    def _start(self):
        requests, self.requests = os.pipe()
        self.outcomes, outcomes = os.pipe()
        if os.fork() == 0:
            os.dup2(requests, INPUT)
            os.dup2(outcomes, OUTPUT)
            os.closerange(NULL + 1, DESCRIPTORS)
            self._load()
            serve(lambda request, frame: judge_here(request, frame, self.walls))
            os._exit(0)
        os.close(requests)
        os.close(outcomes)

    def _load(self):
        for name in self.packages:
            # What does not load here does not load in a program either, and is the program's to
            # tell.
            with contextlib.suppress(Exception):
                load([name])
                warm_up([WARM_UPS[name]] if name in WARM_UPS else [], 1)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        settle()


def load(names):
    """Imports modules, without collecting garbage: the holes that it leaves are filled by every fork, at the cost of copying the pages."""
    gc.disable()
    for name in names:
        importlib.import_module(name)


def warm_up(programs, times):
    """Runs programs here, so that the forks find the caches of the interpreter and the packages filled and need not each write them."""
    streams = sys.stdin, sys.stdout, sys.stderr
    for code in programs * times:
        runner.run(encode({"code": code, "outputBytes": CHUNK}))
    sys.stdin, sys.stdout, sys.stderr = streams


def settle():
    """Takes what is here now out of garbage collection, so that no fork writes to it in looking for garbage."""
    gc.freeze()
    gc.enable()


def self_test(walls):
    """Ends this process unless programs run as they should, and do not what they should not."""
    if os.getpid() != 1:
        sys.exit("the sandbox does not hold: this process is not the first of its own namespace")
    for code, expected in SELF_TEST:
        outcomes = []
        request = {"code": code, "timeoutMs": 50 if expected == "timeout" else 10_000, "outputBytes": CHUNK}
        judge(request, encode(request), walls, outcomes.append)
        if outcomes[0]["status"] != expected:
            sys.exit(f"the sandbox does not hold: {code!r} gave {outcomes[0]} instead of {expected}")


def prepare(options):
    """Makes this process one to fork from; returns what is to be around the programs."""
    os.closerange(NULL, CHUNK)
    os.open(os.devnull, os.O_RDWR)
    for kind, value in (
        (resource.RLIMIT_NOFILE, DESCRIPTORS),
        (resource.RLIMIT_STACK, STACK_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (value, value))
    # Started without `site`, Python lacks the `exit` that programs like to end with, and the
    # folders of packages.
    site.setquit()
    sys.path[:] = [*sys.path[1:], *options["paths"]]
    load(MODULES)
    warm_up([WARM_UPS["python"]], 20)
    return Walls(options["memoryBytes"], seccomp.prepare())


def judge_here(request, frame, walls):
    """Says that the program of a request begins, and runs it in a fork of this process."""
    write_frame(OUTPUT, Frame(frame.number, b""))
    judge(request, frame.body, walls, lambda outcome: write_frame(OUTPUT, Frame(frame.number, encode(outcome))))


def serve(judge):
    """Has one request after the other judged, until they end."""
    while (frame := read_frame(INPUT)) is not None:
        judge(json.loads(frame.body), frame)


def main():
    options = json.loads(sys.argv.pop())
    try:
        walls = prepare(options)
    except seccomp.UnknownMachine as error:
        sys.exit(str(error))
    stocked = Stocked(options["packages"], walls)
    settle()
    self_test(walls)

    def choose(request, frame):
        if any(stocked.named(source) for source in runner.parts_of(request).values()):
            stocked.judge(frame)
        else:
            judge_here(request, frame, walls)

    # Whoever does not wait for the answers wants no more of them.
    with contextlib.suppress(BrokenPipeError):
        ready = {"ready": True, "python": sys.version.split()[0], "packages": stocked.packages}
        write_frame(OUTPUT, Frame(0, encode(ready)))
        serve(choose)


if __name__ == "__main__":
    main()
