/**
 * Programs that leave the interpreter's own state wrong for the next program: hooks, limits,
 * threads, finalizers.
 */
import { programs, python } from './program.ts'

const hooks = programs('poison-interpreter', 'poison', {
  trace: python`
    import sys
    def solution():
        sys.settrace(lambda *a: 1 / 0)
        return "ok"
  `,
  profile: python`
    import sys, threading
    def solution():
        def profile(frame, event, argument):
            frame.f_globals["ans"] = "FORGED"
        sys.setprofile(profile)
        threading.setprofile(profile)
        return "ok"
  `,
  monitoring: python`
    import sys
    def solution():
        tool = sys.monitoring
        tool.use_tool_id(3, "evil")
        tool.register_callback(3, tool.events.PY_START, lambda *a: 1 / 0)
        tool.set_events(3, tool.events.PY_START)
        return "ok"
  `,
  'audit-hook': python`
    import sys
    def solution():
        def refuse(event, arguments):
            if event in ("import", "compile", "exec"):
                raise RuntimeError("refused by the last program")
        sys.addaudithook(refuse)
        return "ok"
  `,
  'exception-hooks': python`
    import sys, threading
    def solution():
        sys.excepthook = sys.unraisablehook = threading.excepthook = lambda *a: None
        sys.displayhook = sys.breakpointhook = lambda *a: 1 / 0
        return "ok"
  `,
  'import-finder': python`
    import sys, types
    class Finder:
        def find_spec(self, name, *a):
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, self)
        def create_module(self, spec):
            return types.ModuleType(spec.name)
        def exec_module(self, module):
            module.__getattr__ = lambda name: 666
    def solution():
        sys.meta_path.insert(0, Finder())
        return "ok"
  `,
  'import-path': python`
    import sys
    def solution():
        sys.path.clear()
        sys.path_hooks.clear()
        sys.path_importer_cache.clear()
        sys.meta_path.clear()
        return "ok"
  `,
  'standard-streams': python`
    import io, sys
    def solution():
        sys.stdout = sys.stderr = sys.stdin = sys.__stdout__ = sys.__stderr__ = None
        return "ok"
  `,
  'stream-closed': python`
    import sys
    def solution():
        sys.stdout.detach().close()
        for name in ("__stdout__", "__stderr__", "__stdin__"):
            stream = getattr(sys, name)
            if stream:
                stream.close()
        return "ok"
  `,
  'recursion-limit': python`
    import sys
    def solution():
        sys.setrecursionlimit(60)
        return "ok"
  `,
  'digit-limit': python`
    import sys
    def solution():
        sys.set_int_max_str_digits(0)
        return "ok"
  `,
  'system-constants': python`
    import sys
    def solution():
        sys.maxsize, sys.byteorder, sys.version_info, sys.float_info = 7, "middle", (2, 7), None
        sys.argv = sys.platform = sys.path = None
        return "ok"
  `,
  'coroutine-tracking': python`
    import sys
    def solution():
        sys.set_coroutine_origin_tracking_depth(100)
        sys.set_asyncgen_hooks(firstiter=lambda g: 1 / 0, finalizer=lambda g: 1 / 0)
        sys.setswitchinterval(1000)
        return "ok"
  `,
  'collector-off': python`
    import gc
    def solution():
        gc.disable()
        gc.set_threshold(0)
        gc.set_debug(gc.DEBUG_SAVEALL)
        return "ok"
  `,
  'collector-callbacks': python`
    import gc, builtins
    def solution():
        gc.callbacks.append(lambda phase, info: setattr(builtins, "len", lambda x: 666))
        gc.set_threshold(1, 1, 1)
        return "ok"
  `,
  'collector-frozen': python`
    import gc
    def solution():
        class Cycle:
            pass
        for _ in range(1000):
            a = Cycle()
            a.self = a
        gc.freeze()
        return "ok"
  `,
  'at-exit': python`
    import atexit, builtins
    def solution():
        atexit.register(lambda: setattr(builtins, "sum", None))
        atexit.register(print, "here")
        return "ok"
  `,
  'signal-handlers': python`
    import signal
    def solution():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD, signal.SIGXCPU, signal.SIGPIPE):
            signal.signal(number, signal.SIG_IGN)
        return "ok"
  `,
  alarm: python`
    import signal
    def solution():
        signal.signal(signal.SIGALRM, lambda *a: 1 / 0)
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
        return "ok"
  `,
  'warning-filters': python`
    import warnings
    def solution():
        warnings.simplefilter("error")
        warnings.showwarning = warnings.warn = lambda *a, **k: 1 / 0
        return "ok"
  `,
  locale: python`
    import locale
    def solution():
        for name in ("de_DE.UTF-8", "fr_FR", "tr_TR.UTF-8", "C"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                pass
        locale.localeconv = lambda: {"decimal_point": ","}
        locale.getlocale = locale.getencoding = lambda *a: "FORGED"
        return "ok"
  `,
  'memory-tracing': python`
    import tracemalloc, faulthandler
    def solution():
        faulthandler.enable()
        faulthandler.dump_traceback_later(0.1, repeat=True)
        tracemalloc.start(50)
        return "ok"
  `,
  'context-variables': python`
    import contextvars, decimal
    def solution():
        context = contextvars.copy_context()
        decimal.getcontext().clear_traps()
        contextvars.ContextVar("leak", default=1).set([0] * 1000)
        return "ok", len(context)
  `,
  'running-loop': python`
    import asyncio, asyncio.events
    def solution():
        asyncio.events._set_running_loop(object())
        asyncio.run = lambda *a, **k: 666
        return "ok"
  `,
  'sub-interpreter': python`
    import _interpreters
    def solution():
        other = _interpreters.create("legacy")
        return _interpreters.exec(other, "import math\nmath.sqrt = None\nimport gc\ngc.disable()")
  `,
  'test-configuration': python`
    import _testinternalcapi, _testcapi
    def solution():
        _testcapi.set_nomemory(100000, 100050)
        config = _testinternalcapi.get_configs()["config"] if hasattr(_testinternalcapi, "get_configs") else {}
        return "ok", len(config)
  `,
})

