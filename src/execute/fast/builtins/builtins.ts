/** The builtin names: those this tier knows, and those that only CPython does. */

import { classes } from './classes.ts'
import { numericBuiltins } from './number-functions.ts'
import { sequenceBuiltins } from './sequence-functions.ts'
import { argument, expectCount, keywordArguments, stringArgument } from './native-arguments.ts'
import { giveUp, raise } from '../signals.ts'
import { representation, text } from '../format/text.ts'
import type { Builtin, Machine, Native, Value } from '../values/values.ts'

/**
 * Every name CPython finds without it being defined, by `dir(builtins)` of 3.14, and what `site`
 * and consoles add.
 */
export const pythonBuiltins: ReadonlySet<string> = new Set(
  (
    'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError ' +
    'BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError ' +
    'DeprecationWarning EOFError Ellipsis EncodingWarning EnvironmentError Exception ExceptionGroup FileExistsError ' +
    'FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportError ImportWarning IndentationError ' +
    'IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError ' +
    'NameError NotADirectoryError NotImplemented NotImplementedError OSError OverflowError PendingDeprecationWarning ' +
    'PermissionError ProcessLookupError PythonFinalizationError RecursionError ReferenceError ResourceWarning RuntimeError ' +
    'RuntimeWarning StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError ' +
    'TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning ' +
    'UserWarning ValueError Warning WindowsError ZeroDivisionError _ _IncompleteInputError abs aiter all anext any ascii bin bool ' +
    'breakpoint bytearray bytes callable chr classmethod compile complex copyright credits delattr dict dir divmod enumerate eval ' +
    'exec exit filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len ' +
    'license list locals map max memoryview min next object oct open ord pow print property quit range repr reversed round set ' +
    'setattr slice sorted staticmethod str sum super tuple type vars zip'
  ).split(' '),
)

/** Writes to the program's output; more than the limit is for CPython to cut. */
function write(machine: Machine, written: string): void {
  machine.outputLeft -= Buffer.byteLength(written)
  if (machine.outputLeft < 0) giveUp()
  machine.output.push(written)
}

const print: Native = (machine, positional, keywords) => {
  const options = keywordArguments(keywords, ['sep', 'end', 'flush'])
  const separator = options.get('sep') ?? ' '
  const end = options.get('end') ?? '\n'
  if (typeof options.get('flush') === 'object') giveUp()
  const [first] = positional
  const body =
    positional.length === 1 && first !== undefined
      ? text(machine, first)
      : joined(machine, positional, stringArgument(separator))
  stringArgument(separator)
  write(machine, body + stringArgument(end))
  return null
}

function joined(machine: Machine, values: readonly Value[], separator: string): string {
  return values.map((value) => text(machine, value)).join(separator)
}

/** The input of every program is empty; the prompt is printed all the same. */
const input: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 0, 1)
  if (positional.length > 0) write(machine, text(machine, argument(positional, 0)))
  return raise('EOFError', 'EOF when reading a line')
}

const repr: Native = (machine, positional, keywords) => {
  expectCount(positional, keywords, 1)
  return representation(machine, argument(positional, 0))
}

function builtin(name: string, call: Native): [string, Builtin] {
  return [name, { kind: 'builtin', type: 'builtin_function_or_method', name, call }]
}

/** The builtins of this tier by name; the rest of `pythonBuiltins` is given up when it is named. */
export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...classes,
  ...Object.entries({ ...numericBuiltins, ...sequenceBuiltins, print, input, repr }).map(
    ([name, call]) => builtin(name, call),
  ),
])
