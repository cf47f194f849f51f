import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

type Instruction = [code: number, ifTrue: number, ifFalse: number, operand: number]
interface Filter {
  instructions: Instruction[]
  architecture: number
  calls: Record<string, number>
}

const dump = `
import json, sys
sys.path.insert(0, sys.argv[1])
import seccomp
print(json.dumps({
    machine: {
        "instructions": seccomp.instructions(machine),
        "architecture": architecture,
        "calls": {name: numbers[column] for name, numbers in seccomp.SYSTEM_CALLS.items() if numbers[column] is not None},
    }
    for machine, (column, architecture) in seccomp.MACHINES.items()
}))`
const { stdout, status } = spawnSync(
  'python3',
  ['-B', '-c', dump, fileURLToPath(new URL('.', import.meta.url))],
  {
    encoding: 'utf8',
  },
)
const filters: [string, Filter][] =
  status === 0 ? Object.entries(JSON.parse(stdout) as Record<string, Filter>) : []

const [allow, deny, kill] = ['allow', 'deny', 'kill']
const results = new Map([
  [0x7fff0000, allow],
  [0x50001, deny],
  [0x80000000, kill],
])

/** Runs classic BPF on a system call, as the kernel does. */
function judge(
  { instructions, architecture }: Filter,
  call: number,
  arguments_: number[] = [],
  from = architecture,
): string {
  const data = new Map([
    [0, call],
    [4, from],
    ...[0, 1, 2, 3, 4, 5].map((index): [number, number] => [
      16 + 8 * index,
      arguments_[index] ?? 0,
    ]),
  ])
  let value = 0
  for (let place = 0; ; place++) {
    const [code, ifTrue, ifFalse, operand] = instructions[place] ?? [0x06, 0, 0, -1]
    if (code === 0x20) value = data.get(operand) ?? NaN
    else if (code === 0x54) value = (value & operand) >>> 0
    else if (code === 0x15) place += value === operand ? ifTrue : ifFalse
    else if (code === 0x35) place += value >= operand ? ifTrue : ifFalse
    else if (code === 0x45) place += (value & operand) !== 0 ? ifTrue : ifFalse
    else return results.get(operand) ?? 'nothing'
  }
}

describe.skipIf(filters.length === 0)('the filter of system calls (needs python3)', () => {
  describe.each(filters)('on %s', (_, filter) => {
    const { calls } = filter
    const byArgument = ['open', 'openat', 'fcntl', 'futex', 'ioctl']

    it('allows what is on the list, and denies all other numbers', () => {
      const free = new Set(
        Object.entries(calls).flatMap(([name, number]) =>
          byArgument.includes(name) ? [] : [number],
        ),
      )
      const bound = new Set(byArgument.map((name) => calls[name]))
      for (let number = 0; number < 1_000; number++)
        if (!bound.has(number))
          expect([number, judge(filter, number)]).toEqual([number, free.has(number) ? allow : deny])
    })

    it('kills what comes by the table of another machine', () => {
      expect(judge(filter, calls.read ?? NaN, [], 0x40000003)).toBe(kill)
      expect(judge(filter, 0x40000000)).toBe(kill)
      expect(judge(filter, 0xffffffff)).toBe(kill)
    })

    it('looks at the arguments of some', () => {
      const openat = (flags: number): string => judge(filter, calls.openat ?? NaN, [0, 0, flags])
      expect(openat(0o2000000)).toBe(allow)
      for (const flags of [1, 2, 3, 0o100, 0o1000, 0o2000, 0o20000002])
        expect(openat(flags)).toBe(deny)
      const second = (name: string, argument: number): string =>
        judge(filter, calls[name] ?? NaN, [0, argument])
      expect([0, 1, 2, 3, 4, 1030].map((each) => second('fcntl', each))).toEqual([
        allow,
        allow,
        allow,
        allow,
        deny,
        allow,
      ])
      expect([0x80, 0x81, 0x189, 0x8a, 6, 11].map((each) => second('futex', each))).toEqual([
        allow,
        allow,
        allow,
        allow,
        deny,
        deny,
      ])
      expect([0x5401, 0x5451, 0x5412, 0x5421].map((each) => second('ioctl', each))).toEqual([
        allow,
        allow,
        deny,
        deny,
      ])
    })
  })
})