const late = programs('poison-interpreter', 'poison', {
  'late-finalizer': python`
    import gc, builtins
    class Trap:
        def __init__(self):
            self.self = self
        def __del__(self):
            builtins.sum = lambda *a: 666
            builtins.print("late")
    def solution():
        gc.disable()
        Trap()
        return "ok"
  `,
  'late-generator': python`
    import gc, sys
    def trap():
        try:
            yield generators
        finally:
            import math
            math.pi = 3
    generators = []
    def solution():
        generator = trap()
        next(generator)
        generators.append(generator)
        sys.modules["kept"] = generators
        return "ok"
  `,
  'late-weak-reference': python`
    import weakref, math
    class Thing:
        pass
    def spoil(*a):
        math.sqrt = None
    def solution():
        thing = Thing()
        thing.self = thing
        weakref.finalize(thing, spoil)
        math.kept = weakref.ref(thing, spoil)
        return "ok"
  `,
  'late-thread': python`
    import threading, time
    def work():
        import builtins
        while True:
            time.sleep(0.001)
            builtins.len = lambda x: 666
    def solution():
        threading.Thread(target=work, daemon=True).start()
        return "ok"
  `,
  'late-timer': python`
    import threading, builtins
    def solution():
        threading.Timer(0.01, lambda: setattr(builtins, "sum", None)).start()
        return "ok"
  `,
  'value-that-spoils': python`
    import builtins
    class Value:
        def __repr__(self):
            builtins.len = lambda x: 666
            return "3"
        __str__ = __repr__
    ans = Value()
  `,
  'text-that-lies': python`
    class Text(str):
        def __str__(self):
            return self
        def __len__(self):
            return 0
        def __getitem__(self, key):
            return "FORGED" * 100000
    class Value:
        def __repr__(self):
            return Text("x" * 200000)
    ans = Value()
  `,
  'class-that-lies': python`
    class Meta(type):
        @property
        def __name__(cls):
            return {"status": "ok"}
        def __instancecheck__(cls, other):
            return True
    class Value(metaclass=Meta):
        pass
    ans = Value()
  `,
  'error-that-lies': python`
    import builtins
    class Strange(Exception):
        @property
        def __traceback__(self):
            builtins.sum = None
            return self
        tb_frame = tb_next = property(lambda self: self)
        f_code = property(lambda self: self)
        co_filename = "<program>"
        tb_lineno = {"line": object()}
        def __str__(self):
            builtins.max = None
            return "FORGED"
    raise Strange()
  `,
  'immortal-waste': python`
    import sys
    def solution():
        sys.modules["kept"] = [bytearray(1 << 20) for _ in range(40)]
        sys.kept = {i: str(i) for i in range(200000)}
        return "ok"
  `,
  'interned-waste': python`
    import sys
    def solution():
        for i in range(300000):
            sys.intern(f"wasted_{i}")
        return "ok"
  `,
})

export const poisonInterpreter = [...hooks, ...late]
