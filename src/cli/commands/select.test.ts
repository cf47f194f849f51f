import { describe, expect, it } from 'vitest'
import {
  completion,
  path,
  printed,
  put,
  rowsOf,
  run,
  useOfflineCommands,
} from '../../../tests/support/offline-commands.ts'
import { sha256 } from '../../core/index.ts'

useOfflineCommands()

const texts = ['#### 1', '#### 2', '', '#### 2.0', '#### 3']
const sampled = put(
  'sampled.jsonl',
  ...texts.map((text, index) => completion('a', index, text)),
  completion('b', 0, ''),
)
const score = (problemId: string, index: number, value: unknown, more = {}) => ({
  problemId,
  index,
  score: value,
  ...more,
})
const values = [0.5, 0.25, 0.875, 0.375, 0.75]
const known = values.map((value, index) => score('a', index, value))
const scores = put('scores.jsonl', ...known)

const choose = (strategy: string, ...options: string[]): Promise<number> =>
  run('select', '--strategy', strategy, '--completions', sampled, ...options)
/** What was said beside the predictions: the summary, bad lines, and the error at the end. */
const said = (): string => printed.stderr + printed.error
const answers = (): (string | null)[] =>
  printed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).answer)

describe('select by scores', () => {
  it.each([
    ['bestOfN', [], '3'],
    ['rerankTopClusters', ['--set', 'clusters=1'], '2'],
    ['rerankTopClusters', [], '3'],
    ['weightedVote', [], '3'],
    ['weightedTopClusters', ['--set', 'clusters=2', '--set', 'weights=sigmoid'], '2'],
    ['majorityOfTopN', ['--set', 'best=3'], '1'],
  ] as const)('%s %j takes %s', async (strategy, set, answer) => {
    expect(await choose(strategy, '--scores', scores, ...set)).toBe(0)
    expect(answers()).toEqual([answer, null])
    expect(said()).toContain('2 problems: 1 answered, 1 without an answer; ')
  })

  it('needs the scores of what it chooses among, and says what it paid', async () => {
    const few = put('few-scores.jsonl', known[3], known[1])
    const out = path('chosen.jsonl')
    const set = ['--set', 'clusters=1', '--trace', '--json', '--out', out]
    expect(await choose('rerankTopClusters', '--scores', few, ...set)).toBe(0)
    expect(JSON.parse(printed.stdout)).toEqual({ problems: 2, answered: 1, evaluatorCalls: 2 })
    expect(rowsOf(out)).toEqual([
      {
        problemId: 'a',
        answer: '2',
        text: '#### 2.0',
        cost: { completions: 5, tokens: 0, evaluatorCalls: 2 },
        trace: {
          candidates: [
            { index: 0, answer: '1' },
            { index: 1, answer: '2', score: 0.25 },
            { index: 2, answer: null },
            { index: 3, answer: '2', score: 0.375 },
            { index: 4, answer: '3' },
          ],
          choice: 3,
        },
      },
      {
        problemId: 'b',
        answer: null,
        text: '',
        cost: { completions: 1, tokens: 0, evaluatorCalls: 0 },
        trace: { candidates: [{ index: 0, answer: null }], choice: 0 },
      },
    ])
    expect(await choose('bestOfN', '--scores', few)).toBe(2)
    expect(said()).toContain(
      '2 completions that the strategy bestOfN needs have no score, the first is completion 0 of problem "a"',
    )
    const most = put('most-scores.jsonl', ...known.slice(0, 4))
    expect(await choose('bestOfN', '--scores', most)).toBe(2)
    expect(said()).toContain(
      'there is no score of completion 4 of problem "a", which the strategy bestOfN needs',
    )
  })

  it('takes scores from several files, in any order', async () => {
    const one = put('one-scores.jsonl', known[4], known[0])
    const two = put('two-scores.jsonl', known[3], known[1], known[1])
    expect(await choose('bestOfN', '--scores', one, two)).toBe(0)
    expect(answers()).toEqual(['3', null])
  })

  it('takes answers from verdicts', async () => {
    const problems = put(
      'both.jsonl',
      { id: 'a', question: 'q', answer: '2' },
      { id: 'b', question: 'q', answer: '4' },
    )
    const verdicts = path('verdicts.jsonl')
    const files = ['--problems', problems, '--completions', sampled]
    expect(await run('verify', ...files, '--out', verdicts)).toBe(0)
    const options = ['--scores', scores, '--verdicts', verdicts]
    expect(await choose('weightedTopClusters', '--set', 'clusters=1', ...options)).toBe(0)
    expect(answers()).toEqual(['2', null])
    expect(await choose('weightedVote', ...options, '--expects', 'number')).toBe(2)
    expect(said()).toContain('--expects is of texts')
    const rows = rowsOf(verdicts)
    const shifted = put('shifted.jsonl', ...rows.slice(1))
    expect(await choose('majorityVote', '--verdicts', shifted)).toBe(2)
    expect(said()).toContain('there is no verdict on completion 0 of problem "a"')
  })

  it('counts votes for an option by its letter, its text and its value together', async () => {
    const question = 'How much?\nA) 5\nB) 1/2\nC) some'
    const problems = put('options.jsonl', { id: 'a', question, answer: 'B' })
    const votes = ['#### A', '#### A', 'The answer is (B).', '\\boxed{0.5}', 'The answer is 1/2.']
    const drawn = put('votes.jsonl', ...votes.map((text, index) => completion('a', index, text)))
    const vote = ['select', '--strategy', 'majorityVote', '--completions', drawn]
    const chosen = path('options-chosen.jsonl')
    await run(...vote, '--problems', problems, '--out', chosen)
    expect(rowsOf(chosen)).toMatchObject([{ answer: 'B' }])
    // Without the question, nothing says what the options are.
    await run(...vote, '--out', chosen)
    expect(rowsOf(chosen)).toMatchObject([{ answer: 'A' }])
    const verdicts = path('options-verdicts.jsonl')
    await run('verify', '--problems', problems, '--completions', drawn, '--out', verdicts)
    expect(rowsOf(verdicts).map(({ answer }) => answer)).toEqual(['A', 'A', 'B', 'B', 'B'])
    const predicted = put('predicted.jsonl', { problemId: 'a', answer: '0.5' })
    await run('evaluate', '--problems', problems, '--predictions', predicted, '--json')
    expect(JSON.parse(printed.stdout).metrics).toMatchObject([{ name: 'accuracy', value: 1 }])
  })

  it('takes the same answer from texts and from verdicts, and one that is graded alike', async () => {
    const problems = put('third.jsonl', { id: 'a', question: '10/3?', answer: '10/3' })
    const rounded = ['#### 10/3', '#### 4', '#### 4', '#### 3.333', '#### 3.3333']
    const drawn = put(
      'rounded.jsonl',
      ...rounded.map((text, index) => completion('a', index, text)),
    )
    const verdicts = path('rounded-verdicts.jsonl')
    await run('verify', '--problems', problems, '--completions', drawn, '--out', verdicts)
    expect(rowsOf(verdicts).map(({ verdict }) => verdict)).toEqual([
      'correct',
      'incorrect',
      'incorrect',
      'correct',
      'correct',
    ])
    const vote = ['select', '--strategy', 'majorityVote', '--completions', drawn]
    const voted = path('voted.jsonl')
    for (const from of [[], ['--verdicts', verdicts]]) {
      await run(...vote, ...from, '--out', voted)
      expect(rowsOf(voted)).toMatchObject([{ answer: '10/3' }])
    }
    const one = put('one.jsonl', completion('a', 0, rounded[3]!))
    const first = path('first.jsonl')
    await run('select', '--strategy', 'first', '--completions', one, '--out', first)
    await run('evaluate', '--problems', problems, '--predictions', first, '--json')
    expect(JSON.parse(printed.stdout).metrics).toMatchObject([{ name: 'accuracy', value: 1 }])
  })
})

