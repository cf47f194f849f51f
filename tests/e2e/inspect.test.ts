/** Commands that say what there is: stages, events, and whether artifacts are whole. */
import { spawnSync } from 'node:child_process'
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-inspect-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function reckoner(...values: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...values], {
    encoding: 'utf8',
    cwd: directory,
  })
  return { status, stdout, stderr }
}

it('stages are listed; one is shown with its inputs and settings, for people and for programs', () => {
  expect(reckoner('stages').stdout).toMatch(
    /^train\.sft +supervised fine-tuning, with the loss on completions only$/m,
  )
  const { stdout } = reckoner('stages', 'train.sft')
  expect(stdout).toMatch(
    /^data +training rows \{prompt, completion\} +a stage or a path, or several$/m,
  )
  expect(stdout).toMatch(
    /^warmupRatio +number, 0 to 1 +0\.03 +Share of the steps in which the learning rate rises to its peak\.$/m,
  )
  const described = JSON.parse(reckoner('stages', 'train.sft', '--json').stdout) as {
    settings: { properties: object }
  }
  expect(described.settings.properties).toMatchObject({
    warmupRatio: { minimum: 0, maximum: 1, default: 0.03 },
  })
  expect(reckoner('stages', 'train')).toMatchObject({ status: 2, stdout: '' })
})

it('events are listed with their fields, for people and for programs', () => {
  const { stdout } = reckoner('events')
  expect(stdout).toMatch(/^stage-end: A stage has finished\.$/m)
  expect(stdout).toMatch(
    /^cost\.peakMemoryBytes +number +The process's peak resident set, in bytes\.$/m,
  )
  expect(stdout).toMatch(
    /\n\nEvery event of a run also has:\n[^]*\nrunId +text +optional +The id of this attempt/,
  )
  expect(stdout.match(/^runId/gm)).toHaveLength(1)
  const schema = JSON.parse(reckoner('events', '--json').stdout) as {
    oneOf: { properties: { type: { const: string } } }[]
  }
  expect(schema.oneOf.map(({ properties }) => properties.type.const)).toEqual([
    'run-start',
    'run-end',
    'run-error',
    'results',
    'stage-start',
    'stage-end',
    'stage-error',
    'progress',
    'metric',
    'note',
  ])
})

describe('artifacts', () => {
  it('are whole after a run, and every damaged file is named', () => {
    writeFileSync(
      join(directory, 'two.yaml'),
      'name: two\ndescription: Two stages.\nseeds: [1]\nstages:\n  - { id: a, stage: data.problems, count: 3 }\n  - { id: b, stage: curate.gold, problems: a }\n',
    )
    expect(reckoner('run', 'two.yaml').status).toBe(0)
    expect(reckoner('check')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^2 artifacts, 2 files, 0 MB: none is damaged\n$/) as string,
      stderr: '',
    })
    const home = join(
      'runs',
      'artifacts',
      readdirSync(join(directory, 'runs', 'artifacts')).find((name) => name.startsWith('b-'))!,
    )
    const file = join(directory, home, 'rows.jsonl')
    const { atime, mtime } = statSync(file)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"gold"', '"gild"'))
    utimesSync(file, atime, mtime)
    expect(reckoner('run', 'two.yaml').stderr).not.toContain('damaged')
    const { status, stdout, stderr } = reckoner('check', 'runs')
    expect(stdout).toMatch(
      /rows\.jsonl has other content than when it was made\n2 artifacts, 2 files, 0 MB: 1 damaged\n$/,
    )
    expect(stdout.startsWith(join(home, 'rows.jsonl'))).toBe(true)
    expect(stderr).toMatch(/^reckoner: 1 damaged file in runs\n {2}→ Remove the directories/)
    expect(status).toBe(1)
    const json = reckoner('check', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      artifacts: 2,
      files: 2,
      damaged: [{ directory: home, file: 'rows.jsonl' }],
    })
    expect(json.status).toBe(1)
    rmSync(join(directory, home), { recursive: true })
    expect(reckoner('run', 'two.yaml').status).toBe(0)
    expect(reckoner('check').status).toBe(0)
  })

  it('that are not there are an error', () => {
    expect(reckoner('check', 'nowhere')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('there are no artifacts in nowhere') as string,
    })
  })
})
