"""Runs one program after the other on this machine's CPython, each in a fork of a process that has the usual modules loaded.

Reads requests from its input and writes outcomes to its output, in order, as frames of a length (32 bits, little-endian) and JSON:
{"code", "timeoutMs", "outputBytes"} in, an outcome out; {"ready": true, ...} comes first of all. The end of the input ends it.

Its one argument is JSON too: {"memoryBytes": the address space that a program may have, "paths": the folders of installed packages,
"packages": the large packages to have loaded for programs that name them, where they are installed}.

The boundary has two walls. This process is to be started where there is nothing to be had: no network, no files but Python's, no other
processes (bubblewrap; ../linux/bubblewrap.ts). And each fork, before it reads a program, takes limits and a filter of system calls
(seccomp.py) which leave it without processes, threads, signals, sockets and writing. What comes back from it is not trusted (reply.py).
"""

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import random
import re
import resource
import select
import signal
import site
import struct
import sys
import time
from typing import Callable, NamedTuple

import reply
import runner
import seccomp

# What programs import, loaded once for all. Not `threading`: each fork would pay for tidying it up.
MODULES = """
    bisect calendar cmath collections collections.abc contextlib copy dataclasses datetime decimal enum fractions functools heapq itertools
    json math numbers operator random re statistics string textwrap time typing _strptime
""".split()

# Descriptors of this process, and of a program's.
INPUT, OUTPUT, NULL = 0, 1, 3
REPLY, FIRST_CLOSED = 3, 4
DESCRIPTORS = 64
STACK_BYTES = 64 * 2**20
CHUNK = 2**16

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

NO_ANSWER = 98


class Walls(NamedTuple):
    """What is around every program of this server."""

    memory_bytes: int
    confine: Callable[[], None]



def read_exactly(descriptor, count):
    """Returns `count` bytes, or None at the end. Not a byte more: the forks would hold the programs that come after theirs."""
    parts = []
    while count > 0:
        part = os.read(descriptor, min(count, CHUNK))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_frame(descriptor):
    head = read_exactly(descriptor, 4)
    return None if head is None else read_exactly(descriptor, struct.unpack("<I", head)[0])


def write_all(descriptor, data):
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_frame(descriptor, body):
    write_all(descriptor, struct.pack("<I", len(body)) + body)


def encode(value):
    return json.dumps(value).encode()


def answer(outcome):
    write_frame(OUTPUT, encode(outcome))


def limit(timeout_ms, memory_bytes):
    """Takes from this process what a program must not use, and the server may. The CPU limit only matters if the server itself should hang."""
    seconds = int(timeout_ms) // 1000 + 2
    for kind, value in (
        (resource.RLIMIT_AS, (memory_bytes, memory_bytes)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),
        (resource.RLIMIT_NPROC, (0, 0)),
    ):
        resource.setrlimit(kind, value)


def run_confined(request, frame, result, walls):
    """Runs a program in this process, which is a fork made for it, and ends the process."""
    code = NO_ANSWER
    try:
        for standard in (0, 1, 2):
            os.dup2(NULL, standard)
        os.dup2(result, REPLY)
        os.closerange(FIRST_CLOSED, DESCRIPTORS)
        limit(request["timeoutMs"], walls.memory_bytes)
        # Forks draw new seeds. A program's random numbers are to be the same in every run, so that its outcome is.
        random.seed(0)
        walls.confine()
        # A courtesy, no wall: a program that finds its way to ctypes gets as far as the filter.
        sys.modules["ctypes"] = sys.modules["_ctypes"] = None
        try:
            body = runner.run(frame).encode()
        except MemoryError:
            body = encode(reply.failure("memory", "MemoryError", ""))
        write_all(REPLY, body)
        code = 0
    finally:
        os._exit(code)


class TimeUp(Exception):
    """A program that was still running at its time limit."""


def wait_for(descriptor, deadline):
    """Returns once there is something to read.

    Raises TimeUp.
    """
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeUp
        if poll.poll(left * 1000):
            return


def receive(pipe, deadline, longest):
    """Returns what comes from a pipe until its other end is closed, or until it is too long.

    Raises TimeUp.
    """
    data = bytearray()
    while len(data) <= longest:
        wait_for(pipe, deadline)
        part = os.read(pipe, CHUNK)
        if not part:
            break
        data += part
    return bytes(data)


