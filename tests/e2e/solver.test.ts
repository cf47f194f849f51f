/** A solver by the commands: `solve`, `select` and `evaluate` take one directory as a model. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const package_ = join(import.meta.dirname, '../..')
const main = join(package_, 'dist/cli/main.js')
const home = mkdtempSync(join(tmpdir(), 'reckoner-solver-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, ...args], { cwd: home, encoding: 'utf8' })
}
function reckoner(...args: string[]): string {
  const { status, stdout, stderr } = run(...args)
  expect(status, stderr).toBe(0)
  return stdout
}
const refused = (...args: string[]): string => {
  const { status, stderr } = run(...args)
  expect(status).toBe(2)
  return stderr
}
const lines = (name: string): Record<string, unknown>[] =>
  readFileSync(join(home, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const questions = ['Tom has 3 boxes of 4 pens. How many pens does Tom have?', 'What is 2 + 3?']
const [question] = questions

let printedByRun: string
beforeAll(() => {
  // An evaluator that nobody has trained scores at random, which is enough here.
  cpSync(join(package_, 'models/base-250k'), join(home, 'generator'), { recursive: true })
  cpSync(join(home, 'generator'), join(home, 'judge'), { recursive: true })
  const format = { stem: '\nThe solution above is', correct: ' correct', incorrect: ' incorrect' }
  writeFileSync(join(home, 'judge/evaluator-format.json'), JSON.stringify(format))
  const problems = questions.map((each, place) => ({
    id: `p${place}`,
    question: each,
    answer: place === 0 ? '12' : '5',
  }))
  writeFileSync(
    join(home, 'problems.jsonl'),
    problems.map((each) => `${JSON.stringify(each)}\n`).join(''),
  )
  const common = { problems: 'problems.jsonl' }
  const recipe = {
    name: 'keep',
    description: 'Makes a solver.',
    seeds: [1],
    stages: [
      {
        id: 'drawn',
        stage: 'sample',
        label: 'g',
        model: './generator',
        ...common,
        numGenerations: 4,
        maxNewTokens: 64,
      },
      {
        id: 'scored',
        stage: 'score.evaluator',
        label: 'e',
        model: './judge',
        ...common,
        completions: 'drawn',
      },
      {
        id: 'solver',
        stage: 'infer.choose',
        generator: './generator',
        ...common,
        evaluator: './judge',
        completions: 'drawn',
        scores: 'scored',
        strategies: ['weightedTopClusters'],
        sizes: [2],
      },
    ],
  }
  writeFileSync(join(home, 'keep.yaml'), JSON.stringify(recipe))
  printedByRun = reckoner('run', 'keep.yaml', '--runs', 'runs')
  cpSync(join(home, solverAt()), join(home, 'solver'), { recursive: true })
}, 120_000)

function solverAt(): string {
  const name = readdirSync(join(home, 'runs')).find((each) => each.startsWith('keep-'))
  return `runs/${name}/solver@1`
}

const json = (...args: string[]): Record<string, unknown> => JSON.parse(reckoner(...args))

describe('run and report', () => {
  it('end with the solver and the command that asks it', () => {
    const last = `report.html\nsolver: reckoner solve "…" --model ${solverAt()}\n`
    expect(printedByRun.endsWith(last)).toBe(true)
    expect(reckoner('report', 'keep').endsWith(last)).toBe(true)
    rmSync(join(home, solverAt(), 'solver.json'))
    expect(reckoner('report', 'keep')).not.toContain('solver: ')
    reckoner('run', 'keep.yaml', '--runs', 'runs')
  })
})

describe('solve', () => {
  it('draws, scores and chooses as the solver says', () => {
    const own = ['solve', question!, '--model', 'solver', '--max-new-tokens', '64', '--json']
    const chosen = json(...own)
    const same = [
      '--strategy',
      'weightedTopClusters',
      '--evaluator',
      'judge',
      '--set',
      'clusters=2',
    ]
    const given = [...own.with(3, 'generator'), ...same, '--num-generations', '4']
    expect(json(...given)).toEqual(chosen)
    expect(chosen['cost']).toMatchObject({ completions: 4 })
    const { evaluatorCalls } = chosen['cost'] as { evaluatorCalls: number }
    expect(evaluatorCalls).toBeGreaterThan(0)
    expect(evaluatorCalls).toBeLessThanOrEqual(4)
    expect(json(...own, '--strategy', 'greedy')['cost']).toMatchObject({ completions: 1 })
    const best = json(...own, '--strategy', 'bestOfN', '--num-generations', '2')
    expect(best['cost']).toMatchObject({ completions: 2 })
  })

  it('says what does not fit together', () => {
    const solve = ['solve', question!, '--model']
    expect(refused(...solve, 'generator', '--strategy', 'bestOfN')).toContain(
      'the strategy bestOfN needs an evaluator',
    )
    expect(refused(...solve, 'generator', '--evaluator', 'judge')).toContain(
      'the strategy greedy chooses without --evaluator',
    )
    expect(refused(...solve, 'solver', '--set', 'clusters=3')).toContain('the model is a solver')
    const strategy = ['--strategy', 'bestOfN']
    expect(refused(...solve, 'generator', ...strategy, '--evaluator', 'generator')).toContain(
      'generator is no evaluator',
    )
    writeFileSync(join(home, 'solver/solver.json'), '{')
    expect(refused(...solve, 'solver')).toContain('solver.json is damaged: it is not JSON')
    cpSync(join(home, solverAt(), 'solver.json'), join(home, 'solver/solver.json'))
  })
})

describe('select and evaluate', () => {
  it('choose the same answers, which are those of the stages', () => {
    const drawn = [
      '--problems',
      'problems.jsonl',
      '--completions',
      `${solverAt()}/../drawn@1/completions.jsonl`,
    ]
    reckoner('select', '--model', 'solver', ...drawn, '--out', 'live.jsonl')
    const strategy = ['--strategy', 'weightedTopClusters', '--set', 'clusters=2']
    const scores = ['--scores', `${solverAt()}/../scored@1/scores.jsonl`]
    reckoner('select', ...strategy, ...drawn, ...scores, '--out', 'stored.jsonl')
    expect(lines('live.jsonl')).toEqual(lines('stored.jsonl'))
    // The same seed and length as those of the recipe: the run has the same predictions.
    const evaluate = ['evaluate', '--problems', 'problems.jsonl', '--json', '--runs', 'runs']
    const own = ['--max-new-tokens', '64', '--seed', '1', '--model', 'solver']
    const found = JSON.parse(reckoner(...evaluate, ...own))
    const expected = JSON.parse(reckoner(...evaluate, '--predictions', 'live.jsonl'))
    const [metric] = found.metrics
    expect(metric).toEqual({ ...expected.metrics[0], series: 'solver' })
    const plain = JSON.parse(reckoner(...evaluate, ...own.with(-1, 'generator')))
    expect(plain.metrics).toMatchObject([{ series: 'generator', name: 'accuracy', n: 2 }])
  })

  it('say what does not fit together', () => {
    const select = ['select', '--completions', 'problems.jsonl']
    expect(refused(...select)).toContain('Name a strategy with --strategy, or a solver')
    expect(refused(...select, '--model', 'generator')).toContain('it has no solver.json')
    expect(refused(...select, '--model', 'solver')).toContain('needs the questions')
    expect(refused(...select, '--model', 'solver', '--strategy', 'first')).toContain(
      '--strategy: the model is a solver',
    )
    expect(refused(...select, '--model', 'solver', '--scores', 'a.jsonl')).toContain('--scores: ')
    const both = ['--model', 'solver', '--predictions', 'live.jsonl']
    expect(refused('evaluate', '--problems', 'problems.jsonl', ...both)).toContain(
      '--predictions and --model',
    )
  })
})
