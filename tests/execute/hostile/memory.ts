/**
 * Programs that ask for more memory than there is, all at once, little by little and by way of the
 * library.
 */
import { programs, python } from './program.ts'

const atOnce = programs(
  'memory',
  'memory',
  {
    'long-text': python`
      ans = len("a" * 10**10)
    `,
    'long-list': python`
      ans = len([0] * 10**10)
    `,
    'long-bytes': python`
      ans = len(bytearray(2**31 - 100))
    `,
    'wide-format': python`
      ans = len("%2000000000d" % 1)
    `,
    'wide-format-method': python`
      ans = len(format(1, ">3000000000"))
    `,
    'precise-format': python`
      ans = len(f"{1.5:.2000000000f}")
    `,
    'padded-text': python`
      ans = len("x".ljust(3_000_000_000))
    `,
    'huge-shift': python`
      ans = (1 << (8 * 10**10)).bit_length()
    `,
    'list-of-range': python`
      ans = len(list(range(10**10)))
    `,
    'product-list': python`
      from itertools import product
      ans = len(list(product(range(100), repeat=6)))
    `,
    'cartesian-comprehension': python`
      ans = len([(a, b, c) for a in range(2000) for b in range(2000) for c in range(2000)])
    `,
    'nested-lists': python`
      ans = len([[0] * 100000 for _ in range(100000)])
    `,
    'repeated-join': python`
      ans = len(("x" * 10**8).join(map(str, range(100))))
    `,
    'replaced-text': python`
      ans = len(("a" * 10**5).replace("a", "b" * 10**6))
    `,
    'memory-map': python`
      import mmap
      def solution():
          view = mmap.mmap(-1, 8 * 2**30)
          for at in range(0, 8 * 2**30, 4096):
              view[at] = 1
          return len(view)
    `,
    'decimal-precision': python`
      import decimal
      def solution():
          decimal.getcontext().prec = decimal.MAX_PREC
          return decimal.Decimal(2).sqrt()
    `,
    'array-of-numbers': python`
      from array import array
      ans = len(array("d", [0.0]) * 10**9)
    `,
    'compressed-bomb': python`
      import zlib
      def solution():
          bomb = zlib.compress(bytes(1 << 20), 9)
          data = b""
          while True:
              data += zlib.decompress(bomb) * 64
    `,
    'buffer-in-c': python`
      import ctypes
      ans = len(ctypes.create_string_buffer(2**31 - 10).raw)
    `,
    'reading-ahead': python`
      import io
      ans = len(io.BytesIO().getbuffer()) + len(open("/dev/zero", "rb").read(3 * 10**9))
    `,
  },
  ['memory', 'error', 'timeout', 'refused'],
)

const bit = programs(
  'memory',
  'memory',
  {
    'growing-list': python`
      def solution():
          rows = []
          while True:
              rows.append(list(range(10000)))
    `,
    'growing-text': python`
      def solution():
          text = "ab"
          while True:
              text += text
    `,
    'growing-number': python`
      def solution():
          n = 3
          while True:
              n *= n
    `,
    'growing-dictionary': python`
      def solution():
          table, n = {}, 0
          while True:
              table[n] = str(n) * 50
              n += 1
    `,
    'growing-set': python`
      def solution():
          seen, state = set(), (0,)
          while True:
              state = state[-200:] + (len(seen),)
              seen.add(state)
    `,
    'growing-cache': python`
      from functools import cache
      @cache
      def f(n):
          return [n] * 5000
      def solution():
          n = 0
          while True:
              n += len(f(n))
    `,
    'memory-error-swallowed': python`
      def solution():
          kept = []
          while True:
              try:
                  kept.append(bytearray(20_000_000))
              except MemoryError:
                  continue
    `,
    'memory-error-by-small-steps': python`
      def solution():
          kept, size = [], 1 << 24
          while True:
              try:
                  kept.append(bytearray(size))
              except MemoryError:
                  size = max(size // 2, 1)
    `,
    'chain-of-exceptions': python`
      def solution():
          error = None
          while True:
              try:
                  raise ValueError("x" * 10000) from error
              except ValueError as caught:
                  error = caught
    `,
    'kept-frames': python`
      import sys
      def solution():
          frames = []
          def keep(n):
              data = list(range(2000))
              frames.append(sys._getframe())
          while True:
              keep(0)
    `,
    'many-generators': python`
      def solution():
          kept = []
          while True:
              generator = (x for x in range(10))
              next(generator)
              kept.append(generator)
    `,
    'many-classes': python`
      def solution():
          kept = []
          while True:
              kept.append(type("T", (), {"data": "x" * 1000}))
    `,
    'many-strings-printed': python`
      def solution():
          while True:
              print("spam" * 500)
    `,
    'many-files': python`
      def solution():
          n = 0
          while True:
              with open(f"/tmp/m{n}", "wb") as file:
                  file.write(bytes(1 << 20))
              n += 1
    `,
    'huge-source': python`
      def solution():
          return eval("[" + "1234567," * 30_000_000 + "]")[-1]
    `,
    'huge-value': python`
      ans = "x" * 50_000_000
    `,
    'fork-bomb': python`
      import os
      def solution():
          while True:
              os.fork()
    `,
    'thread-bomb': python`
      import threading, time
      def solution():
          while True:
              threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    `,
    'recursive-data': python`
      def grow(depth):
          data = [depth] * 100000
          return grow(depth + 1) + data
      ans = len(grow(0))
    `,
    'permutations-sorted': python`
      from itertools import permutations
      ans = sorted(permutations(range(12)))[-1]
    `,
  },
  ['memory', 'error', 'timeout', 'refused'],
)

export const memory = [...atOnce, ...bit]
