/** Every program under `examples/` runs against the built package and prints what is expected. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sliceOf } from '../support/slice-of.ts'

const root = join(import.meta.dirname, '..', '..')

const expected: Record<string, string[]> = {
  '01-answers.ts': [
    'equal',
    'equal',
    'equal',
    'unknown',
    'different',
    'equal',
    String.raw`correct x = 2 \text{ or } x = 0 in \boxed{}: the same list`,
    'incorrect 2 answer line: a value and a list',
    '[ 0, 0, 2, 0 ]',
  ],
  '02-programs.ts': [
    'right ok 18',
    'wrong error ZeroDivisionError',
    'endless timeout Timeout',
    'curious refused Refused',
    "correct program's stdout: the same value",
  ],
  '03-distinct-paths.ts': [
    '"3 * 4 = 12 and 12 - 2 = 10." small',
    '"<<4+4+4=12>> and <<12-2=10>>." large',
    '6 in, 2 kept, {"falseEquation":1,"sameAsGold":1,"incorrect":1,"duplicatePath":1}',
    '1.6 points per doubling of distinct paths',
  ],
}

const programs = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'))

it.each(sliceOf(programs, 3))('%s', (name) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join(root, 'examples', name)],
    {
      encoding: 'utf8',
      cwd: root,
    },
  )
  expect(stderr).not.toMatch(/Error/)
  expect(stdout.trimEnd().split('\n')).toEqual(expected[name])
})
