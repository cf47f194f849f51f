"""Makes an interpreter ready for its snapshot: what programs import most is loaded, and sleeping takes no time."""

import sys

sys.path = [path for path in sys.path if path]

import bisect, calendar, cmath, collections, contextlib, copy, csv, dataclasses, datetime, decimal, enum, fractions  # noqa: E401
import functools, hashlib, heapq, itertools, json, math, numbers, operator, random, re, statistics, string  # noqa: E401
import _strptime, textwrap, time, traceback, typing, zoneinfo  # noqa: E401

# There is nothing to wait for: no other process, no network.
time.sleep = lambda seconds: None

# What programs take for a number larger than all others. As a size it is too large here: wide.py.
sys.maxsize = 2**63 - 1

# An unseeded program draws the same numbers every time.
random.seed(0)
