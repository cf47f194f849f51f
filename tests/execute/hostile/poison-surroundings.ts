/**
 * Programs that leave what is around the interpreter wrong for the next program: files,
 * descriptors, variables, the parent.
 */
import { programs, python } from './program.ts'

const files = programs('poison-surroundings', 'poison', {
  'files-left': python`
    import os
    def solution():
        for folder in ("/tmp", "/home/pyodide", "/var/tmp", "/dev/shm", ".", "/lib", "/run"):
            try:
                os.makedirs(folder + "/left", exist_ok=True)
                open(folder + "/left/behind", "w").write("left")
            except OSError:
                pass
        return "ok"
  `,
  'module-shadowed': python`
    import os, sys
    def solution():
        for folder in ["/tmp", os.getcwd()] + sys.path:
            for name in ("fractions", "statistics", "json", "sitecustomize", "usercustomize", "bisect"):
                try:
                    open(os.path.join(folder, name + ".py"), "w").write("Fraction = mean = bisect = lambda *a: 666")
                except OSError:
                    pass
        sys.path.insert(0, "/tmp")
        return "ok"
  `,
  'site-files': python`
    import os, site
    def solution():
        for folder in site.getsitepackages() + [site.getusersitepackages()]:
            os.makedirs(folder, exist_ok=True)
            open(folder + "/evil.pth", "w").write("import builtins; builtins.sum = None")
        return "ok"
  `,
  'library-overwritten': python`
    import os, sys
    def solution():
        for path in [p for p in sys.path if p.endswith(".zip")] + [os.__file__]:
            try:
                with open(path, "r+b") as file:
                    file.write(b"\0" * 4096)
            except OSError:
                pass
        return "ok"
  `,
  'library-removed': python`
    import os, shutil, sys
    def solution():
        for path in sys.path:
            try:
                os.remove(path) if os.path.isfile(path) else shutil.rmtree(path, ignore_errors=True)
            except OSError:
                pass
        return "ok"
  `,
  'library-mapped': python`
    import mmap, os, sys
    def solution():
        for path in [p for p in sys.path if p.endswith(".zip")] or [os.__file__]:
            view = mmap.mmap(os.open(path, os.O_RDONLY), 0, flags=mmap.MAP_SHARED, prot=mmap.PROT_READ | mmap.PROT_WRITE)
            view[:4096] = bytes(4096)
            view.flush()
        return "ok"
  `,
  'disk-filled': python`
    def solution():
        with open("/tmp/full", "wb") as file:
            for _ in range(200):
                file.write(bytes(1 << 20))
        return "ok"
  `,
  'names-exhausted': python`
    import os
    def solution():
        for i in range(20000):
            os.close(os.open(f"/tmp/name{i}", os.O_CREAT | os.O_WRONLY))
        return "ok"
  `,
  'working-directory': python`
    import os
    def solution():
        os.makedirs("/tmp/elsewhere", exist_ok=True)
        os.chdir("/tmp/elsewhere")
        os.umask(0o777)
        return "ok"
  `,
  'working-directory-removed': python`
    import os
    def solution():
        os.chdir("/")
        os.mkdir("/tmp/gone")
        os.chdir("/tmp/gone")
        os.rmdir("/tmp/gone")
        return "ok"
  `,
  'home-renamed': python`
    import os
    def solution():
        os.rename("/tmp", "/tmp2")
        os.rename("/home", "/dev/home")
        return "ok"
  `,
})

