/** Solved examples before each question, by the commands: from styles of solutions to prompts. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../../dist/cli/main.js')
const root = mkdtempSync(join(tmpdir(), 'reckoner-few-shot-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const reckoner = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(process.execPath, [main, ...args], { cwd: root, encoding: 'utf8' })
interface Styled {
  question: string
  solution: string
  solutionsByStyle: Record<'concise' | 'fineGrained', string>
}
const lines = <T>(text: string): T[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

it('solve --examples asks behind the examples', () => {
  const question = 'Tom has 3 boxes of 4 pens. How many pens does Tom have?'
  const own = 'Question: Two and two?\nAnswer:\n'
  const row = { prompt: own, completion: '2+2 = <<2+2=4>>4\n#### 4' }
  writeFileSync(join(root, 'shown.jsonl'), `${JSON.stringify(row)}\n`)
  const solve = (...args: string[]): ReturnType<typeof reckoner> =>
    reckoner('solve', question, '--model', 'base-250k', '--max-new-tokens', '40', ...args)
  const shown = solve('--examples', 'shown.jsonl', '--num-examples', '1')
  expect(shown.status, shown.stderr).toBe(0)
  const template = `${own}${row.completion}\n\nQuestion: {question}\nAnswer:\n`
  const written = solve('--prompt-format', template)
  expect(shown.stdout).toBe(written.stdout)
  expect(shown.stdout).not.toBe(solve().stdout)

  const alone = solve('--num-examples', '1')
  expect([alone.status, alone.stderr]).toEqual([
    2,
    expect.stringContaining('--num-examples needs --examples'),
  ])
})

it('sample --examples draws what a prompt format with the examples in it draws', () => {
  const made = (...args: string[]): Styled[] =>
    lines(reckoner('data', 'problems', '--seed', '4', '--steps', '2', ...args).stdout)
  const styled = made('--count', '3', '--styles')
  const plain = made('--count', '3')
  expect(styled.map((problem) => ({ ...problem, solutionsByStyle: undefined }))).toEqual(plain)
  expect(plain.every((problem) => !('solutionsByStyle' in problem))).toBe(true)
  const rows = styled.map(({ question, solutionsByStyle }) => ({
    prompt: `Question: ${question}\nAnswer:\n`,
    completion: solutionsByStyle.concise,
  }))
  writeFileSync(join(root, 'rows.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  reckoner('data', 'problems', '--count', '2', '--split', 'test', '--out', 'test.jsonl')
  const given =
    'sample --model base-250k --problems test.jsonl --temperature 0 --max-new-tokens 60'.split(' ')
  const sample = (...args: string[]): ReturnType<typeof reckoner> => reckoner(...given, ...args)
  type Drawn = { text: string; finish: string; promptFormat: string }
  const shots = sample('--examples', 'rows.jsonl', '--num-examples', '2')
  expect(shots.status, shots.stderr).toBe(0)
  const drawn = lines<Drawn>(shots.stdout)
  expect(drawn.map(({ promptFormat }) => promptFormat)).toEqual(
    Array(2).fill(expect.stringMatching(/^few-shot-[0-9a-f]{8}$/)),
  )

  const template = `${rows
    .slice(0, 2)
    .map(({ prompt, completion }) => `${prompt}${completion}\n\n`)
    .join('')}Question: {question}\nAnswer:\n`
  const run = readdirSync(join(root, 'runs')).find(
    (name) => name.startsWith('one') || name.startsWith('infer'),
  )
  const record = readFileSync(join(root, 'runs', run!, 'infer-greedy', 'drawn-from.json'), 'utf8')
  expect(JSON.parse(record)).toMatchObject({ promptFormat: { name: 'few-shot', template } })
  const asText = lines<Drawn>(sample('--prompt-format', template, '--stop', '\nQuestion:').stdout)
  expect(asText.map((completion) => ({ ...completion, promptFormat: null }))).toEqual(
    drawn.map((completion) => ({ ...completion, promptFormat: null })),
  )
  const alone = lines<Drawn>(sample().stdout)
  expect(alone.map(({ text }) => text)).not.toEqual(drawn.map(({ text }) => text))
  expect(alone[0]!.promptFormat).toBe('plain')
})

/** The directory of the only run in a directory of runs. */
const madeIn = (runs: string): string =>
  join(
    root,
    runs,
    readdirSync(join(root, runs)).find((name) => /^s(?:ample|tepwise)-/.test(name))!,
  )

