/** What `solver.json` may say, and what is said of one that is damaged. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import { readSolver } from './solver.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-solver-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const record = {
  strategy: 'weightedTopClusters',
  options: { clusters: 4 },
  numGenerations: 8,
  temperature: 0.7,
  expects: 'auto',
  policy: 'evaluation',
  accuracy: 0.5,
}
const write = (value: unknown): void =>
  writeFileSync(
    join(directory, 'solver.json'),
    typeof value === 'string' ? value : JSON.stringify(value),
  )

it('is none where there is no record, and has an evaluator where its strategy needs one', async () => {
  expect(await readSolver(directory)).toBeNull()
  write({ ...record, strategy: 'majorityVote', options: {} })
  expect(await readSolver(directory)).toEqual({ ...record, strategy: 'majorityVote', options: {} })
  write(record)
  await expect(readSolver(directory)).rejects.toThrow(
    'its strategy weightedTopClusters needs an evaluator, and there is no evaluator/',
  )
  mkdirSync(join(directory, 'evaluator'))
  expect(await readSolver(directory)).toEqual({
    ...record,
    evaluator: join(directory, 'evaluator'),
  })
})

it.each([
  ['{"strategy"', 'is damaged: it is not JSON'],
  ['7', 'is damaged: '],
  [{ ...record, strategy: 'best' }, 'strategy: Invalid option'],
  [{ ...record, strategy: 'greedy' }, 'strategy: Invalid option'],
  [{ ...record, options: { best: 3 } }, 'options.best: the strategy weightedTopClusters does not'],
  [{ ...record, options: { clusters: 0 } }, 'options.clusters: '],
  [{ ...record, options: { cluster: 2 } }, 'options: Unrecognized key: "cluster"'],
  [{ ...record, numGenerations: 1.5 }, 'numGenerations: '],
  [{ ...record, temperature: 0 }, 'temperature: '],
])('refuses %j', async (value, message) => {
  write(value)
  const failed = readSolver(directory)
  await expect(failed).rejects.toThrow(ConfigError)
  await expect(failed).rejects.toThrow(message)
})

it('says of what cannot be read, or holds no record, what it is', async () => {
  write('null')
  await expect(readSolver(directory)).rejects.toThrow('solver.json is damaged: Invalid input')
  rmSync(join(directory, 'solver.json'))
  mkdirSync(join(directory, 'solver.json'))
  const failed = readSolver(directory)
  await expect(failed).rejects.toThrow(ConfigError)
  await expect(failed).rejects.toThrow('solver.json cannot be read')
})
