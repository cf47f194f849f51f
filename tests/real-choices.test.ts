/**
 * Problems with options as the public benchmarks have them: every record becomes a problem, and its
 * answer may be given in the ways in which models give it. Skipped where the data folder is absent.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadProblems, stepRules, type StepTask } from '../src/data/index.ts'
import {
  rewardPolicy,
  taskOfProblem,
  verifyCompletion,
  withGold,
  type GradableProblem,
  type TaskOptions,
} from '../src/verify/index.ts'
import { sliceOf } from './support/slice-of.ts'

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../shared/data')
const isHere = existsSync(join(data, 'commonsense_logic'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

const fileOf = (name: string): string => join(data, `${name}_dev.jsonl`)

function records<Row>(name: string): Row[] {
  const lines = readFileSync(fileOf(name), 'utf8').trimEnd().split('\n')
  return lines.map((line): Row => JSON.parse(line))
}

const problemsOf = async (name: string): Promise<GradableProblem[]> =>
  (await loadProblems(fileOf(name))).map(withGold)

/** What a record says of its options: their texts, and the place of the right one. */
interface Options {
  texts: string[]
  place: number
}
type Read<Row> = (row: Row) => Options
const letters = 'ABCDEFGHIJ'
const byIndex: Read<{ choices: string[]; answer_index: number }> = (row) => ({
  texts: row.choices,
  place: row.answer_index,
})

const files: [name: string, records: number, read: Read<never>][] = [
  ['commonsense_logic/arc_challenge_test', 586, byIndex],
  ['commonsense_logic/arc_easy_test_sample', 594, byIndex],
  [
    'commonsense_logic/ecqa_test_questions',
    1_097,
    (row: { choices: string[]; answer: string }) => ({
      texts: row.choices,
      place: letters.indexOf(row.answer),
    }),
  ],
  [
    'commonsense_logic/hellaswag_val_sample',
    1_005,
    (row: { endings: string[]; label: number }) => ({ texts: row.endings, place: row.label }),
  ],
  [
    'commonsense_logic/proofwriter_test',
    301,
    (row: { answer: string }) => ({
      texts: ['True', 'False', 'Unknown'],
      place: letters.indexOf(row.answer),
    }),
  ],
  [
    'commonsense_logic/mmlu_pro_sample_with_outputs',
    385,
    (row: { options: string[]; answer_index: number }) => ({
      texts: row.options,
      place: row.answer_index,
    }),
  ],
]

const verdict = (problem: GradableProblem, text: string, task?: TaskOptions): string =>
  verifyCompletion({ problemId: problem.id, index: 0, text }, problem, task).verdict

/** Ways to give an answer, by its letter and by its option's text. */
const ways: ((letter: string, option: string) => string)[] = [
  (letter) => `We exclude the others.\nThe answer is (${letter}).`,
  (letter) => `Answer: ${letter}`,
  (letter) => `So \\boxed{${letter}}.`,
  (letter) => `**${letter}**`,
  (letter, option) => `The answer is: ${letter}) ${option}`,
  (_, option) => `The answer is: ${option}`,
  (_, option) => option,
]

describe.runIf(isHere)(`problems with options${skipped}`, () => {
  it.each(files)('%s: every record is a problem', async (name, count, read) => {
    const rows = records<never>(name)
    const problems = await problemsOf(name)
    expect(problems).toHaveLength(count)
    for (const [index, problem] of problems.entries()) {
      const { texts, place } = read(rows[index]!)
      expect(problem.answer).toBe(letters[place])
      expect(problem.choiceTexts).toEqual(texts)
      expect(taskOfProblem(problem)).toEqual({ choiceTexts: texts })
    }
  })

  it.each(sliceOf(files, 2))(
    '%s: every way to give the answer is understood, but for texts that two options have',
    async (name, _, read) => {
      const rows = records<never>(name)
      const misread = new Set<string>()
      for (const [index, problem] of (await problemsOf(name)).entries()) {
        const { texts, place } = read(rows[index]!)
        const other = (place + 1) % texts.length
        const isRepeated = [place, other].some(
          (each) => texts.filter((text) => text.trim() === texts[each]!.trim()).length > 1,
        )
        for (const way of ways) {
          const [right, wrong] = [place, other].map((each) =>
            verdict(problem, way(letters[each]!, texts[each]!)),
          )
          if ((right !== 'correct' || wrong !== 'incorrect') && !isRepeated)
            misread.add(`${problem.id}: ${way(letters[place]!, texts[place]!)}`)
        }
      }
      expect([...misread]).toEqual([])
    },
  )
})