/** A problem as ARC's authors publish it, in words of our own. */
const arcProblem = {
  id: 'puddle',
  question: {
    stem: 'A puddle on a sunny road is gone by noon. Where is its water?',
    choices: ['in the air', 'in the sun', 'in a star', 'nowhere'].map((text, place) => ({
      text,
      label: 'ABCD'[place],
    })),
  },
  answerKey: 'A',
}
writeFileSync(join(root, 'science.jsonl'), `${JSON.stringify(arcProblem)}\n`)

it('sample --examples arc draws after shipped examples of ARC, and its texts can be graded', () => {
  // The directory `arc` does not hide the shipped examples.
  const imported = reckoner('data', 'import', 'science.jsonl', '--out', 'arc')
  expect(imported.status, imported.stderr).toBe(0)
  const given = '--model base-250k --problems arc/problems.jsonl --max-new-tokens 8'.split(' ')
  const sample = (...args: string[]): ReturnType<typeof reckoner> =>
    reckoner('sample', ...given, '--runs', 'arc-runs', ...args)
  const drawn = sample('--examples', 'arc', '--num-examples', '1', '--out', 'arc-drawn.jsonl')
  expect(drawn.status, drawn.stderr).toBe(0)
  const record = readFileSync(join(madeIn('arc-runs'), 'sample@1', 'drawn-from.json'), 'utf8')
  const { template } = (JSON.parse(record) as { promptFormat: { template: string } }).promptFormat
  const shipped = join(import.meta.dirname, '../../examples/few-shot/arc.jsonl')
  const [first] = lines<{ prompt: string; completion: string }>(readFileSync(shipped, 'utf8'))
  expect(template).toBe(`${first!.prompt}${first!.completion}\n\nQuestion: {question}\nAnswer:\n`)

  const graded = ['--problems', 'arc/problems.jsonl', '--completions', 'arc-drawn.jsonl']
  const verified = reckoner('verify', ...graded)
  expect(verified.status, verified.stderr).toBe(0)
  expect(lines(verified.stdout)).toMatchObject([{ problemId: 'puddle', index: 0 }])

  const unknown = sample('--examples', 'arx')
  expect(unknown.status).toBe(2)
  expect(unknown.stderr).toContain('--examples arx: there is no such file')
  expect(unknown.stderr).toContain('gsm8k, math, mmlu-pro, arc, ecqa, hellaswag, proofwriter')
})

it('infer.steps grows solutions after shipped examples of its task', () => {
  const stage = {
    id: 'stepwise',
    stage: 'infer.steps',
    model: 'base-250k',
    problems: 'science.jsonl',
    label: 'by steps',
    examples: 'ecqa',
    numExamples: 1,
    steps: 'ecqa',
    chooseBy: 'random',
    candidates: 2,
    maxSteps: 2,
    maxNewTokens: 8,
  }
  const recipe = { name: 'stepwise', description: 'd', seeds: [1], stages: [stage] }
  writeFileSync(join(root, 'stepwise.yaml'), JSON.stringify(recipe))
  const ran = reckoner('run', 'stepwise.yaml', '--runs', 'step-runs')
  expect(ran.status, ran.stderr).toBe(0)
  const directory = join(madeIn('step-runs'), 'stepwise@1')
  const [solution] = lines<{ problemId: string; tokens: number }>(
    readFileSync(join(directory, 'completions.jsonl'), 'utf8'),
  )
  expect(solution).toMatchObject({ problemId: 'puddle', index: 0 })
  expect(solution!.tokens).toBeGreaterThan(0)
  expect(readFileSync(join(directory, 'drawn-from.json'), 'utf8')).toContain('dripping umbrella')
})

it('options that do not fit are refused', () => {
  const sample = (...args: string[]): string =>
    reckoner('sample', '--model', 'base-250k', '--problems', 'test.jsonl', ...args).stderr
  expect(sample('--num-examples', '2')).toContain('numExamples is 2, but there are no examples')
  expect(sample('--examples', 'nowhere.jsonl')).toContain('--examples nowhere.jsonl: there is no')
  expect(sample('--examples', 'rows.jsonl')).toContain('there are only 3')
  expect(sample('--examples', 'rows.jsonl', '--num-examples', '0')).toContain('--num-examples')
})
