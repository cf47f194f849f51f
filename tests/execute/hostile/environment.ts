/** Programs that look for a variable of the host's environment. */
import { programs, python } from './program.ts'

export const environment = programs('environment', 'escape', {
  get: python`
    import os
    ans = os.environ.get("{{canaryVariable}}")
  `,
  'get-bytes': python`
    import os
    ans = os.getenvb(b"{{canaryVariable}}")
  `,
  'print-all': python`
    import os
    print(dict(os.environ))
  `,
  'at-start': python`
    import posix
    ans = posix.environ.get(b"{{canaryVariable}}")
  `,
  reload: python`
    import os
    def solution():
        os.reload_environ()
        return os.environ.get("{{canaryVariable}}")
  `,
  'expand-variables': python`
    import os
    ans = os.path.expandvars("$" + "{{canaryVariable}}")
  `,
  'proc-self': python`
    ans = open("/proc/self/environ", "rb").read()
  `,
  'proc-every-process': python`
    import os
    def solution():
        found = b""
        for process in [p for p in os.listdir("/proc") if p.isdigit()]:
            try:
                found += open(f"/proc/{process}/environ", "rb").read()
            except OSError:
                pass
        return found
  `,
  'stack-of-self': python`
    def solution():
        for line in open("/proc/self/maps"):
            if "[stack]" in line:
                start, end = (int(n, 16) for n in line.split()[0].split("-"))
                with open("/proc/self/mem", "rb") as memory:
                    memory.seek(start)
                    stack = memory.read(end - start)
                at = stack.find(b"{{canaryVariable}}=")
                return stack[at : at + 200] if at >= 0 else "not there"
  `,
  'strings-of-the-heap': python`
    import gc
    def solution():
        found = []
        for thing in gc.get_objects():
            if isinstance(thing, dict):
                found += [repr(v) for k, v in list(thing.items()) if k in ("{{canaryVariable}}", b"{{canaryVariable}}")]
        return found
  `,
  'child-process': python`
    import os
    ans = os.popen("env").read()
  `,
  'posix-spawn-inherits': python`
    import os
    def solution():
        child = os.posix_spawn("/bin/sh", ["sh", "-c", "printenv {{canaryVariable}} > '{{proof}}'"], os.environ)
        return os.waitpid(child, 0)
  `,
})