type Outputs = { answer: string; outputs: { model: string; text: string; pred: string | null }[] }

/** How many outputs were judged, and those that only we or only the publisher finds correct. */
interface Disagreements {
  judged: number
  /** The problem's id, and the model. */
  ours: string[]
  theirs: string[]
}

/** What `docs/answer-disagreements.md` judges, one after another. */
const explained: Disagreements = {
  judged: 1_540,
  ours: [
    // `The closest option is (F)` and other words that the publisher's patterns do not know.
    '344 Phi-3-mini-4k-instruct',
    '471 Phi-3-mini-4k-instruct',
    '11408 Phi-3-mini-4k-instruct',
    '8115 Mistral-7B-Instruct-v0.2',
    // `The answer is (0)`, which is the value of option A.
    '8201 Phi-3-mini-4k-instruct',
  ],
  theirs: [
    // Five letters that follow one another.
    '520 Phi-3-mini-4k-instruct',
    // A text that repeats itself to the limit, and a letter that was drawn at random.
    '7198 Meta-Llama-3_1-8B-Instruct',
    // `(C) and (E)`, of which the publisher takes the first.
    '7597 Llama-2-7b-hf',
    // Drawn at random.
    '11408 Meta-Llama-3_1-8B-Instruct',
    // `(I) or (C)`, `(B) or (G)`, of which the publisher takes the first.
    '5011 Mistral-7B-Instruct-v0.2',
    '10038 Mistral-7B-Instruct-v0.2',
    // Drawn at random.
    '9662 Meta-Llama-3_1-8B-Instruct',
  ],
}

/**
 * The publisher takes the letter that its patterns find, and a letter at random where they find
 * none. The file has `null` there; but for some texts without a letter it has one that must have
 * been drawn. A text without a letter is wrong here.
 */
async function mmluPro(task?: TaskOptions): Promise<Disagreements> {
  const name = 'commonsense_logic/mmlu_pro_sample_with_outputs'
  const problems = await problemsOf(name)
  const found: Disagreements = { judged: 0, ours: [], theirs: [] }
  for (const [index, { answer, outputs }] of records<Outputs>(name).entries())
    for (const { model, text, pred } of outputs) {
      found.judged++
      const isOurs = verdict(problems[index]!, text, task) === 'correct'
      const isTheirs = pred === answer
      const id = `${problems[index]!.id} ${model}`
      if (isOurs && !isTheirs) found.ours.push(id)
      if (!isOurs && isTheirs) found.theirs.push(id)
    }
  return found
}

describe.runIf(isHere)(`outputs of four models on MMLU-Pro${skipped}`, () => {
  it('are judged as their publisher does, but for those in docs/answer-disagreements.md', async () => {
    expect(await mmluPro()).toEqual(explained)
  })

  it('are judged no better by the strict policy', async () => {
    const lenient = await mmluPro()
    const { judged, ours } = await mmluPro({ policy: rewardPolicy })
    expect(judged).toBe(1_540)
    expect(ours.filter((id) => !lenient.ours.includes(id))).toEqual([])
  })
})

/** How many solutions there are, how many steps they have, and how many state their answer. */
interface Steps {
  solutions: number
  steps: number
  answered: number
  /** Those that state one before their last step. */
  early: number
}

describe.runIf(isHere)(`steps of real solutions${skipped}`, () => {
  const solutions: [task: StepTask, texts: () => string[], expected: Steps][] = [
    [
      'gsm8k',
      () => records<{ answer: string }>('gsm8k/test').map(({ answer }) => answer),
      { solutions: 659, steps: 2_959, answered: 659, early: 0 },
    ],
    [
      'math',
      () => records<{ solution: string }>('math/test').map(({ solution }) => solution),
      { solutions: 2_499, steps: 9_508, answered: 2_499, early: 174 },
    ],
    [
      'mmlu-pro',
      () =>
        records<Outputs>('commonsense_logic/mmlu_pro_sample_with_outputs').flatMap(({ outputs }) =>
          outputs.map(({ text }) => text),
        ),
      { solutions: 1_540, steps: 8_810, answered: 1_322, early: 41 },
    ],
  ]
  it.each(solutions)('%s', (task, texts, expected) => {
    const { split, hasAnswer } = stepRules[task]
    const found: Steps = { solutions: 0, steps: 0, answered: 0, early: 0 }
    for (const text of texts()) {
      const steps = split(text)
      expect(steps.join('')).toBe(text)
      found.solutions++
      found.steps += steps.length
      if (hasAnswer(text)) found.answered++
      if (hasAnswer(steps.slice(0, -1).join(''))) found.early++
    }
    expect(found).toEqual(expected)
  })
})
