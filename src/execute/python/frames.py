"""The frames that requests and outcomes travel in; ../frames.ts says what they are made of."""

import json
import os
import struct
from typing import Any, NamedTuple, Optional

INPUT, OUTPUT = 3, 4
CHUNK = 2**16

# Length and number: two unsigned integers of 32 bits, little-endian.
HEAD = struct.Struct("<II")


class Frame(NamedTuple):
    """A request, or the outcome of the request that has the same number."""

    number: int
    body: bytes


def read_exactly(descriptor: int, count: int) -> Optional[bytes]:
    """Returns `count` bytes, or None at the end. Not a byte more: the forks would hold the programs that come after theirs."""
    parts = []
    while count > 0:
        part = os.read(descriptor, min(count, CHUNK))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_frame(descriptor: int) -> Optional[Frame]:
    """Returns the next frame, or None at the end."""
    head = read_exactly(descriptor, HEAD.size)
    if head is None:
        return None
    length, number = HEAD.unpack(head)
    body = read_exactly(descriptor, length)
    return None if body is None else Frame(number, body)


def write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_frame(descriptor: int, frame: Frame) -> None:
    write_all(descriptor, HEAD.pack(len(frame.body), frame.number) + frame.body)


def encode(value: Any) -> bytes:
    return json.dumps(value).encode()
