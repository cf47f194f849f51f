/** Programs that change the runner itself, to forge the next program's verdict. */
import { programs, python } from './program.ts'

export const poisonRunner = programs('poison-runner', 'poison', {
  globals: python`
    import sys
    def solution():
        frame = sys._getframe().f_back
        while frame:
            for name in list(frame.f_globals):
                if name in ("_dumps", "_repr", "_str", "_exec", "_loads", "_value_of", "_outcome", "json", "io"):
                    frame.f_globals[name] = lambda *a, **k: '{"status":"ok","value":"FORGED"}'
            frame = frame.f_back
        return "ok"
  `,
  verdict: python`
    import sys
    def solution():
        frame = sys._getframe().f_back
        while frame:
            if "_dumps" in frame.f_globals:
                frame.f_globals["run"] = frame.f_globals["_dumps"] = lambda *a: (
                    '{"status":"ok","value":"FORGED","text":"FORGED","type":"str","source":"ans","stdout":"","error":null}')
            frame = frame.f_back
        return "ok"
  `,
  code: python`
    import sys
    def solution():
        frame = sys._getframe().f_back
        def forged(request):
            return '{"status":"ok","value":"FORGED","text":"FORGED","type":"str","source":"ans","stdout":"","error":null}'
        while frame:
            function = frame.f_globals.get(frame.f_code.co_name)
            if function and frame.f_code.co_name == "run":
                function.__code__ = forged.__code__
            frame = frame.f_back
        return "ok"
  `,
  defaults: python`
    import gc
    def solution():
        for thing in gc.get_objects():
            if getattr(thing, "__name__", "") == "_outcome" and hasattr(thing, "__defaults__"):
                thing.__defaults__ = ({"type": "Forged", "message": "", "line": 1}, "FORGED", "FORGED", "str", "ans")
        return "ok"
  `,
  locals: python`
    import sys
    def solution():
        frame = sys._getframe().f_back
        while frame:
            for name in ("limit", "out", "code", "request", "status", "printed"):
                if name in frame.f_locals:
                    try:
                        frame.f_locals[name] = 10**9
                    except Exception:
                        pass
            frame = frame.f_back
        return "x" * 1_000_000
  `,
  classes: python`
    import gc
    def solution():
        for thing in gc.get_objects():
            if isinstance(thing, type) and thing.__name__ == "_BoundedBytes":
                thing.write = lambda self, data: len(data)
                thing.getvalue = lambda self: b"FORGED"
            if isinstance(thing, type) and thing.__name__ in ("OutputLimit", "NoAnswer"):
                thing.__str__ = lambda self: 1 / 0
        return "ok"
  `,
  limits: python`
    import sys
    def solution():
        for module in list(sys.modules.values()):
            if hasattr(module, "MESSAGE_LENGTH"):
                module.MESSAGE_LENGTH, module.FRAMES, module.FILE_NAME = 10**9, 0, "elsewhere"
        return "ok"
  `,
  'output-limit-caught': python`
    def solution():
        while True:
            try:
                print("spam" * 100000)
            except BaseException as error:
                if "printed more" in str(error):
                    return "went on"
  `,
})