def death(pid, deadline, fault):
    """Returns the outcome of a program whose process ends, or has ended, without a proper reply.

    Raises TimeUp.
    """
    process = os.pidfd_open(pid)
    try:
        wait_for(process, deadline)
    finally:
        os.close(process)
    end = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    if end.si_code == os.CLD_EXITED:
        return reply.failure("error", "BadResult", f"{fault}; its process ended with status {end.si_status}")
    if end.si_status == signal.SIGKILL:
        return reply.failure("memory", "MemoryError", "the system ended it for want of memory")
    if end.si_status == signal.SIGSYS:
        return reply.failure("refused", "Refused", "it made a system call of another machine")
    name = signal.Signals(end.si_status).name
    status = "timeout" if end.si_status == signal.SIGXCPU else "error"
    return reply.failure(status, name, f"its process was stopped by {name}")


def interpret(outcome):
    """Returns the outcome in the words of all tiers: a denial that a program did not handle is a refusal."""
    error = outcome["error"]
    if outcome["status"] == "memory":
        error["type"] = "MemoryError"
    elif outcome["status"] == "error" and (error["type"] == "PermissionError" or error["message"] == "can't start new thread"):
        outcome["status"] = "refused"
        error["message"] = f"{error['type']}: {error['message']}"
        error["type"] = "Refused"
    return outcome


def outcome_of(pid, pipe, request, deadline):
    """Returns what came of the program in a fork."""
    output_bytes = request["outputBytes"]
    try:
        data = receive(pipe, deadline, reply.longest(output_bytes))
        try:
            return interpret(reply.read(data, output_bytes))
        except reply.BadReply as fault:
            if len(data) > reply.longest(output_bytes):
                return reply.failure("error", "BadResult", "its result is too long")
            return death(pid, deadline, f"its reply is no outcome ({fault})")
    except TimeUp:
        return reply.failure("timeout", "Timeout", f"stopped after {request['timeoutMs']} ms")


def end(pid):
    """Ends a fork and everything in it: a program cannot have made another process."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def judge(request, frame, walls, answer):
    """Runs the program of a request and hands its outcome to `answer`, which need not wait for the process to be gone."""
    deadline = time.monotonic() + request["timeoutMs"] / 1000
    pipe, result = os.pipe()
    pid = os.fork()
    if pid == 0:
        run_confined(request, frame, result, walls)
    os.close(result)
    try:
        answer(outcome_of(pid, pipe, request, deadline))
    finally:
        os.close(pipe)
        end(pid)


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
        body = read_frame(self.outcomes)
        if body is None:
            sys.exit("the process with the large packages has ended")
        write_frame(OUTPUT, body)

    def _start(self):
        requests, self.requests = os.pipe()
        self.outcomes, outcomes = os.pipe()
        if os.fork() == 0:
            os.dup2(requests, INPUT)
            os.dup2(outcomes, OUTPUT)
            os.closerange(NULL + 1, DESCRIPTORS)
            self._load()
            serve(lambda request, frame: judge(request, frame, self.walls, answer))
            os._exit(0)
        os.close(requests)
        os.close(outcomes)

    def _load(self):
        for name in self.packages:
            # What does not load here does not load in a program either, and is the program's to tell.
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
    # Started without `site`, Python lacks the `exit` that programs like to end with, and the folders of packages.
    site.setquit()
    sys.path[:] = [*sys.path[1:], *options["paths"]]
    load(MODULES)
    warm_up([WARM_UPS["python"]], 20)
    return Walls(options["memoryBytes"], seccomp.prepare())


def serve(judge):
    """Has one request after the other judged, until the input ends."""
    while (frame := read_frame(INPUT)) is not None:
        judge(json.loads(frame), frame)


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
        if stocked.named(request["code"]):
            stocked.judge(frame)
        else:
            judge(request, frame, walls, answer)

    # Whoever does not wait for the answers wants no more of them.
    with contextlib.suppress(BrokenPipeError):
        answer({"ready": True, "python": sys.version.split()[0], "packages": stocked.packages})
        serve(choose)


if __name__ == "__main__":
    main()
