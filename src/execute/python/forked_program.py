"""Runs one program in a fork of this process, confines it there, and tells what came of it."""

import importlib
import os
import random
import resource
import select
import signal
import sys
import time
from typing import Callable, NamedTuple, NoReturn

import reply
import runner
from frames import CHUNK, INPUT, OUTPUT, encode, write_all

# Descriptors. This process has /dev/null open behind those of its requests and replies. A fork gets
# a pipe for its own reply in place of the requests, and nothing above it.
NULL = max(INPUT, OUTPUT) + 1
REPLY = INPUT
FIRST_CLOSED = REPLY + 1
DESCRIPTORS = 64

NO_ANSWER = 98

# How deep the calls are within which a program runs here: they are not to be taken from what it may
# have.
OWN_CALLS = 16

# What `threading` says when the system denies a thread.
NO_THREAD = "can't start new thread"


class Walls(NamedTuple):
    """What is around every program of this server."""

    memory_bytes: int
    confine: Callable[[], None]


def limit(timeout_ms: float, memory_bytes: int) -> None:
    """Takes from this process what a program must not use, and the server may. The CPU limit only matters if the server itself should hang."""
    seconds = int(timeout_ms) // 1000 + 2
    for kind, value in (
        (resource.RLIMIT_AS, (memory_bytes, memory_bytes)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),
        (resource.RLIMIT_NPROC, (0, 0)),
    ):
        resource.setrlimit(kind, value)


def install_event_loop() -> None:
    """Gives the program an event loop that needs nothing of the system. Few programs want one, and it takes time to load."""
    sys.path.insert(0, os.path.dirname(__file__))
    importlib.import_module("event_loop").install()
    del sys.path[0]


def run_confined(request: dict, frame: bytes, result: int, walls: Walls) -> NoReturn:
    """Runs a program in this process, which is a fork made for it, and ends the process."""
    code = NO_ANSWER
    try:
        for standard in (0, 1, 2):
            os.dup2(NULL, standard)
        os.dup2(result, REPLY)
        os.closerange(FIRST_CLOSED, DESCRIPTORS)
        limit(request["timeoutMs"], walls.memory_bytes)
        # Forks draw new seeds. A program's random numbers are to be the same in every run, so that
        # its outcome is.
        random.seed(0)
        sys.setrecursionlimit(sys.getrecursionlimit() + OWN_CALLS)
        if b"asyncio" in frame or b"async def" in frame:
            install_event_loop()
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


def wait_for(descriptor: int, deadline: float) -> None:
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


def receive(pipe: int, deadline: float, longest: int) -> bytes:
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


def death(pid: int, deadline: float, fault: str) -> dict:
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


def interpret(outcome: dict) -> dict:
    """Returns the outcome in the words of all tiers: a denial that a program did not handle is a refusal."""
    error = outcome["error"]
    if outcome["status"] == "memory":
        error["type"] = "MemoryError"
    elif outcome["status"] == "error" and (error["type"] == "PermissionError" or error["message"] == NO_THREAD):
        outcome["status"] = "refused"
        error["message"] = f"{error['type']}: {error['message']}"
        error["type"] = "Refused"
    return outcome


def outcome_of(pid: int, pipe: int, request: dict, deadline: float) -> dict:
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


def end(pid: int) -> None:
    """Ends a fork and everything in it: a program cannot have made another process."""
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def judge(request: dict, frame: bytes, walls: Walls, answer: Callable[[dict], None]) -> None:
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
