/**
 * Programs that call machine code: ctypes, its pieces, other foreign-function modules, and C's own
 * system calls.
 */
import { programs, python } from './program.ts'

const calls = programs('foreign-functions', 'escape', {
  'c-system': python`
    import ctypes
    ans = ctypes.CDLL(None).system(b"echo here > '{{proof}}'")
  `,
  'python-api-system': python`
    import ctypes
    ans = ctypes.pythonapi.system(b"echo here > '{{proof}}'")
  `,
  'c-getenv': python`
    import ctypes
    def solution():
        getenv = ctypes.CDLL(None).getenv
        getenv.restype = ctypes.c_char_p
        return getenv(b"{{canaryVariable}}")
  `,
  'c-fopen': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        c.fopen.restype = ctypes.c_void_p
        c.fread.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]
        buffer = ctypes.create_string_buffer(1000)
        file = c.fopen(b"{{canaryFile}}", b"r")
        return c.fread(buffer, 1, 999, file) and buffer.value
  `,
  'c-popen': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        c.popen.restype = ctypes.c_void_p
        return c.pclose(ctypes.c_void_p(c.popen(b"echo here > '{{proof}}'", b"r")))
  `,
  'prototype-by-name': python`
    import ctypes
    def solution():
        system = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)(("system", ctypes.CDLL(None)))
        return system(b"echo here > '{{proof}}'")
  `,
  'pieces-of-ctypes': python`
    import _ctypes
    def solution():
        handle = _ctypes.dlopen(None, 0)
        return _ctypes.call_function(_ctypes.dlsym(handle, "system"), (b"echo here > '{{proof}}'",))
  `,
  'forgotten-import': python`
    import sys
    def solution():
        for name in [n for n in sys.modules if "ctypes" in n]:
            del sys.modules[name]
        import ctypes
        return ctypes.CDLL(None).system(b"echo here > '{{proof}}'")
  `,
  'built-in-importer': python`
    from importlib.machinery import BuiltinImporter
    from importlib.util import module_from_spec
    def solution():
        module = module_from_spec(BuiltinImporter.find_spec("_ctypes"))
        BuiltinImporter.exec_module(module)
        return module.call_function(module.dlsym(module.dlopen(None, 0), "system"), (b"echo here > '{{proof}}'",))
  `,
  'create-built-in': python`
    import _imp, types
    def solution():
        module = _imp.create_builtin(types.SimpleNamespace(name="_ctypes", origin="built-in", loader=None))
        _imp.exec_builtin(module)
        return module.call_function(module.dlsym(module.dlopen(None, 0), "system"), (b"echo here > '{{proof}}'",))
  `,
  'numpy-ctypeslib': python`
    import numpy
    ans = numpy.ctypeslib.load_library("libc.so.6", "/lib").system(b"echo here > '{{proof}}'")
  `,
  cffi: python`
    import cffi
    def solution():
        ffi = cffi.FFI()
        ffi.cdef("int system(const char *);")
        return ffi.dlopen(None).system(b"echo here > '{{proof}}'")
  `,
  'cffi-back-end': python`
    import _cffi_backend
    def solution():
        library = _cffi_backend.load_library(None, 0)
        char = _cffi_backend.new_pointer_type(_cffi_backend.new_primitive_type("char"))
        number = _cffi_backend.new_primitive_type("int")
        system = library.load_function(_cffi_backend.new_function_type((char,), number), "system")
        return system(_cffi_backend.newp(_cffi_backend.new_array_type(char, None), b"echo here > '{{proof}}'"))
  `,
  'host-library': python`
    import ctypes
    def solution():
        for path in ("/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/lib/aarch64-linux-gnu/libc.so.6", "libc.so.6"):
            try:
                return ctypes.CDLL(path).system(b"echo here > '{{proof}}'")
            except OSError:
                pass
  `,
  'own-extension-module': python`
    import _imp, types
    def solution():
        open("/tmp/evil.so", "wb").write(b"\0asm\x01\0\0\0" + b"\x00\x08\x06dylink" * 3)
        spec = types.SimpleNamespace(name="evil", origin="/tmp/evil.so", loader=None)
        return _imp.create_dynamic(spec)
  `,
  'sqlite-extension': python`
    import sqlite3
    def solution():
        connection = sqlite3.connect(":memory:")
        connection.enable_load_extension(True)
        return connection.execute("select load_extension('/lib/x86_64-linux-gnu/libc.so.6', 'system')").fetchall()
  `,
  'evaluate-javascript': python`
    import ctypes
    def solution():
        run = ctypes.CDLL(None).emscripten_run_script_string
        run.restype = ctypes.c_char_p
        return run(b"process.getBuiltinModule('fs').readFileSync('{{canaryFile}}', 'utf8')")
  `,
  'evaluate-javascript-for-effect': python`
    import ctypes
    def solution():
        ctypes.CDLL(None).emscripten_run_script(b"process.getBuiltinModule('fs').writeFileSync('{{proof}}', 'here')")
  `,
  'javascript-constant': python`
    import ctypes
    def solution():
        code = ctypes.create_string_buffer(b"process.getBuiltinModule('fs').writeFileSync('{{proof}}', 'here')")
        return ctypes.CDLL(None).emscripten_asm_const_int(code, b"\0", 0)
  `,
  'javascript-later': python`
    import ctypes
    def solution():
        return ctypes.CDLL(None).emscripten_async_run_script(b"process.getBuiltinModule('fs').writeFileSync('{{proof}}', 'here')", 1)
  `,
  'fetch-from-c': python`
    import ctypes
    ans = ctypes.CDLL(None).emscripten_async_wget(b"http://127.0.0.1:{{canaryPort}}/x", b"/tmp/x", None, None)
  `,
  'connect-from-c': python`
    import ctypes, struct
    def solution():
        c = ctypes.CDLL(None)
        s = c.socket(2, 1, 0)
        return c.connect(s, struct.pack("=H", 2) + struct.pack(">H", {{canaryPort}}) + bytes([127, 0, 0, 1]) + bytes(8), 16)
  `,
  'every-table-entry': python`
    import ctypes
    def solution():
        call = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p)
        for entry in range(1, 20000):
            try:
                call(entry)(b"echo here > '{{proof}}'")
            except Exception:
                pass
  `,
  'test-interface': python`
    import _testcapi, _testinternalcapi
    def solution():
        return _testcapi.run_in_subinterp("import os\nos.system(\"echo here > '{{proof}}'\")")
  `,
})

