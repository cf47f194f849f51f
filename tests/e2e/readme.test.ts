/**
 * README.md: its snippets run as they are printed. Commands that train are given a small amount of
 * work on top, and the files they name are procedural problems.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proceduralProblem } from '../../src/data/index.ts'
import { isDrawn } from '../support/slice-of.ts'
import { printedLines, saidIn, snippetsOf } from '../support/snippets.ts'

const root = join(import.meta.dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const project = mkdtempSync(join(tmpdir(), 'reckoner-readme-'))

const run = promisify(execFile)

beforeAll(() => {
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules', 'reckoner'))
  const command = `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli/main.js')}' "$@"\n`
  writeFileSync(join(project, 'node_modules', '.bin', 'reckoner'), command, { mode: 0o755 })
  for (const [split, count] of [
    ['train', 60],
    ['test', 8],
  ] as const) {
    const made = Array.from({ length: count }, (_, index) =>
      proceduralProblem({ seed: 5, split, steps: { min: 1, max: 2 } }, index),
    )
    const rows = made.map(({ question, answer, solution }) => ({ question, answer, solution }))
    writeFileSync(
      join(project, `${split}.jsonl`),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    )
  }
})
afterAll(() => rmSync(project, { recursive: true, force: true }))

describe.each(['README.md', 'docs/models.md'])('the programs in %s', (page) => {
  const programs = snippetsOf(readFileSync(join(root, page), 'utf8'), 'ts')
  it.each(programs.map((code, place) => [place + 1, code] as const))(
    'print what they say: program %i',
    async (_, code) => {
      const file = join(project, 'snippet.mjs')
      writeFileSync(file, code)
      const { stdout } = await run(process.execPath, [file], { cwd: project })
      const said = saidIn(code)
      expect(said.length).toBeGreaterThan(0)
      expect(printedLines(stdout)).toEqual(said)
    },
  )
})

describe('README.md', () => {
  const training = 'improves a model from answers alone, and asks it'
  it.runIf(isDrawn(training, 5))(training, async () => {
    const block = snippetsOf(readme, 'sh').find((code) => code.includes('train.file='))!
    const small =
      '--set learn.solutions=20 --set defaults.train.sft.epochs=1 --set sft.epochs=1 --set sampled.numGenerations=2'
    const script = block.replace('--set test.file=test.jsonl', (set) => `${set} ${small}`)
    expect(script).not.toBe(block)
    const { stdout, stderr } = await run('bash', ['-e', '-c', script], {
      cwd: project,
      env: { ...process.env, npm_config_offline: 'true' },
    })
    expect(stderr).toContain('quickstart: done in')
    expect(stdout).toMatch(/own solutions, round=1 +greedy +accuracy/)
    expect(stdout).toMatch(
      /left to the ceiling +all solutions given against own solutions, round=1/,
    )
    expect(stdout.trimEnd().split('report: ')[1]).toMatch(/report\.html\n[^]+/)
  })

  it('names only commands that the package has', async () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const named = Array.from(readme.matchAll(/npm run ([\w:]+)/g), ([, name]) => name!)
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([])
    const { stdout } = await run(process.execPath, [join(root, 'dist/cli/main.js'), '--help'])
    for (const [, command] of readme.matchAll(/reckoner ([a-z]+)(?=[ `])/g))
      expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'))
  })
})

describe('docs/selection.md', () => {
  it('has commands that print what they say', async () => {
    const blocks = snippetsOf(readFileSync(join(root, 'docs/selection.md'), 'utf8'), 'sh')
    const said = blocks.flatMap((code) => code.split('\n').filter((line) => line.startsWith('# ')))
    expect(said).toHaveLength(3)
    const { stdout } = await run('bash', ['-e', '-c', `exec 2>&1\n${blocks.join('\n')}`], {
      cwd: project,
      env: { ...process.env, npm_config_offline: 'true' },
    })
    const printed = stdout.split('\n').filter((line) => !line.startsWith('npm '))
    expect(printed.slice(0, 3).map((line) => `# ${line}`)).toEqual(said)
    expect(printed.filter((line) => / accuracy /.test(line))).toEqual([
      expect.stringMatching(/^vote +accuracy +0\.0 %/),
      expect.stringMatching(/^best +accuracy +0\.0 %/),
      expect.stringMatching(/^reranked +accuracy +100\.0 %/),
    ])
  })
})
