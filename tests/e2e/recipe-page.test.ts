/** docs/recipes.md: its commands run as they are printed, on a small model and easy problems. */
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseRecipe } from '../../src/recipe/load.ts'
import { snippetsOf } from '../support/snippets.ts'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/recipes.md'), 'utf8')
const project = mkdtempSync(join(tmpdir(), 'reckoner-recipes-'))
const run = promisify(execFile)

beforeAll(() => {
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules', 'reckoner'))
  const command = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli/main.js')}' "$@"\n`
  writeFileSync(join(project, 'node_modules', '.bin', 'reckoner'), command, { mode: 0o755 })
  cpSync(join(root, 'models/base-250k'), join(project, 'my-model'), { recursive: true })
  // The model learns that an answer is 2 or 3, and not which: the evaluator sees right and wrong.
  for (const [name, count] of [
    ['train', 64],
    ['validation', 4],
    ['test', 4],
  ] as const) {
    const rows = Array.from({ length: count }, (_, index) => {
      const answer = String(2 + (index % 2))
      const question = `How many pens are in box ${index} of ${name}?`
      return { question, answer, solution: `#### ${answer}` }
    })
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
    writeFileSync(join(project, `${name}.jsonl`), text)
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe('docs/recipes.md', () => {
  it('has a recipe that makes a solver, and commands that use it', async () => {
    const blocks = snippetsOf(page, 'sh')
    expect(blocks).toHaveLength(2)
    const { stdout, stderr } = await run('bash', ['-e', '-c', blocks.join('\n')], {
      cwd: project,
      env: { ...process.env, npm_config_offline: 'true' },
    })
    expect(stderr).toContain('mine: done in')
    expect(stdout).toContain('ways of choosing')
    const made = /^solver: reckoner solve "…" --model (runs\/mine-[0-9a-f]{8}\/solver@1)$/m
    expect(existsSync(join(project, made.exec(stdout)![1]!, 'solver.json'))).toBe(true)
    expect(stdout).toMatch(/^my-solver +accuracy +\d+\.\d %/m)
    const chosen = readFileSync(join(project, 'chosen.jsonl'), 'utf8').trimEnd().split('\n')
    expect(chosen).toHaveLength(4)
  })

  it('shows pieces of recipes that can be read', () => {
    const pieces = snippetsOf(page, 'yaml').map((text) => parse(text) as unknown)
    const shown = pieces.filter((piece) => piece !== null)
    expect(shown).toHaveLength(5)
    for (const piece of shown) {
      const header = Array.isArray(piece) ? { stages: piece } : (piece as object)
      const whole = { name: 'piece', description: 'a piece', seeds: [1], ...header }
      expect(() => parseRecipe(JSON.stringify(whole), 'piece.yaml')).not.toThrow()
    }
  })
})
