/** Step-wise solutions of a model on a server, which is prompted again for each step. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, expect, it } from 'vitest'
import { problemPrompt } from '../../src/data/index.ts'
import type { Trajectory } from '../../src/infer/index.ts'
import type { ProtocolServer, ProtocolServerOptions } from '../support/protocol-server.ts'
import { scriptServer } from '../support/served-script.ts'

const main = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'main.js')
const run = promisify(execFile)
const home = mkdtempSync(join(tmpdir(), 'reckoner-served-steps-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const questions = ['How many pens?', 'How many hats?']
const solutions = {
  '3 + 4 = 7\nSo there are 7.\n#### 7': 3,
  '3 * 4 = 12\n#### 12': 1,
}
const script = Object.fromEntries(questions.map((question) => [problemPrompt(question), solutions]))
const problems = questions.map((question, place) => ({ id: `p${place}`, question, answer: '7' }))
writeFileSync(
  join(home, 'problems.jsonl'),
  problems.map((problem) => `${JSON.stringify(problem)}\n`).join(''),
)

let server: ProtocolServer
afterEach(() => server[Symbol.asyncDispose]())

let files = 0
async function modelOn(options: ProtocolServerOptions = {}, more: object = {}): Promise<string> {
  server = await scriptServer(script, options)
  const name = `model-${files++}.yaml`
  const settings = { servers: server.url, model: 'tiny', logprobs: true, ...more }
  writeFileSync(join(home, name), JSON.stringify(settings))
  return name
}

const stageOf = (model: string) => ({
  id: 'steps',
  stage: 'infer.steps',
  label: 'served',
  model,
  problems: 'problems.jsonl',
  promptFormat: 'plain',
  candidates: 4,
})

/** Runs the recipe, and returns the trajectories with the tokens that were paid for. */
async function stepped(model: string, more: object, ...args: string[]) {
  const name = `steps-${files++}`
  const recipe = {
    name,
    description: 'steps',
    seeds: [1],
    stages: [{ ...stageOf(model), ...more }],
  }
  writeFileSync(join(home, `${name}.yaml`), JSON.stringify(recipe))
  const { stdout, stderr } = await run(process.execPath, [main, 'run', `${name}.yaml`, ...args], {
    cwd: home,
  })
  if (args.length > 0) return { stdout, stderr, trajectories: [], tokens: 0 }
  const directory = readdirSync(join(home, 'runs')).find((each) => each.startsWith(`${name}-`))!
  const read = (path: string): string => readFileSync(join(home, 'runs', directory, path), 'utf8')
  const trajectories = read('steps@1/trajectories.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Trajectory)
  const { cost } = JSON.parse(read('results.json')) as { cost: { tokens: number }[] }
  return { stdout, stderr, trajectories, tokens: cost[0]!.tokens }
}

it.each([
  ['says which stop text has ended a text', {}, 'likelihood'],
  ['does not, and writes on', { ownedBy: 'me', tellsStops: false }, 'random'],
] as const)('are found with a server that %s', async (_, options, chooseBy) => {
  const { trajectories, tokens } = await stepped(await modelOn(options), { chooseBy })
  for (const { text, steps } of trajectories) {
    expect(Object.keys(solutions)).toContain(text)
    expect(steps.map(({ candidates, choice }) => candidates[choice]!.text).join('')).toBe(text)
    for (const { candidates, choice } of steps) {
      const scores = candidates.map(({ score }) => score!)
      expect(scores[choice]).toBe(Math.max(...scores))
      if (chooseBy === 'likelihood')
        expect(candidates.every((each) => each.logprob! / each.tokens === each.score)).toBe(true)
    }
  }
  // Each reply once, with the few that found out what the server can do.
  const written = trajectories.reduce((sum, each) => sum + each.tokens, 0)
  expect(tokens).toBeGreaterThanOrEqual(written)
  expect(tokens - written).toBeLessThan(100)
})

it('are warned of where their limit cuts them off', async () => {
  const model = await modelOn()
  const { stderr, trajectories } = await stepped(model, { chooseBy: 'random', maxNewTokens: 4 })
  expect(trajectories.map(({ text }) => text.length)).toEqual([4, 4])
  expect(stderr).toContain('2 of 2 solutions end with a step that is cut off: it has 4 tokens')
})

it.each([1, 3])('are forecast, at most, with %i completions a request', async (choices) => {
  const model = await modelOn({}, { choices })
  const judged = { rationales: model, scorer: model, chooseBy: 'rationales' }
  const { stdout } = await stepped(model, judged, '--plan')
  const rowOf = (stage: string): string[] =>
    stdout
      .split('\n')
      .find((line) => line.startsWith(`${stage} `))!
      .split(/\s{2,}/)
  const tokensRead = (stage: string): number => Number(rowOf(stage).at(3)!.replaceAll(',', ''))
  // Two problems, 15 steps, 4 candidates of 256 tokens: those of one step may come together.
  const requests = 2 * 15 * Math.ceil(4 / choices)
  expect(rowOf('steps@1').at(2)).toBe(String(requests))
  expect(rowOf('steps@1').at(4)).toBe('30,720')
  expect(rowOf('steps@1 (rationales)').at(2)).toBe('30')
  expect(rowOf('steps@1 (scorer)').at(2)).toBe('120')
  // Behind the prompt stand the steps before: 7 of them on average.
  expect(tokensRead('steps@1')).toBeGreaterThanOrEqual(requests * 7 * 256)
  expect(tokensRead('steps@1 (rationales)')).toBeGreaterThanOrEqual(30 * 7 * 256)
  expect(tokensRead('steps@1 (scorer)')).toBeGreaterThanOrEqual(120 * 8 * 256)
  // Without a scorer the model reads each candidate itself.
  const own = await stepped(model, { rationales: model, chooseBy: 'rationales' }, '--plan')
  expect(own.stdout).toMatch(new RegExp(`^steps@1 .* ${requests + 120} `, 'm'))
  expect(server.requests).toEqual([])
})

it('answer one question, and are refused in a chat', async () => {
  const model = await modelOn()
  const asked = ['solve', questions[0]!, '--model', model, '--strategy', 'stepwise']
  const chosen = ['--set', 'chooseBy=random', '--json']
  const { stdout } = await run(
    process.execPath,
    [main, ...asked, ...chosen, '--prompt-format', 'plain'],
    { cwd: home },
  )
  expect(['7', '12']).toContain((JSON.parse(stdout) as { answer: string }).answer)
  await expect(
    run(process.execPath, [main, ...asked, ...chosen], { cwd: home }),
  ).rejects.toMatchObject({
    stderr: expect.stringContaining(
      'the strategy stepwise cannot go on with the turn of a chat, as tiny is asked',
    ) as string,
  })
})
