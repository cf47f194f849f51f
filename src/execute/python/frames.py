"""The frames that requests and outcomes travel in: a length (32 bits, little-endian) and so many bytes of JSON."""

import json
import os
import struct
from typing import Any, Optional

INPUT, OUTPUT = 0, 1
CHUNK = 2**16


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


def read_frame(descriptor: int) -> Optional[bytes]:
    """Returns what is in the next frame, or None at the end."""
    head = read_exactly(descriptor, 4)
    return None if head is None else read_exactly(descriptor, struct.unpack("<I", head)[0])


def write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def write_frame(descriptor: int, body: bytes) -> None:
    write_all(descriptor, struct.pack("<I", len(body)) + body)


def encode(value: Any) -> bytes:
    return json.dumps(value).encode()


def answer(outcome: dict) -> None:
    write_frame(OUTPUT, encode(outcome))
