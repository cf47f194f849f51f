/** Programs that start a process of the host, or reach into one. */
import { programs, python } from './program.ts'

export const processes = programs('processes', 'escape', {
  'os-system': python`
    import os
    ans = os.system("echo here > '{{proof}}'")
  `,
  'posix-system': python`
    import posix
    ans = posix.system("cp '{{canaryFile}}' '{{proof}}'")
  `,
  'os-popen': python`
    import os
    ans = os.popen("cat '{{canaryFile}}'").read()
  `,
  'subprocess-shell': python`
    import subprocess
    ans = subprocess.check_output("cat '{{canaryFile}}'", shell=True)
  `,
  'subprocess-list': python`
    import subprocess
    ans = subprocess.run(["/bin/cat", "{{canaryFile}}"], capture_output=True).stdout
  `,
  'subprocess-before-exec': python`
    import subprocess
    def prepare():
        open("{{proof}}", "w").close()
    def solution():
        return subprocess.Popen(["/bin/true"], preexec_fn=prepare, start_new_session=True).wait()
  `,
  'replace-self': python`
    import os
    ans = os.execv("/bin/sh", ["/bin/sh", "-c", "echo here > '{{proof}}'"])
  `,
  'replace-self-by-path': python`
    import os
    ans = os.execvpe("sh", ["sh", "-c", "echo here > '{{proof}}'"], {"PATH": "/bin:/usr/bin"})
  `,
  'replace-self-by-descriptor': python`
    import os
    ans = os.execve(os.open("/bin/sh", os.O_RDONLY), ["sh", "-c", "echo here > '{{proof}}'"], {})
  `,
  'program-in-memory': python`
    import os
    def solution():
        descriptor = os.memfd_create("program")
        os.write(descriptor, b"#!/bin/sh\necho here > '{{proof}}'\n")
        os.execv(f"/proc/self/fd/{descriptor}", ["program"])
  `,
  spawn: python`
    import os
    ans = os.spawnl(os.P_WAIT, "/bin/sh", "sh", "-c", "echo here > '{{proof}}'")
  `,
  'posix-spawn': python`
    import os
    def solution():
        child = os.posix_spawn("/bin/sh", ["sh", "-c", "echo here > '{{proof}}'"], {})
        return os.waitpid(child, 0)
  `,
  fork: python`
    import os
    def solution():
        child = os.fork()
        if child == 0:
            open("{{proof}}", "w").close()
            os._exit(0)
        return os.waitpid(child, 0)
  `,
  'fork-terminal': python`
    import os, pty
    def solution():
        return pty.spawn(["/bin/sh", "-c", "echo here > '{{proof}}'"])
  `,
  'fork-exec-in-c': python`
    import _posixsubprocess, os
    def solution():
        reading, writing = os.pipe()
        return _posixsubprocess.fork_exec(
            [b"/bin/sh", b"-c", b"echo here > '{{proof}}'"], [b"/bin/sh"], True, (writing,), None, [],
            -1, -1, -1, -1, -1, -1, reading, writing, False, True, -1, None, None, None, -1, None)
  `,
  'multiprocessing-fork': python`
    import multiprocessing
    def work():
        open("{{proof}}", "w").close()
    def solution():
        process = multiprocessing.get_context("fork").Process(target=work)
        process.start()
        process.join()
        return process.exitcode
  `,
  'multiprocessing-spawn': python`
    import multiprocessing, os
    def solution():
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            return pool.apply(os.system, ["echo here > '{{proof}}'"])
  `,
  'asyncio-subprocess': python`
    import asyncio
    async def main():
        process = await asyncio.create_subprocess_shell("echo here > '{{proof}}'")
        return await process.wait()
    def solution():
        return asyncio.run(main())
  `,
  'mail-command': python`
    import imaplib
    ans = imaplib.IMAP4_stream("echo here > '{{proof}}'; echo '* OK'")
  `,
  'pager-command': python`
    import pydoc
    def solution():
        page = getattr(pydoc, "pipe_pager", None) or pydoc.pipepager
        page("text", "cat > '{{proof}}'")
  `,
  'browser-command': python`
    import webbrowser
    ans = webbrowser.GenericBrowser(["touch", "%s"]).open("{{proof}}")
  `,
  'unpickle-command': python`
    import pickle
    ans = pickle.loads(b"cposix\nsystem\n(S\"echo here > '{{proof}}'\"\ntR.")
  `,
  'reduce-command': python`
    import copy, os
    class Trap:
        def __reduce_ex__(self, protocol):
            return os.system, ("echo here > '{{proof}}'",)
    def solution():
        return copy.copy(Trap())
  `,
  'import-hook-command': python`
    import runpy, os
    def solution():
        os.makedirs("/tmp/package", exist_ok=True)
        open("/tmp/package/__main__.py", "w").write("import os; os.system(\"echo here > '{{proof}}'\")")
        return runpy.run_path("/tmp/package")
  `,
  'tcl-command': python`
    import tkinter
    ans = tkinter.Tcl().eval("exec touch {{proof}}")
  `,
  'debugger-of-another-process': python`
    import os, sys
    def solution():
        open("/tmp/injected.py", "w").write("open('{{proof}}', 'w').close()")
        for process in (os.getppid(), os.getpid()):
            sys.remote_exec(process, "/tmp/injected.py")
  `,
  'debugger-reads-memory': python`
    import os, _remote_debugging
    ans = _remote_debugging.RemoteUnwinder(os.getppid()).get_stack_trace()
  `,
  'debugger-through-codec': python`
    import codecs, os
    def solution():
        codecs.register(lambda name: (None, None, lambda *a: os.system("echo here > '{{proof}}'"), None) if name == "shell" else None)
        return codecs.lookup("shell")[2]()
  `,
})
