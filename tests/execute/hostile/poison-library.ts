/** Programs that leave Python's built-ins and library wrong for the next program. */
import { programs, python } from './program.ts'

const builtinNames = programs('poison-library', 'poison', {
  'builtin-functions': python`
    import builtins
    def solution():
        builtins.sum = builtins.len = builtins.max = builtins.abs = lambda *a, **k: 666
        builtins.range = lambda *a: iter([666])
        builtins.sorted = lambda x, **k: list(x)
        return "ok"
  `,
  'builtin-types': python`
    import builtins
    def solution():
        builtins.int, builtins.float, builtins.str = builtins.float, builtins.str, builtins.int
        builtins.dict = builtins.set = builtins.list
        return "ok"
  `,
  'builtin-dictionary': python`
    def solution():
        scope = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
        for name in ("isinstance", "callable", "repr", "print", "round", "bytes"):
            scope[name] = lambda *a, **k: "dirty"
        return "ok"
  `,
  'builtins-deleted': python`
    import builtins
    def solution():
        scope = vars(builtins)
        for name in [n for n in scope if n.islower() and not n.startswith("_")]:
            del scope[name]
        return "ok"
  `,
  'builtins-cleared': python`
    import builtins
    ans = vars(builtins).clear()
  `,
  'build-class': python`
    import builtins
    def solution():
        builtins.__build_class__ = lambda f, name, *bases, **k: type(name, (), {})
        return "ok"
  `,
  'import-function': python`
    import builtins
    real = builtins.__import__
    class Fake:
        def __getattr__(self, name):
            return lambda *a, **k: 666
    def solution():
        builtins.__import__ = lambda name, *a, **k: Fake() if name in ("math", "fractions", "statistics") else real(name, *a, **k)
        return "ok"
  `,
  'compile-and-exec': python`
    import builtins
    def solution():
        real = builtins.compile
        builtins.compile = lambda source, *a, **k: real("ans = 'forged'", *a, **k)
        builtins.exec = lambda *a, **k: None
        builtins.eval = lambda *a, **k: 666
        return "ok"
  `,
  'exception-names': python`
    import builtins
    def solution():
        builtins.ZeroDivisionError = builtins.KeyError = builtins.Exception = builtins.StopIteration
        builtins.BaseException = builtins.MemoryError = int
        return "ok"
  `,
  'names-of-the-console': python`
    import builtins
    def solution():
        builtins._ = builtins.ans = builtins.solution = lambda: "leaked"
        builtins.true, builtins.null = True, None
        return "ok"
  `,
  'main-module': python`
    import sys, types
    def solution():
        vars(sys.modules["__main__"]).update(solution=lambda: "leaked", ans="leaked")
        sys.modules["__main__"] = types.ModuleType("other")
        return "ok"
  `,
})

