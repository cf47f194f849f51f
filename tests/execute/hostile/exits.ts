/** Programs that take the interpreter down, or try to end where no end is expected. */
import { programs, python } from './program.ts'

const exits = programs('exits', 'exit', {
  'system-exit': python`
    import sys
    sys.exit(0)
  `,
  'system-exit-code': python`
    import sys
    def solution():
        sys.exit({"status": "ok", "value": "FORGED"})
  `,
  quit: python`
    def solution():
        quit()
  `,
  'underscore-exit': python`
    import os
    def solution():
        print("before")
        os._exit(0)
  `,
  'underscore-exit-at-top': python`
    import os
    os._exit(7)
  `,
  abort: python`
    import os
    ans = os.abort()
  `,
  'kill-self': python`
    import os, signal
    ans = os.kill(os.getpid(), signal.SIGKILL)
  `,
  'raise-segmentation-fault': python`
    import signal
    ans = signal.raise_signal(signal.SIGSEGV)
  `,
  'stop-self': python`
    import os, signal
    ans = os.kill(os.getpid(), signal.SIGSTOP)
  `,
  'segmentation-fault': python`
    import faulthandler
    ans = faulthandler._sigsegv()
  `,
  'read-null': python`
    import faulthandler
    ans = faulthandler._read_null()
  `,
  'fatal-error-in-c': python`
    import faulthandler
    ans = faulthandler._fatal_error_c_thread()
  `,
  'overflow-in-c': python`
    import faulthandler
    ans = faulthandler._stack_overflow()
  `,
  'test-fatal-error': python`
    import _testcapi
    ans = _testcapi.fatal_error(b"over")
  `,
  'null-pointer': python`
    import ctypes
    ans = ctypes.string_at(0, 1 << 30)
  `,
  'finalize-interpreter': python`
    import ctypes
    ans = ctypes.pythonapi.Py_Finalize()
  `,
  'exit-while-deleting': python`
    class Trap:
        def __del__(self):
            raise SystemExit(0)
    def solution():
        trap = Trap()
        trap.self = trap
        return "ok"
  `,
  'exit-while-shown': python`
    class Value:
        def __repr__(self):
            raise SystemExit("no repr")
    ans = Value()
  `,
  'raise-while-shown': python`
    class Value(int):
        def __repr__(self):
            raise self.Strange()
        __str__ = __repr__
        class Strange(BaseException):
            def __str__(self):
                raise KeyboardInterrupt()
    ans = Value(3)
  `,
  'base-exception': python`
    class Odd(BaseException):
        pass
    def solution():
        raise Odd("odd")
  `,
  'exception-group': python`
    def solution():
        error = ValueError("deep")
        for _ in range(3000):
            error = BaseExceptionGroup("group", [error, SystemExit(0)])
        raise error
  `,
  'generator-exit': python`
    def solution():
        raise GeneratorExit
  `,
  'chain-of-itself': python`
    def solution():
        error = ValueError("a")
        other = ValueError("b")
        error.__context__, other.__context__ = other, error
        raise error from other
  `,
  'surrogates-printed': python`
    def solution():
        print("\ud800\udfff lone")
        return "\ud800"
  `,
  'nothing-given': python`
    x = 1
  `,
  'null-characters': python`
    ans = "a\0b"
    print("\0\0\0")
  `,
})

const overflows = programs('exits', 'exit', {
  recursion: python`
    def down(n):
        return down(n + 1) + 1
    ans = down(0)
  `,
  'recursion-unlimited': python`
    import sys
    def solution():
        sys.setrecursionlimit(2**31 - 1)
        def down(n):
            return [*map(down, [n + 1])]
        return down(0)
  `,
  'recursion-swallowed': python`
    def down(depth):
        try:
            return down(depth + 1)
        except RecursionError:
            return depth if depth % 50 else down(0)
    def solution():
        return down(0)
  `,
  'recursion-in-repr': python`
    class Loop:
        def __repr__(self):
            return f"{self!r}"
    ans = Loop()
  `,
  'recursion-in-equality': python`
    def solution():
        a, b = [], []
        for _ in range(100000):
            a, b = [a], [b]
        return a == b
  `,
  'recursion-in-json': python`
    import json
    def solution():
        return json.loads("[" * 200000 + "]" * 200000)
  `,
  'recursion-in-dumps': python`
    import json
    def solution():
        value = []
        for _ in range(100000):
            value = {"a": value}
        return json.dumps(value)
  `,
  'recursion-in-hash': python`
    def solution():
        value = ()
        for _ in range(300000):
            value = (value,)
        return hash(value)
  `,
  'recursion-in-release': python`
    class Node:
        def __init__(self, next):
            self.next = next
        def __del__(self):
            pass
    def solution():
        head = None
        for _ in range(300000):
            head = Node(head)
        return "built"
  `,
  'recursion-in-attributes': python`
    class Loop:
        def __getattr__(self, name):
            return getattr(self, name + "x")
    ans = Loop().start
  `,
  'recursion-in-classes': python`
    def solution():
        base = object
        for i in range(50000):
            base = type("T%d" % i, (base,), {})
        return base.__mro__[-1]
  `,
  'recursion-in-instance-checks': python`
    def solution():
        types = int
        for _ in range(100000):
            types = (types,)
        return isinstance("x", types)
  `,
  'recursion-in-iterators': python`
    import itertools
    def solution():
        chain = iter([1])
        for _ in range(200000):
            chain = itertools.chain(chain)
        return list(chain)
  `,
  'recursion-in-partials': python`
    import functools
    def solution():
        call = len
        for _ in range(100000):
            call = functools.partial(functools.partial, call)
        return repr(call)
  `,
  'recursion-in-copy': python`
    import copy
    def solution():
        value = []
        for _ in range(50000):
            value = [value]
        return copy.deepcopy(value)
  `,
  'recursion-in-pickle': python`
    import pickle
    def solution():
        return pickle.loads(b"(" * 500000 + b"t" * 500000 + b".")
  `,
  'recursion-in-expressions': python`
    import re
    def solution():
        return re.compile("(" * 50000 + "a" + ")" * 50000)
  `,
  'deep-source-brackets': python`
    ans = eval("(" * 100000 + "1" + ")" * 100000)
  `,
  'deep-source-operators': python`
    ans = eval("-" * 200000 + "1")
  `,
  'deep-source-sums': python`
    ans = eval("+".join(["1"] * 200000))
  `,
  'deep-source-attributes': python`
    ans = compile("a" + ".b" * 200000, "deep", "eval")
  `,
  'deep-source-blocks': python`
    ans = exec("".join(" " * depth + "if 1:\n" for depth in range(3000)) + " " * 3000 + "pass")
  `,
  'deep-source-tree': python`
    import ast
    def solution():
        tree = ast.Constant(1)
        for _ in range(200000):
            tree = ast.UnaryOp(ast.USub(), tree)
        return compile(ast.fix_missing_locations(ast.Expression(tree)), "deep", "eval")
  `,
  'deep-source-strings': python`
    ans = eval("f'{" * 400 + "1" + "}'" * 400)
  `,
  'deep-value': python`
    def solution():
        value = 1
        for _ in range(50000):
            value = [value]
        return value
  `,
})

export const exitPrograms = [...exits, ...overflows]
