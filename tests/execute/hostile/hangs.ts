/** Programs that never end, in Python and inside one call of C. */
import { programs, python } from './program.ts'

const endless = programs(
  'hangs',
  'hang',
  {
    'empty-loop': python`
      while True:
          pass
    `,
    'loop-in-solution': python`
      def solution():
          n = 1
          while n > 0:
              n += 1
          return n
    `,
    'loop-that-swallows': python`
      def solution():
          while True:
              try:
                  while True:
                      pass
              except BaseException:
                  pass
              finally:
                  continue
    `,
    'loop-in-finally': python`
      def solution():
          try:
              1 / 0
          finally:
              while True:
                  pass
    `,
    'loop-through-return': python`
      def again():
          while True:
              try:
                  return 1
              finally:
                  continue
      ans = again()
    `,
    'endless-generator': python`
      def numbers():
          while True:
              yield 0
      ans = sum(numbers())
    `,
    'endless-iterator': python`
      ans = all(x == 0 for x in iter(int, 1))
    `,
    'endless-collatz': python`
      def solution():
          n, steps = 0, 0
          while n != 1:
              n, steps = (n // 2 if n % 2 == 0 else 3 * n + 1), steps + 1
          return steps
    `,
    'sum-of-range': python`
      ans = sum(range(10**12))
    `,
    'maximum-of-range': python`
      ans = max(range(10**13), key=abs)
    `,
    'last-of-a-deque': python`
      from collections import deque
      ans = deque(range(10**13), maxlen=1)
    `,
    'membership-in-range': python`
      ans = 0.5 in range(10**13)
    `,
    'endless-cycle': python`
      from itertools import cycle
      ans = 2 in cycle([1])
    `,
    'endless-repeat': python`
      from itertools import repeat
      from collections import deque
      ans = deque(repeat(None), maxlen=0)
    `,
    'backtracking-expression': python`
      import re
      ans = re.match(r"(x+x+)+y", "x" * 60)
    `,
    'backtracking-substitution': python`
      import re
      ans = re.sub(r"(a|a?)+$", "", "a" * 50 + "b")
    `,
    'comparison-that-changes': python`
      class Item:
          def __lt__(self, other):
              while True:
                  pass
      ans = sorted([Item(), Item()])
    `,
    'loop-while-hashed': python`
      class Key:
          def __hash__(self):
              return 1
          def __eq__(self, other):
              while True:
                  pass
      ans = {Key(): 1, Key(): 2}
    `,
    'loop-while-shown': python`
      class Value:
          def __repr__(self):
              while True:
                  pass
      ans = Value()
    `,
    'loop-while-described': python`
      class Stubborn(Exception):
          def __str__(self):
              while True:
                  pass
      raise Stubborn()
    `,
    'loop-in-output': python`
      import sys
      class Stream:
          def write(self, text):
              while True:
                  pass
      sys.stdout = Stream()
      print("x")
    `,
    'power-of-power': python`
      ans = len(bin(7 ** 7 ** 9))
    `,
    'many-digits': python`
      import sys
      def solution():
          sys.set_int_max_str_digits(0)
          return sum(len(str(1 << 30_000_000)) for _ in iter(int, 1))
    `,
    'many-subsets': python`
      from itertools import combinations
      ans = sum(1 for r in range(41) for c in combinations(range(40), r) if sum(c) == 400)
    `,
    'slow-fibonacci': python`
      def f(n):
          return n if n < 2 else f(n - 1) + f(n - 2)
      ans = f(80)
    `,
    'string-search': python`
      text = "a" * 5_000_000
      ans = sum(text.count("a" * 2_000_000 + "b" + "a" * k) for k in range(100_000))
    `,
    'trial-division': python`
      n = 2**127 - 1
      ans = next(d for d in range(3, n, 2) if n % d == 0)
    `,
  },
  ['timeout'],
)

const perhaps = programs(
  'hangs',
  'hang',
  {
    'compile-constant': python`
      ans = eval("lambda: " + "+".join(["(1 << 100) * (3 ** 80)"] * 400)) and [hash(str(x)) for x in iter(int, 1)]
    `,
    'integer-power': python`
      ans = 10 ** 10 ** 8 % 7
    `,
    'huge-factorial': python`
      import math
      ans = math.factorial(20_000_000) % 1009
    `,
    'deleting-for-ever': python`
      class Phoenix:
          def __del__(self):
              Phoenix()
              while True:
                  pass
      def solution():
          Phoenix()
          return 1
    `,
    'lock-twice': python`
      import threading
      def solution():
          lock = threading.Lock()
          lock.acquire()
          lock.acquire()
    `,
    'empty-queue': python`
      import queue
      ans = queue.Queue().get()
    `,
    'thread-joined': python`
      import threading
      def work():
          while True:
              pass
      def solution():
          thread = threading.Thread(target=work)
          thread.start()
          thread.join()
    `,
    'signal-pause': python`
      import signal
      ans = signal.pause()
    `,
    'select-for-ever': python`
      import os, select
      def solution():
          reading, writing = os.pipe()
          return select.select([reading], [], [])
    `,
    'read-own-pipe': python`
      import os
      def solution():
          reading, writing = os.pipe()
          return os.read(reading, 1)
    `,
    'accept-for-ever': python`
      import socket
      def solution():
          server = socket.socket()
          server.bind(("127.0.0.1", 0))
          server.listen()
          return server.accept()
    `,
    'future-for-ever': python`
      import asyncio
      async def main():
          await asyncio.get_running_loop().create_future()
      ans = asyncio.run(main())
    `,
    'loop-that-never-yields': python`
      import asyncio
      async def main():
          while True:
              await asyncio.sleep(0)
      ans = asyncio.run(main())
    `,
    'open-fifo': python`
      import os
      def solution():
          os.mkfifo("/tmp/fifo")
          return open("/tmp/fifo").read()
    `,
    'interval-timers': python`
      import signal
      def solution():
          signal.signal(signal.SIGALRM, lambda *a: signal.setitimer(signal.ITIMER_REAL, 0.001))
          signal.setitimer(signal.ITIMER_REAL, 0.001)
          while True:
              pass
    `,
    'ignore-every-signal': python`
      import signal
      def solution():
          for number in range(1, 65):
              try:
                  signal.signal(number, lambda *a: None)
              except (OSError, ValueError):
                  pass
          while True:
              pass
    `,
  },
  ['timeout', 'error', 'refused', 'memory', 'ok'],
)

const waits = programs(
  'hangs',
  'hang',
  {
    'long-sleep': python`
      import time
      time.sleep(1e6)
      ans = "awake"
    `,
    'console-input': python`
      ans = input("a number: ")
    `,
    'standard-input': python`
      import sys, os
      ans = sys.stdin.read() + str(os.read(0, 10))
    `,
    'busy-clock': python`
      import time
      def solution():
          start = time.monotonic()
          while time.monotonic() - start < 1e6:
              pass
    `,
    'barrier-of-two': python`
      import threading
      ans = threading.Barrier(2).wait(timeout=1e6)
    `,
  },
  ['timeout', 'ok', 'error', 'refused'],
)

export const hangs = [...endless, ...perhaps, ...waits]
