/** Beam search by the commands: the stage `infer.beam`, and `solve --strategy stepBeam`. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { BeamResult } from '../../src/model/index.ts'

const main = join(import.meta.dirname, '../../dist/cli/main.js')
const root = mkdtempSync(join(tmpdir(), 'reckoner-beam-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const reckoner = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8' })

/** Runs a recipe, and returns what reads the files of its stages. */
function run(name: string, stages: readonly object[]): (path: string) => string {
  const recipe = { name, description: 'of beam search', seeds: [1], stages }
  writeFileSync(join(root, `${name}.yaml`), JSON.stringify(recipe))
  const { status, stdout, stderr } = reckoner('run', `${name}.yaml`, '--json')
  expect(status, stderr + stdout).toBe(0)
  const [, directory] = /"runDirectory":\s*"([^"]+)"/.exec(stdout) ?? []
  return (path) => readFileSync(join(directory!, path), 'utf8')
}
const problems = { id: 'problems', stage: 'data.problems', count: 6, split: 'test' }
const common = { model: 'base-250k', problems: 'problems', label: 'base', maxNewTokens: 40 }
/** Texts are taken for programs: a base writes none. */
const asPrograms = { completionsAre: 'programs', promptFormat: 'plain' }
const beam = (id: string, fields: object): object => ({
  id,
  stage: 'infer.beam',
  ...common,
  ...fields,
})

it('finds with one hypothesis what infer.greedy draws, and more with several', () => {
  const golden = join(import.meta.dirname, '../golden/embedder')
  cpSync(golden, join(root, 'embedder'), { recursive: true })
  cpSync(join(golden, 'plain.onnx'), join(root, 'embedder', 'model.onnx'))
  writeFileSync(join(root, 'embedder', 'config.json'), '{"max_position_embeddings": 64}')
  const read = run('widths', [
    problems,
    { id: 'greedy', stage: 'infer.greedy', ...common },
    beam('one', { width: 1 }),
    beam('four', {}),
    beam('embedded', { scoreBy: 'embeddings', scorer: './embedder' }),
    beam('scored', { scoreBy: 'hiddenStates', partial: 'run', ...asPrograms }),
    {
      id: 'accuracies',
      stage: 'evaluate',
      problems: 'problems',
      completions: ['greedy', 'four', 'scored'],
    },
  ])
  expect(read('one/completions.jsonl')).toBe(read('greedy/completions.jsonl'))
  const resultsOf = (id: string): BeamResult[] =>
    read(`${id}/hypotheses.jsonl`)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as BeamResult)
  const [one, four, scored] = ['one', 'four', 'scored'].map(resultsOf) as [
    BeamResult[],
    BeamResult[],
    BeamResult[],
  ]
  expect(four.map(({ hypotheses }) => hypotheses.length)).toEqual(Array(6).fill(4))
  for (const [place, { hypotheses, tokens }] of four.entries()) {
    expect(tokens).toBeGreaterThan(one[place]!.tokens)
    expect(hypotheses[0]!.steps).toEqual([])
  }
  const steps = [...scored, ...resultsOf('embedded')].flatMap(({ hypotheses }) =>
    hypotheses.flatMap((each) => each.steps),
  )
  expect(steps.length).toBeGreaterThan(0)
  for (const { added } of steps) expect(added).toBeLessThanOrEqual(0)
  const strategyOf = (id: string): unknown =>
    (JSON.parse(read(`${id}/drawn-from.json`)) as { strategy: unknown }).strategy
  expect(strategyOf('four')).toBe('beam 4')
  expect(strategyOf('scored')).toBe('verified beam 4 by hiddenStates, programs run')
  expect(read('report.html')).toContain('verified beam 4 by hiddenStates')
})

it('a recipe that names too little, or too much, is refused', () => {
  const check = (fields: object): string => {
    const stages = [problems, beam('beam', fields)]
    writeFileSync(
      join(root, 'bad.yaml'),
      JSON.stringify({ name: 'bad', description: 'x', seeds: [1], stages }),
    )
    return reckoner('run', 'bad.yaml').stderr
  }
  expect(check({ scoreBy: 'evaluator' })).toContain('evaluator needs a scorer')
  expect(check({ scorer: 'base-250k' })).toContain('scoreBy is none, which takes no scorer')
  expect(check({ width: 0 })).toContain('width')
  expect(check({ scoreBy: 'evaluator', scorer: 'base-250k' })).toContain(
    'base-250k is no evaluator',
  )
  expect(check({ scoreBy: 'embeddings', scorer: 'base-250k' })).toContain('no onnx/model.onnx')
})

it('solve searches too', () => {
  const question = 'Tom has 3 boxes of 4 pens. How many pens?'
  const solve = (...args: string[]): ReturnType<typeof reckoner> =>
    reckoner('solve', question, '--model', 'base-250k', '--max-new-tokens', '40', '--json', ...args)
  const textOf = ({ stdout }: ReturnType<typeof reckoner>): string =>
    (JSON.parse(stdout) as { text: string }).text
  const one = solve('--strategy', 'stepBeam', '--set', 'width=1')
  expect(one.status, one.stderr).toBe(0)
  expect(textOf(one)).toBe(textOf(solve()))
  const scored = solve(
    '--strategy',
    'stepBeam',
    '--set',
    'scoreBy=hiddenStates',
    '--set',
    'partial=run',
  )
  expect(scored.status, scored.stderr).toBe(0)
  expect(solve('--strategy', 'stepBeam', '--set', 'scoreBy=evaluator').stderr).toContain(
    'scoreBy=evaluator needs what scores the lines',
  )
  expect(solve('--strategy', 'stepBeam', '--evaluator', 'base-250k').stderr).toContain(
    'scoreBy=none takes no --evaluator',
  )
})
