"""Lets a Python with pointers of 32 bits count as one of 64 bits does, where a program can tell.

CPython in WebAssembly has `Py_ssize_t` of 32 bits: `len(range(10**12))` is an OverflowError there, and `hash(2**40)` another number.
What is put in place here is slower, so that only programs that need it get it (../pyodide/pyodide-worker.ts). Nothing is undone: the
interpreter is put back before the next program.
"""

import array
import builtins
import decimal
import fractions
import functools
import itertools

import runner

# The largest `Py_ssize_t`, here and on a machine of 64 bits.
_HERE, _THERE = 2**31 - 1, 2**63 - 1

_len, _hash = builtins.len, builtins.hash


def _long_len(container, /):
    """`len`, which counts a range of any length."""
    if type(container) is not range:
        return _len(container)
    step = container.step
    count = max(0, (container.stop - container.start + step - (1 if step > 0 else -1)) // step)
    if count > _THERE:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return count


# CPython's hash of numbers is their value modulo this prime; the rest are its constants for tuples
# (xxHash) and complex numbers.
_PRIME = 2**61 - 1
_MASK = 2**64 - 1
_TUPLE_START, _TUPLE_LANE, _TUPLE_TURN = 2870177450012600261, 14029467366897019727, 11400714785074694791
_IMAGINARY = 1000003
_INFINITE = 314159


def _signed(value):
    """Returns what 64 bits hold of a value. -1 means an error in C, so that no hash is -1."""
    value &= _MASK
    value = value - 2**64 if value >> 63 else value
    return -2 if value == -1 else value


def _hash_of_ratio(numerator, denominator):
    if denominator % _PRIME == 0:
        return _INFINITE if numerator > 0 else -_INFINITE
    value = abs(numerator) * pow(denominator, -1, _PRIME) % _PRIME
    return _signed(value if numerator >= 0 else -value)


def _hash_of_tuple(items):
    total = _TUPLE_START
    for item in items:
        total = (total + _long_hash(item) * _TUPLE_LANE) & _MASK
        total = (total << 31 | total >> 33) * _TUPLE_TURN & _MASK
    total = (total + (_len(items) ^ _TUPLE_START ^ 3527539)) & _MASK
    return 1546275796 if total == _MASK else _signed(total)


def _long_hash(value, /):
    """`hash`, as a machine of 64 bits has it for numbers and tuples of them."""
    kind = type(value)
    if kind is int or kind is bool:
        return _hash_of_ratio(value, 1)
    if kind is float or kind is decimal.Decimal:
        if value - value == 0:
            return _hash_of_ratio(*value.as_integer_ratio())
        return _hash(value)
    if kind is fractions.Fraction:
        return _hash_of_ratio(value.numerator, value.denominator)
    if kind is complex:
        return _signed(_long_hash(value.real) + _IMAGINARY * _long_hash(value.imag))
    return _hash_of_tuple(value) if kind is tuple else _hash(value)


def _clipped(function):
    """Returns the function for counts of any size: of things that nobody lives to count, there are as many as fit."""

    @functools.wraps(function)
    def call(*values, **named):
        return function(*map(_clip, values), **{name: _clip(value) for name, value in named.items()})

    return call


def _clip(value):
    return _HERE if type(value) is int and value > _HERE else value


class _LongArray(array.array):
    """`array`, whose `l` and `L` have 64 bits."""

    def __new__(cls, typecode, *values):
        return super().__new__(cls, {"l": "q", "L": "Q"}.get(typecode, typecode), *values)


_LongArray.__name__ = _LongArray.__qualname__ = "array"


def run(request):
    """As `runner.run`, with what is here in place."""
    builtins.len, builtins.hash = _long_len, _long_hash
    itertools.islice, itertools.repeat = _clipped(itertools.islice), _clipped(itertools.repeat)
    functools.lru_cache = _clipped(functools.lru_cache)
    array.array = _LongArray
    return runner.run(request)