const systemCalls = programs('foreign-functions', 'escape', {
  'system-call-open': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        buffer = ctypes.create_string_buffer(1000)
        descriptor = c.syscall(2, b"{{canaryFile}}", 0) if c.syscall(39) > 0 else -1
        return c.syscall(0, descriptor, buffer, 999) and buffer.value
  `,
  'system-call-open-handle': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        handle = (b"\x08\0\0\0\x01\0\0\0" + b"\x02\0\0\0\0\0\0\0" + bytes(120))
        root = c.syscall(304, c.syscall(2, b"/", 0), handle, 0)
        buffer = ctypes.create_string_buffer(1000)
        file = c.syscall(257, root, b"{{canaryFile}}"[1:], 0)
        return c.syscall(0, file, buffer, 999) and buffer.value
  `,
  'system-call-ring': python`
    import ctypes
    def solution():
        ring = ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120))
        return "ESCAPED: an io_uring takes calls no filter sees" if ring >= 0 else "no ring"
  `,
  'system-call-trace-parent': python`
    import ctypes, os
    def solution():
        c = ctypes.CDLL(None)
        return "ESCAPED: attached" if c.ptrace(16, os.getppid(), 0, 0) == 0 else "refused"
  `,
  'system-call-read-parent': python`
    import ctypes, os
    def solution():
        c = ctypes.CDLL(None)
        class Vector(ctypes.Structure):
            _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]
        buffer = ctypes.create_string_buffer(4096)
        here = Vector(ctypes.addressof(buffer), 4096)
        there = Vector(id(object) & ~4095, 4096)
        read = c.process_vm_readv(os.getppid(), ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
        return "ESCAPED: read the parent's memory" if read > 0 else "refused"
  `,
  'system-call-mount': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        if c.unshare(0x10000000 | 0x00020000) == 0 and c.mount(b"proc", b"/proc", b"proc", 0, None) == 0:
            return "ESCAPED: mounted"
  `,
  'system-call-exec-in-memory': python`
    import ctypes
    def solution():
        c = ctypes.CDLL(None)
        descriptor = c.syscall(319, b"x", 0)
        script = b"#!/bin/sh\necho here > '{{proof}}'\n"
        c.write(descriptor, script, len(script))
        arguments = (ctypes.c_char_p * 2)(b"x", None)
        return c.syscall(322, descriptor, b"", arguments, None, 0x1000)
  `,
  'machine-code': python`
    import ctypes, mmap, platform, struct
    def solution():
        if platform.machine() != "x86_64":
            return "another machine"
        path = ctypes.create_string_buffer(b"{{proof}}")
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b"\x48\xbf" + struct.pack("<Q", ctypes.addressof(path)) + b"\xbe\x41\x00\x00\x00\xba\xb4\x01\x00\x00")
        page.write(b"\xb8\x02\x00\x00\x00\x0f\x05\xc3")
        start = ctypes.addressof(ctypes.c_char.from_buffer(page))
        return ctypes.CFUNCTYPE(ctypes.c_int)(start)()
  `,
  'other-width-system-call': python`
    import ctypes, mmap, platform
    def solution():
        if platform.machine() != "x86_64":
            return "another machine"
        page = mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40,
                         prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b"\x53\xb8\x05\x00\x00\x00\xbb\x00\x00\x00\x00\xb9\x41\x00\x00\x00\xba\xb4\x01\x00\x00\xcd\x80\x5b\xc3")
        path = ctypes.create_string_buffer(b"{{proof}}")
        low = page.tell()
        page.write(b"{{proof}}\0")
        start = ctypes.addressof(ctypes.c_char.from_buffer(page))
        page.seek(7)
        page.write((start + low & 0xFFFFFFFF).to_bytes(4, "little"))
        return ctypes.CFUNCTYPE(ctypes.c_int)(start)(), path.value
  `,
})

export const foreignFunctions = [...calls, ...systemCalls]