describe('select refuses', () => {
  it.each([
    ['bestOfN', [], 'the strategy bestOfN needs scores of completions'],
    ['majorityVote', ['--scores', scores], 'the strategy majorityVote chooses without --scores'],
    [
      'bestOfN',
      ['--scores', scores, '--set', 'clusters=4'],
      '--set clusters=4: the strategy bestOfN does not read clusters: it reads no options',
    ],
    ['rerankTopClusters', ['--scores', scores, '--set', 'clusters=0'], '--set clusters=0: '],
    ['bestOfN', ['--scores', sampled], 'is given twice'],
    ['bestOfN', ['--scores', scores, '--out', scores], 'both as an input and as the output'],
    ['adaptiveVote', ['--set', 'confidence=2'], '--set confidence=2: Too big'],
  ] as const)('%s %j', async (strategy, options, fault) => {
    expect(await choose(strategy, ...options)).toBe(2)
    expect(said()).toContain(fault)
    expect(printed.stdout).toBe('')
  })

  const textHash = sha256('#### 1').slice(0, 16)
  it.each([
    ['a completion that is not there', score('a', 9, 1), 'there is no completion 9 of problem "a"'],
    ['a problem that is not there', score('z', 0, 1), 'there is no completion 0 of problem "z"'],
    [
      'a model that is not there',
      score('a', 0, 1, { modelId: 'm', seed: 3 }),
      'there is no completion 0 of problem "a" by "m" at seed 3',
    ],
    [
      'another text',
      score('a', 1, 0.25, { textHash }),
      'completion 1 of problem "a" has another text than the one with this score',
    ],
    [
      'a second score',
      score('a', 0, 0.625),
      'completion 0 of problem "a" already has the score 0.5',
    ],
  ])('the score of %s', async (_, row, fault) => {
    const file = put('wrong-scores.jsonl', ...known, row)
    expect(await choose('bestOfN', '--scores', file)).toBe(2)
    expect(said()).toContain(`${file}:6: ${fault}`)
    expect(printed.stdout).toBe('')
  })

  it.each([
    ['null', score('a', 2, null), '"score" must be a number, found null'],
    ['NaN', '{"problemId":"a","index":2,"score":NaN}', '"score" must be a number, found null'],
    ['text', score('a', 2, '0.5'), '"score" must be a number'],
  ])('a score that is %s, of that line only', async (_, row, fault) => {
    const file = put('bad-scores.jsonl', ...known.slice(0, 2), row, ...known.slice(3))
    expect(await choose('bestOfN', '--scores', file)).toBe(2)
    expect(said()).toContain(`${file}:3: ${fault}`)
    expect(said()).toContain('1 line was left out')
    expect(answers()).toEqual(['3', null]) // The completion had no answer, and needed no score.
  })

  it('a score that may be of several completions, unless it says which', async () => {
    const two = put(
      'two-models.jsonl',
      { ...completion('a', 0, '#### 1'), modelId: 'x' },
      { ...completion('a', 0, '#### 2'), modelId: 'y' },
    )
    const command = ['select', '--strategy', 'bestOfN', '--completions', two, '--scores']
    expect(await run(...command, put('unclear.jsonl', score('a', 0, 1)))).toBe(2)
    expect(said()).toContain(
      '2 completions have the index 0 in problem "a", and the score does not say which is meant',
    )
    const clear = put(
      'clear.jsonl',
      score('a', 0, 0.25, { modelId: 'x' }),
      score('a', 0, 0.5, { modelId: 'y' }),
    )
    expect(await run(...command, clear)).toBe(0)
    expect(answers()).toEqual(['2'])
    const hashed = put(
      'hashed.jsonl',
      score('a', 0, 0.75, { textHash }),
      score('a', 0, 0.5, { textHash: sha256('#### 2') }),
    )
    expect(await run(...command, hashed)).toBe(0)
    expect(answers()).toEqual(['2', '1']) // of both runs
  })

  it('negative scores as weights', async () => {
    const file = put('rewards.jsonl', ...values.map((value, index) => score('a', index, value - 1)))
    expect(await choose('weightedVote', '--scores', file)).toBe(2)
    expect(said()).toContain('problem "a": the score -0.75 is negative')
    expect(said()).toContain('weights=sigmoid')
    expect(await choose('weightedVote', '--scores', file, '--set', 'weights=sigmoid')).toBe(0)
    expect(answers()).toEqual(['2', null])
  })
})