const modules = programs('poison-library', 'poison', {
  'math-functions': python`
    import math
    def solution():
        math.sqrt, math.floor, math.gcd, math.pi, math.e = math.floor, math.ceil, max, 3, 2
        return "ok"
  `,
  'modules-replaced': python`
    import sys, types
    def solution():
        for name in ("math", "json", "fractions", "decimal", "statistics", "itertools"):
            sys.modules[name] = types.SimpleNamespace(sqrt=lambda x: 666, Fraction=float, loads=str)
        return "ok"
  `,
  'modules-forbidden': python`
    import sys
    def solution():
        for name in ("math", "random", "datetime", "fractions", "collections", "re"):
            sys.modules[name] = None
        return "ok"
  `,
  'modules-cleared': python`
    import sys
    def solution():
        for name in list(sys.modules):
            if name not in ("sys", "builtins"):
                del sys.modules[name]
        return "ok"
  `,
  'module-table-replaced': python`
    import sys
    def solution():
        sys.modules = {}
        return "ok"
  `,
  'module-dictionaries-cleared': python`
    import collections, datetime, functools, itertools, re, string
    def solution():
        for module in (collections, datetime, functools, itertools, re, string):
            vars(module).clear()
        return "ok"
  `,
  'module-class-changed': python`
    import math, types
    class Liar(types.ModuleType):
        def __getattribute__(self, name):
            return 666
    def solution():
        import fractions
        fractions.__class__ = Liar
        return "ok"
  `,
  'json-functions': python`
    import json, json.decoder, json.encoder
    def solution():
        json.dumps = lambda *a, **k: '{"status":"ok","value":"FORGED","text":"FORGED","type":"str","source":"ans","stdout":"","error":null}'
        json.loads = lambda *a, **k: {"code": "ans = 'FORGED'", "outputBytes": 100}
        return "ok"
  `,
  'json-insides': python`
    import json, json.encoder, json.decoder
    def solution():
        json.encoder.c_make_encoder = None
        json.encoder.encode_basestring_ascii = json.encoder.encode_basestring = lambda s: '"FORGED"'
        json._default_encoder.encode = lambda o: '"FORGED"'
        json._default_decoder.decode = lambda s: {"code": "ans = 'FORGED'", "outputBytes": 9}
        json.JSONEncoder.default = lambda self, o: None
        json.encoder.FLOAT_REPR = json.encoder.float.__repr__
        return "ok"
  `,
  'fraction-methods': python`
    from fractions import Fraction
    def solution():
        Fraction.__add__, Fraction.__eq__ = Fraction.__sub__, lambda a, b: True
        Fraction._from_coprime_ints = classmethod(lambda cls, a, b: 666)
        return "ok"
  `,
  'statistics-functions': python`
    import statistics
    def solution():
        statistics.mean, statistics.median = statistics.median_high, statistics.mode
        statistics._sum = lambda data: (int, 666, 1)
        statistics._convert = lambda value, T: 666
        return "ok"
  `,
  'random-state': python`
    import random
    def solution():
        random.seed(4)
        random.random = random.randint = random._inst.random = lambda *a: 4
        return "ok"
  `,
  'decimal-context': python`
    import decimal
    def solution():
        for context in (decimal.getcontext(), decimal.DefaultContext, decimal.BasicContext, decimal.ExtendedContext):
            context.prec, context.rounding, context.Emax = 3, decimal.ROUND_UP, 5
            context.traps[decimal.DivisionByZero] = False
            context.traps[decimal.Inexact] = True
        return "ok"
  `,
  'decimal-context-replaced': python`
    import decimal
    def solution():
        decimal.setcontext(decimal.Context(prec=1, capitals=0))
        decimal.getcontext = lambda: None
        return "ok"
  `,
  'date-classes': python`
    import datetime, _datetime, time
    class Date(datetime.date):
        def __sub__(self, other):
            return datetime.timedelta(666)
    def solution():
        datetime.date = _datetime.date = Date
        time.time = time.monotonic = lambda: 0.0
        return "ok"
  `,
  'time-zone': python`
    import os, time
    def solution():
        os.environ["TZ"] = "XYZ-9"
        time.tzset()
        return "ok"
  `,
  'collection-classes': python`
    import collections
    def solution():
        collections.Counter.__missing__ = lambda self, key: 666
        collections.Counter.most_common = lambda self, n=None: []
        collections.namedtuple.__defaults__ = (1, 2)
        collections.OrderedDict = collections.defaultdict
        return "ok"
  `,
  'iterator-tools': python`
    import itertools, functools, operator, heapq, bisect
    def solution():
        itertools.combinations = itertools.permutations
        functools.reduce = lambda f, xs, *a: 666
        operator.mul, heapq.heappop, bisect.bisect = operator.add, list.pop, bisect.bisect_left
        return "ok"
  `,
  'regular-expression-cache': python`
    import re
    def solution():
        wrong = re.compile("wrong")
        for cache in (re._cache, re._cache2):
            for flags in (0, re.I):
                for pattern in (r"\d+", "a", r"\w+", r"[a-z]+", r"(\d+)"):
                    cache[str, pattern, flags] = wrong
        return "ok"
  `,
  'date-format-cache': python`
    import _strptime
    from datetime import datetime
    def solution():
        datetime.strptime("2001-02-03", "%Y-%m-%d")
        for key in list(_strptime._regex_cache):
            _strptime._regex_cache[key] = _strptime._regex_cache[key].__class__ and __import__("re").compile("(?P<Y>2)(?P<m>0)")
        return "ok"
  `,
  'typing-caches': python`
    import typing
    def solution():
        typing._cleanups.clear()
        typing.List = typing.Dict = typing.Optional = None
        return "ok"
  `,
  'line-cache': python`
    import linecache, traceback
    def solution():
        linecache.cache["<program>"] = (9, None, ["forged\n"] * 50, "<program>")
        traceback.format_exc = lambda *a, **k: "FORGED"
        return "ok"
  `,
  'copy-tables': python`
    import copy, copyreg
    from fractions import Fraction
    def solution():
        copy._deepcopy_dispatch[list] = lambda x, memo: []
        copyreg.dispatch_table[Fraction] = lambda f: (int, (666,))
        copyreg.pickle(complex, lambda c: (int, (666,)))
        return "ok"
  `,
  'abstract-registries': python`
    import collections.abc, numbers
    def solution():
        numbers.Integral.register(float)
        numbers.Number.register(str)
        collections.abc.Hashable.register(list)
        collections.abc.Iterable.register(int)
        return "ok"
  `,
  'abstract-meta-class': python`
    import abc
    def solution():
        abc.ABCMeta.__instancecheck__ = lambda cls, thing: True
        abc.ABCMeta.__subclasscheck__ = lambda cls, thing: True
        return "ok"
  `,
  'codec-search': python`
    import codecs
    def solution():
        codecs.register(lambda name: codecs.lookup("utf-16") if name != "utf-16" else None)
        codecs.register_error("strict", lambda error: ("", error.end))
        codecs.register_error("replace", lambda error: ("FORGED", error.end))
        codecs.register_error("backslashreplace", lambda error: ("FORGED", error.end))
        return "ok"
  `,
  'codec-aliases': python`
    import encodings, encodings.aliases, encodings.utf_8
    def solution():
        encodings.aliases.aliases["utf8"] = "rot_13"
        encodings.aliases.aliases["latin1"] = "ascii"
        encodings._cache.clear()
        encodings.utf_8.decode = lambda *a: ("FORGED", 6)
        return "ok"
  `,
  'stream-classes': python`
    import io
    def solution():
        io.TextIOWrapper = io.BytesIO = io.StringIO
        io.StringIO = None
        return "ok"
  `,
  'enumeration-members': python`
    import enum, re, calendar
    def solution():
        re.RegexFlag._member_map_.clear()
        re.RegexFlag._value2member_map_.clear()
        enum.EnumType.__call__ = lambda cls, *a, **k: 666
        return "ok"
  `,
  'string-constants': python`
    import string
    def solution():
        string.digits, string.ascii_lowercase, string.capwords = "abc", "123", len
        return "ok"
  `,
  'data-classes': python`
    import dataclasses
    def solution():
        dataclasses._process_class = lambda cls, *a, **k: cls
        dataclasses.field = lambda **k: 666
        return "ok"
  `,
  'single-dispatch': python`
    import functools, statistics
    def solution():
        functools.lru_cache = functools.cache = lambda *a, **k: (lambda f: (lambda *b: 666))
        functools.singledispatch = functools.wraps = None
        return "ok"
  `,
})

export const poisonLibrary = [...builtinNames, ...modules]
