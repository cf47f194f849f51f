/**
 * The program that is run after a hostile one: it looks at the interpreter's global state and says
 * "clean", or what is not.
 */
import { python } from './program.ts'

const source = python`
  import sys
  faults = []
  def check(name, test):
      try:
          fine = test()
      except BaseException as error:
          fine = False
          name += " (" + type(error).__name__ + ")"
      if fine is not True:
          faults.append(name)
  def raised(call):
      try:
          call()
      except BaseException as error:
          return type(error).__name__

  # numbers, texts and the singletons themselves
  check("small integers", lambda: [str(n) for n in range(-5, 257)] == "-5 -4 -3 -2 -1".split() + [chr(48 + n) for n in range(10)] + [
      chr(48 + n // 10) + chr(48 + n % 10) for n in range(10, 100)] + [chr(48 + n // 100) + chr(48 + n // 10 % 10) + chr(48 + n % 10)
      for n in range(100, 257)])
  check("arithmetic", lambda: (7 + 5, 7 - 5, 7 * 5, -7 // 2, -7 % 3, 2**100 % 97, 7 / 2, divmod(-9, 4)) ==
      (12, 2, 35, -4, 2, 16, 3.5, (-3, 3)))
  check("truth", lambda: True is not False and True + True == 2 and not False and None is not True and repr((True, False, None)) ==
      "(True, False, None)")
  check("letters", lambda: [ord(c) for c in "abcdefghijklmnopqrstuvwxyz"] == [*range(97, 123)] and "".join(map(chr, range(65, 91))) ==
      "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
  check("interned words", lambda: bytes("clean status ok value solution ans", "ascii") ==
      bytes([99, 108, 101, 97, 110, 32, 115, 116, 97, 116, 117, 115, 32, 111, 107, 32, 118, 97, 108, 117, 101, 32, 115, 111, 108, 117,
             116, 105, 111, 110, 32, 97, 110, 115]))
  check("empty values", lambda: (len(()), len(""), len(b""), () + (1,), "" + "a") == (0, 0, 0, (1,), "a"))
  check("floats", lambda: (0.1 + 0.2).hex() == "0x1.3333333333334p-2" and round(2.5) == 2 and (1.5).is_integer() is False and
      float("1e-5").__repr__() == "1e-05")

  # the built-in functions, types and exceptions
  check("built-in functions", lambda: (sum([1, 2, 3]), len([1, 2]), max(1, 9, 3), min(4, 2), abs(-3), list(range(3)), sorted([3, 1, 2]),
      round(2.675, 2), repr("a"), callable(len), isinstance(1, int), isinstance(1, str), bytes([1]), list(map(str, [1])), pow(3, 4, 5)) ==
      (6, 2, 9, 2, 3, [0, 1, 2], [1, 2, 3], 2.67, "'a'", True, True, False, b"\x01", ["1"], 1))
  check("built-in types", lambda: (int("12"), float("1.5"), str(12), dict(a=1), set([1, 1]), list("ab"), tuple([1]), bool(0)) ==
      (12, 1.5, "12", {"a": 1}, {1}, ["a", "b"], (1,), False))
  check("methods", lambda: ([1].append(2), "a".upper(), (5).bit_length(), {1: 2}.get(1), "a,b".split(","), [3, 1].sort()) ==
      (None, "A", 3, 2, ["a", "b"], None))
  def appended():
      xs = []
      xs.append(1)
      return xs == [1]
  check("append", appended)
  check("exceptions", lambda: [raised(lambda: 1 / 0), raised(lambda: {}["a"]), raised(lambda: [][0]), raised(lambda: int("x")),
      raised(lambda: nowhere), raised(lambda: 1 + "a"), raised(lambda: next(iter([])))] ==
      ["ZeroDivisionError", "KeyError", "IndexError", "ValueError", "NameError", "TypeError", "StopIteration"])
  check("exception names", lambda: issubclass(ZeroDivisionError, ArithmeticError) and issubclass(KeyError, LookupError) and
      not issubclass(Exception, ValueError) and BaseException.__name__ == "BaseException" and MemoryError.__mro__[1] is Exception)
  check("evaluation", lambda: eval("1 + 2") == 3 and eval(compile("2 * 3", "p", "eval")) == 6)
  def classes():
      class Base:
          x = 1
          def f(self):
              return self.x
      class Child(Base):
          x = 2
      return Child().f() == 2 and Base.__name__ == "Base" and isinstance(Child(), Base) and not isinstance(Base(), Child)
  check("classes", classes)
  check("names nobody defined", lambda: all(n not in globals() and n not in vars(sys.modules["builtins"])
      for n in ("ans", "solution", "_", "true", "null", "leak")))

  # the library
  def library():
      import bisect, collections, copy, datetime, decimal, fractions, functools, heapq, itertools, json, math, operator, random, re
      import statistics, string, typing, types, numbers, collections.abc, enum, dataclasses, time, io, os
      from fractions import Fraction
      from decimal import Decimal
      check("math", lambda: (math.sqrt(16), math.floor(2.7), math.ceil(2.1), math.gcd(12, 18), math.factorial(5), math.comb(5, 2),
          math.pi, math.e) == (4.0, 2, 3, 6, 120, 10, 3.141592653589793, 2.718281828459045))
      check("fractions", lambda: str(Fraction(1, 2) + Fraction(1, 3)) == "5/6" and Fraction(1, 2) != Fraction(1, 3))
      check("decimal", lambda: str(Decimal(1) / Decimal(7)) == "0.1428571428571428571428571429" and decimal.getcontext().prec == 28 and
          decimal.getcontext().rounding == "ROUND_HALF_EVEN" and decimal.DefaultContext.prec == 28 and
          raised(lambda: Decimal(1) / 0) == "DivisionByZero" and decimal.getcontext().capitals == 1)
      check("statistics", lambda: (statistics.mean([1, 2, 4.5]), statistics.median([3, 1, 2]), statistics.stdev([1, 2, 3])) == (2.5, 2, 1.0))
      check("random", lambda: random.Random(7).randrange(10**6) == random.Random(7).randrange(10**6) and
          len({random.randint(1, 10**9) for _ in range(20)}) > 15 and 0 <= random.random() < 1)
      check("itertools", lambda: list(itertools.combinations("abc", 2)) == [("a", "b"), ("a", "c"), ("b", "c")] and
          len(list(itertools.permutations(range(4)))) == 24)
      check("functools", lambda: functools.reduce(operator.mul, range(1, 6)) == 120 and functools.lru_cache(None)(lambda x: x + 1)(2) == 3)
      check("collections", lambda: collections.Counter("aab").most_common(1) == [("a", 2)] and collections.Counter()["x"] == 0 and
          list(collections.OrderedDict(a=1)) == ["a"] and repr(collections.namedtuple("P", "x y")(1, 2)) == "P(x=1, y=2)")
      check("heaps", lambda: heapq.heappop([1, 5, 3]) == 1 and bisect.bisect([1, 2, 2, 3], 2) == 3)
      check("json", lambda: json.dumps({"a": [1, 2.5, None, True]}) == '{"a": [1, 2.5, null, true]}' and json.loads("[1]") == [1] and
          raised(lambda: json.dumps(object())) == "TypeError" and json.dumps([1], indent=1) == "[\n 1\n]")
      check("regular expressions", lambda: re.findall(r"\d+", "a1b22") == ["1", "22"] and re.match("a", "abc").group() == "a" and
          re.sub(r"\w+", "x", "a b") == "x x" and re.search(r"[a-z]+", "12ab")[0] == "ab" and repr(re.I) == "re.IGNORECASE")
      check("dates", lambda: (datetime.date(2024, 3, 1) - datetime.date(2024, 2, 28)).days == 2 and
          datetime.datetime.strptime("2001-02-03", "%Y-%m-%d").day == 3 and datetime.date.__module__ == "datetime")
      check("clock", lambda: time.time() > 1.6e9 and time.tzname[0] != "XYZ")
      check("copies", lambda: copy.deepcopy([[1], Fraction(1, 2)]) == [[1], Fraction(1, 2)] and copy.copy(Fraction(1, 3)) * 3 == 1)
      check("abstract classes", lambda: not isinstance(1.5, numbers.Integral) and not isinstance("a", numbers.Number) and
          not isinstance([], collections.abc.Hashable) and not isinstance(1, collections.abc.Iterable) and isinstance(1, numbers.Integral))
      check("texts", lambda: string.digits == "0123456789" and string.ascii_lowercase[:3] == "abc" and "ß".upper() == "SS")
      check("typing", lambda: typing.List[int].__args__ == (int,) and str(typing.Optional[int]).endswith("Optional[int]") or
          str(typing.Optional[int]) == "int | None")
      check("enumerations", lambda: enum.Enum("E", "A B").B.value == 2)
      check("data classes", lambda: repr(dataclasses.make_dataclass("D", ["x"])(3)) == "D(x=3)")
      check("streams", lambda: io.StringIO("ab").read() == "ab" and io.BytesIO(b"a").getvalue() == b"a" and
          io.TextIOWrapper(io.BytesIO(b"\xc3\xa9"), "utf-8").read() == "é")
      check("codecs", lambda: "é".encode("utf8") == b"\xc3\xa9" and b"\xff".decode("utf-8", "replace") == "\ufffd" and
          "\ud800".encode("ascii", "backslashreplace") == b"\\ud800" and raised(lambda: b"\xff".decode()) == "UnicodeDecodeError" and
          raised(lambda: "a".encode("no-such-codec")) == "LookupError" and "é".encode("latin1") == b"\xe9")
      check("modules", lambda: all(type(m) is types.ModuleType for m in (math, json, fractions, random, os, re)) and
          sys.modules["math"] is math and "kept" not in sys.modules)
  check("imports", lambda: library() is None)

  # the interpreter
  def interpreter():
      import gc, os, threading, warnings, locale, contextlib, atexit, tracemalloc, linecache, asyncio.events
      check("hooks", lambda: sys.gettrace() is None and sys.getprofile() is None and threading.getprofile() is None and
          sys.displayhook is sys.__displayhook__ and sys.unraisablehook is sys.__unraisablehook__ and
          threading.excepthook is threading.__excepthook__)
      check("monitoring", lambda: sys.version_info < (3, 12) or sys.monitoring.get_tool(3) is None)
      check("recursion limit", lambda: sys.getrecursionlimit() >= 300)
      def deep(n):
          return 0 if n == 0 else 1 + deep(n - 1)
      check("recursion", lambda: deep(200) == 200)
      check("digit limit", lambda: sys.get_int_max_str_digits() == 4300)
      check("constants", lambda: sys.maxsize in (2**31 - 1, 2**63 - 1) and sys.byteorder == "little" and sys.version_info >= (3, 9) and
          sys.float_info.dig == 15 and sys.getdefaultencoding() == "utf-8")
      check("import paths", lambda: len(sys.meta_path) >= 2 and len(sys.path_hooks) >= 1 and "/tmp" not in sys.path and
          all(f.__class__.__name__ != "Finder" for f in sys.meta_path) and not hasattr(sys, "kept"))
      check("fresh import", lambda: __import__("colorsys").rgb_to_hsv(1, 1, 1) == (0.0, 0.0, 1) and sys.modules.pop("colorsys") and True)
      check("collector", lambda: gc.isenabled() and gc.get_debug() == 0 and gc.get_threshold()[0] > 1 and
          all("lambda" not in str(c) for c in gc.callbacks) and gc.garbage == [])
      check("collection", lambda: gc.collect() >= 0 and sum([1, 2]) == 3 and len("ab") == 2)
      check("warnings", lambda: not any(f[0] == "error" and f[2] is Warning and f[1] is None for f in warnings.filters) and
          warnings.warn is not None and callable(warnings.showwarning))
      check("threads", lambda: threading.active_count() == 1)
      check("streams of the system", lambda: sys.stdout is not None and sys.stdout.writable() and sys.stdin.read() == "")
      check("locale", lambda: locale.localeconv()["decimal_point"] == "." and format(1234.5, "n") == "1234.5")
      check("memory tracing", lambda: not tracemalloc.is_tracing())
      check("running loop", lambda: type(asyncio.events._get_running_loop()) is not object)
      check("line cache", lambda: "<program>" not in linecache.cache)
      check("coroutines", lambda: sys.get_coroutine_origin_tracking_depth() == 0 and sys.get_asyncgen_hooks() == (None, None))
      check("environment", lambda: not any(n in os.environ for n in ("TZ", "LEFT", "LEFT2", "PYTHONPATH")) and
          type(os.environ).__name__ == "_Environ" and os.getenv("LEFT") is None)
      check("working directory", lambda: "elsewhere" not in os.getcwd() and "gone" not in os.getcwd())
      check("files", lambda: not any(os.path.exists(p) for p in ("/tmp/left", "/tmp/link", "/tmp/m0", "/tmp/name0", "/tmp/full", "/tmp/captured",
          "/tmp/json.py", "/tmp/fractions.py", "/home/pyodide/left", "/tmp2", "/host", "left")))
      check("descriptors", lambda: raised(lambda: os.close(os.open("/", os.O_RDONLY))) in (None, "PermissionError", "OSError"))
      check("standard input", lambda: os.read(0, 1) == b"")
      check("the library's files", lambda: any(os.path.exists(p) for p in sys.path))
      check("main module", lambda: not hasattr(sys.modules.get("__main__"), "ans"))
  check("interpreter", lambda: interpreter() is None)

  print("probe {{nonce}}")
  ans = ("clean " + str({{nonce}} * 31337 % 1000003)) if not faults else "POISONED: " + ", ".join(faults)
`

/**
 * Returns the probe, and what it gives in a clean interpreter; the nonce keeps a forged verdict
 * from passing for its own.
 */
export function probe(nonce: number): { code: string; text: string; stdout: string } {
  return {
    code: source.replaceAll('{{nonce}}', String(nonce)),
    text: `clean ${(nonce * 31_337) % 1_000_003}`,
    stdout: `probe ${nonce}\n`,
  }
}
