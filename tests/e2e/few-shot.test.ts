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

it('options that do not fit are refused', () => {
  const sample = (...args: string[]): string =>
    reckoner('sample', '--model', 'base-250k', '--problems', 'test.jsonl', ...args).stderr
  expect(sample('--num-examples', '2')).toContain('numExamples is 2, but there are no examples')
  expect(sample('--examples', 'nowhere.jsonl')).toContain('--examples nowhere.jsonl: there is no')
  expect(sample('--examples', 'rows.jsonl')).toContain('there are only 3')
  expect(sample('--examples', 'rows.jsonl', '--num-examples', '0')).toContain('--num-examples')
})
