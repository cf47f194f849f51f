/** Programs that give no sensible value, or none at all, one of each kind. */

/** Those that end by themselves. */
export const badPrograms: readonly (readonly [kind: string, code: string, expected: object])[] = [
  [
    'prints and returns nothing',
    'def solution():\n    print(41)\n    print("That makes 42.")',
    { status: 'ok', source: 'stdout', text: 'That makes 42.' },
  ],
  ['defines nothing', 'x = 6\ny = 7', { status: 'error', error: { type: 'NoAnswer', line: null } }],
  [
    'recurs without end',
    'def f(n):\n    return f(n + 1)\nans = f(0)',
    { status: 'error', error: { type: 'RecursionError', line: 2 } },
  ],
  ['reads a file', 'ans = open("/etc/passwd").read()', { status: 'error', error: { line: 1 } }],
  [
    'opens a socket',
    'import socket\ns = socket.socket()\ns.connect(("192.0.2.1", 80))\nans = 1',
    // In `linux` it is refused, elsewhere an error of the system.
    { value: null, error: {} },
  ],
  ['returns a list', 'def solution():\n    return [1, 2]', { status: 'ok', value: '[1, 2]' }],
  ['returns None', 'def solution():\n    return None', { status: 'ok', value: 'None' }],
  ['returns NaN', 'ans = float("nan")', { status: 'ok', value: 'nan', type: 'float' }],
  ['returns infinity', 'ans = float("inf")', { status: 'ok', value: 'inf', type: 'float' }],
  ['returns a complex number', 'ans = (-8) ** 0.5 * 1j', { status: 'ok', type: 'complex' }],
  [
    'returns a function',
    'def solution():\n    return solution',
    { status: 'ok', type: 'function' },
  ],
]

/** Those that only a limit ends. */
export const endlessPrograms: typeof badPrograms = [
  ['loops', 'while True:\n    pass', { status: 'timeout', error: { type: 'Timeout' } }],
  [
    'loops and handles every exception',
    'while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass',
    { status: 'timeout', error: { type: 'Timeout' } },
  ],
  [
    'allocates without end',
    'x = []\nwhile True:\n    x.append(bytearray(10 ** 6))',
    { status: 'memory', error: { type: 'MemoryError' } },
  ],
]