const descriptors = programs('poison-surroundings', 'poison', {
  'close-standard': python`
    import os
    def solution():
        for descriptor in (0, 1, 2):
            os.close(descriptor)
        return "ok"
  `,
  'close-others': python`
    import os
    ans = os.closerange(3, 4096)
  `,
  'redirect-standard': python`
    import os
    def solution():
        target = os.open("/tmp/captured", os.O_CREAT | os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(target, descriptor)
        return "ok"
  `,
  'swap-descriptors': python`
    import os
    def solution():
        for descriptor in range(3, 20):
            try:
                os.dup2(descriptor, descriptor + 1)
            except OSError:
                pass
        return "ok"
  `,
  'descriptors-exhausted': python`
    import os, sys
    def solution():
        sys.kept = []
        try:
            while len(sys.kept) < 20000:
                sys.kept.append(os.open("/", os.O_RDONLY))
        except OSError:
            pass
        return "ok"
  `,
  'descriptor-positions': python`
    import os
    def solution():
        for descriptor in range(0, 64):
            try:
                os.lseek(descriptor, 1000, os.SEEK_SET)
            except OSError:
                pass
        return "ok"
  `,
  'descriptor-flags': python`
    import fcntl, os
    def solution():
        for descriptor in range(0, 64):
            try:
                fcntl.fcntl(descriptor, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)
                os.set_inheritable(descriptor, False)
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                pass
        return "ok"
  `,
  'forge-on-every-descriptor': python`
    import os
    def solution():
        verdict = b'{"status":"ok","value":"FORGED","text":"FORGED","type":"str","source":"ans","stdout":"","error":null}\n'
        for descriptor in range(0, 64):
            try:
                os.set_blocking(descriptor, False)
                os.write(descriptor, len(verdict).to_bytes(4, "little") + verdict + verdict)
            except OSError:
                pass
        return "ok"
  `,
  'read-every-descriptor': python`
    import os
    def solution():
        taken = []
        for descriptor in range(0, 64):
            try:
                os.set_blocking(descriptor, False)
                taken.append(os.read(descriptor, 1 << 16))
            except OSError:
                pass
        return len(taken)
  `,
  'forge-on-real-streams': python`
    import sys
    def solution():
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream:
                stream.write('{"status":"ok","value":"FORGED"}\n' * 3)
                stream.flush()
        return "ok"
  `,
  'shut-sockets-down': python`
    import socket
    def solution():
        for descriptor in range(0, 64):
            try:
                socket.socket(fileno=descriptor).shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        return "ok"
  `,
})

const others = programs('poison-surroundings', 'poison', {
  'environment-variables': python`
    import os
    def solution():
        os.environ.update(PYTHONPATH="/tmp", PYTHONHASHSEED="1", LC_ALL="tr_TR", HOME="/tmp/evil", LEFT="behind")
        os.putenv("LEFT2", "behind")
        os.environ.clear()
        os.environ["LEFT"] = "behind"
        return "ok"
  `,
  'environment-object': python`
    import os
    def solution():
        os.environ = {"LEFT": "behind"}
        os.getenv = os.getcwd = lambda *a: "behind"
        return "ok"
  `,
  'path-functions': python`
    import os, posixpath, stat
    def solution():
        posixpath.exists = posixpath.isfile = os.listdir = lambda *a: False
        os.open = os.fsencode = None
        return "ok"
  `,
  'resource-limits': python`
    import resource
    def solution():
        for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_AS):
            resource.setrlimit(limit, (1, resource.getrlimit(limit)[1]))
        return "ok"
  `,
  'resource-limits-of-parent': python`
    import os, resource
    def solution():
        resource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))
        return "ok"
  `,
  'stop-parent': python`
    import os, signal
    def solution():
        os.kill(os.getppid(), signal.SIGSTOP)
        return "ok"
  `,
  'kill-parent': python`
    import os, signal
    def solution():
        os.kill(os.getppid(), signal.SIGKILL)
        return "ok"
  `,
  'kill-group': python`
    import os, signal
    def solution():
        os.killpg(0, signal.SIGTERM)
        return "ok"
  `,
  'kill-everyone': python`
    import os, signal
    def solution():
        os.kill(-1, signal.SIGKILL)
        return "ok"
  `,
  'kill-neighbours': python`
    import os, signal
    def solution():
        for process in [int(p) for p in os.listdir("/proc") if p.isdigit()]:
            if process not in (os.getpid(), 1):
                os.kill(process, signal.SIGKILL)
        return "ok"
  `,
  'memory-of-parent': python`
    import os
    def solution():
        with open(f"/proc/{os.getppid()}/mem", "r+b", buffering=0) as memory:
            memory.seek(id(7) + 24)
            memory.write(b"\x08")
        return "ok"
  `,
  'priority-and-scheduling': python`
    import os
    def solution():
        os.nice(19)
        os.sched_setaffinity(os.getppid(), {0})
        return "ok"
  `,
  'child-left-behind': python`
    import os, time
    def solution():
        if os.fork() == 0:
            os.setsid()
            while True:
                time.sleep(1)
        return "ok"
  `,
  'shared-memory': python`
    from multiprocessing.shared_memory import SharedMemory
    def solution():
        SharedMemory("left", create=True, size=1 << 20).buf[0] = 1
        return "ok"
  `,
})

export const poisonSurroundings = [...files, ...descriptors, ...others]
