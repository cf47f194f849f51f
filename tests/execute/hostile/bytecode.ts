/**
 * Programs of hand-made bytecode, which CPython runs unchecked: reads and writes outside the frame,
 * forged constants, wild jumps.
 */
import { programs, python } from './program.ts'

/**
 * Defines `assemble(*(name, argument))` for the interpreter it runs on, and `run(bytes, **fields)`.
 */
const assembler = python`
  import opcode, sys
  def assemble(*instructions):
      code = b""
      for name, argument in instructions:
          argument &= 0xFFFFFFFF
          for shift in (24, 16, 8):
              if argument >> shift:
                  code += bytes([opcode.opmap["EXTENDED_ARG"], argument >> shift & 255])
          code += bytes([opcode.opmap[name], argument & 255])
          code += bytes(2 * getattr(opcode, "_inline_cache_entries", {}).get(name, 0))
      return code
  def run(code, arguments=(), **fields):
      def template(*a):
          return 1
      return type(template)(template.__code__.replace(co_code=code, **fields), {})(*arguments)
`

const withAssembler = (code: string): string => assembler + code

const reads = programs('bytecode', 'escape', {
  'local-out-of-range': withAssembler(python`
    def solution():
        found = []
        for slot in range(-40, 0):
            found.append(repr(run(assemble(("RESUME", 0), ("LOAD_FAST", slot), ("RETURN_VALUE", 0)))))
        return found
  `),
  'constant-out-of-range': withAssembler(python`
    def solution():
        return repr(run(assemble(("RESUME", 0), ("LOAD_CONST", 40), ("RETURN_VALUE", 0)), co_consts=(1, 2)))
  `),
  'name-out-of-range': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("LOAD_NAME", 99), ("RETURN_VALUE", 0)), co_names=())
  `),
  'forged-code-object': python`
    import types
    def solution():
        code = types.CodeType(0, 0, 0, 0, 0, 3, bytes([149, 0, 100, 7, 36, 0]), (), (), (), "f", "f", "f", 1, b"", b"", (), ())
        return types.FunctionType(code, {})()
  `,
  'marshalled-code': python`
    import marshal
    def solution():
        code = bytearray(marshal.dumps(compile("x = 1", "m", "exec")))
        for at in range(20, len(code)):
            for value in (0, 100, 255):
                changed = bytes(code[:at]) + bytes([value]) + bytes(code[at + 1 :])
                try:
                    exec(marshal.loads(changed), {})
                except (ValueError, EOFError, TypeError, NameError, SystemError):
                    pass
        return "survived"
  `,
})

const writes = programs('bytecode', 'poison', {
  'store-out-of-range': withAssembler(python`
    def solution():
        for slot in range(-24, -4):
            run(assemble(("RESUME", 0), ("LOAD_CONST", 0), ("STORE_FAST", slot), ("LOAD_CONST", 0), ("RETURN_VALUE", 0)))
        return "ok"
  `),
  'empty-stack': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), *[("POP_TOP", 0)] * 40, ("LOAD_CONST", 0), ("RETURN_VALUE", 0)))
  `),
  'full-stack': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), *[("LOAD_CONST", 0)] * 50000, ("RETURN_VALUE", 0)), co_stacksize=1)
  `),
  'jump-outside': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("JUMP_FORWARD", 100000), ("RETURN_VALUE", 0)))
  `),
  'jump-before': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("JUMP_BACKWARD", 5000), ("RETURN_VALUE", 0)))
  `),
  'no-end': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0)))
  `),
  'wild-intrinsic': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("LOAD_CONST", 0), ("CALL_INTRINSIC_1", 200), ("RETURN_VALUE", 0)))
  `),
  'wild-operator': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("LOAD_CONST", 0), ("LOAD_CONST", 0), ("BINARY_OP", 250), ("RETURN_VALUE", 0)))
  `),
  'wild-special-method': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("LOAD_CONST", 0), ("LOAD_SPECIAL", 220), ("RETURN_VALUE", 0)))
  `),
  'wild-call': withAssembler(python`
    def solution():
        return run(assemble(("RESUME", 0), ("LOAD_CONST", 0), ("PUSH_NULL", 0), ("CALL", 9000), ("RETURN_VALUE", 0)))
  `),
  'forged-exception-table': withAssembler(python`
    def solution():
        code = assemble(("RESUME", 0), ("LOAD_NAME", 0), ("RETURN_VALUE", 0))
        return run(code, co_names=("missing",), co_exceptiontable=bytes([0x80 | 0, 0x3F, 0x7F, 0x3F, 0x3E]) * 4)
  `),
  'specialized-instructions': python`
    import opcode
    def solution():
        numbers = [n for n in range(256) if n not in opcode.opmap.values()]
        for number in numbers[:150]:
            def template(value):
                return value
            code = template.__code__
            code = code.replace(co_code=code.co_code[:4] + bytes([number, 1] + [65] * 16) + code.co_code[-2:])
            try:
                type(template)(code, {})("text")
            except Exception:
                pass
        return "ok"
  `,
  'random-bytes': python`
    import random
    def solution():
        numbers = random.Random(7)
        for _ in range(3000):
            def template(a=1, b="b", c=[]):
                return a
            code = template.__code__.co_code[:2] + bytes(numbers.randrange(256) for _ in range(40))
            template.__code__ = template.__code__.replace(co_code=code, co_stacksize=30)
            try:
                template()
            except Exception:
                pass
        return "ok"
  `,
  'code-of-a-library-function': python`
    import fractions, statistics
    def solution():
        def wrong(data):
            return 666
        statistics.mean.__code__ = wrong.__code__
        fractions.Fraction.__add__.__code__ = fractions.Fraction.__sub__.__code__
        return "ok"
  `,
})

const broken = programs('bytecode', 'exit', {
  'reserved-instruction': withAssembler(python`
    ans = run(bytes([0, 0] * 20))
  `),
  'enter-executor': withAssembler(python`
    ans = run(assemble(("RESUME", 0), ("ENTER_EXECUTOR", 3), ("RETURN_VALUE", 0)))
  `),
  'closure-without-cells': python`
    def outer():
        x = 1
        def inner():
            return x
        return inner
    def solution():
        inner = outer()
        code = inner.__code__.replace(co_freevars=("x",), co_code=inner.__code__.co_code[2:])
        return type(inner)(code, {}, closure=inner.__closure__)()
  `,
})

export const bytecode = [...reads, ...writes, ...broken]
