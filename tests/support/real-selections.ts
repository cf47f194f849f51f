/**
 * Several answers of real models to one problem, from the data folder: set RECKONER_DATA, or put it
 * at ../shared/data.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Completion } from '../../src/core/index.ts'
import { openSandbox } from '../../src/execute/index.ts'
import {
  compareAnswers,
  extractProgram,
  verifyCompletion,
  withGold,
} from '../../src/verify/index.ts'

const directory = join(
  process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../shared/data'),
  'model_outputs',
)
export const areRealSelectionsThere = existsSync(directory)

const rowsOf = <Row>(file: string): Row[] =>
  readFileSync(join(directory, `${file}_dev.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

/** A problem with what was answered, in the order in which it was drawn. */
export interface Answered {
  completions: Completion[]
  correct: boolean[]
  /** What the file itself says of each. */
  published: boolean[]
}

function graded(gold: string, texts: readonly string[], published: readonly boolean[]): Answered {
  const problem = withGold({ id: 'p', question: '', answer: gold })
  const completions = texts.map((text, index) => ({ problemId: 'p', index, text }))
  const verdicts = completions.map((completion) => verifyCompletion(completion, problem))
  return {
    completions,
    correct: verdicts.map(({ verdict }) => verdict === 'correct'),
    published: [...published],
  }
}

/** Eight samples of a model on problems of MATH, with the scores of a reward model. */
export function rewardedMath(): (Answered & { scores: number[] })[] {
  const rows = rowsOf<{
    gold: string
    responses: string[]
    correct: boolean[]
    reward_model_scores: [number][]
  }>('math_qwen_8samples_reward_scores')
  return rows.map(({ gold, responses, correct, reward_model_scores: scores }) => ({
    ...graded(gold, responses, correct),
    scores: scores.flat(),
  }))
}

/** The models of a file of GSM8K, in the order of `openaiGsm8k`. */
export const openaiModels = [
  '6b_finetuning',
  '6b_verification',
  '175b_finetuning',
  '175b_verification',
] as const

/** One solution of each of these models to problems of GSM8K. */
export function openaiGsm8k(): Answered[] {
  type Solved = { is_correct: boolean; solution: string }
  type Row = Record<(typeof openaiModels)[number], Solved> & { ground_truth: string }
  return rowsOf<Row>('gsm8k_openai_6b_175b').map((row) => {
    const solved = openaiModels.map((model) => row[model])
    const gold = row.ground_truth.slice(row.ground_truth.lastIndexOf('A:') + 2).trim()
    return graded(
      gold,
      solved.map(({ solution }) => solution),
      solved.map((each) => each.is_correct),
    )
  })
}

/** The options that 30 programs chose for each of some questions of AQuA. */
export interface Chosen {
  gold: string
  /** What the published vote took. */
  published: string
  letters: (string | null)[]
}

/**
 * Runs the programs in the sandbox, and takes for each the option that its number is; where none
 * is, the nearest one. The published choice asked a model which option is the closest. `math` is
 * imported where it is used: the authors ran the programs with more than that.
 */
export async function aquaPrograms(): Promise<Chosen[]> {
  const rows = rowsOf<{
    options: string[]
    answer: string
    prediction: string
    generated: string[]
  }>('aqua_pot_codex_selfconsistency')
  await using sandbox = openSandbox({ sandbox: 'default' })
  return await Promise.all(
    rows.map(async ({ options, answer, prediction, generated }) => ({
      gold: answer,
      published: prediction,
      letters: await Promise.all(
        generated.map(async (text) => {
          const code = extractProgram(text) ?? ''
          const whole = code.includes('math.') ? `import math\n${code}` : code
          const outcome = await sandbox.run({ id: 'p', code: whole })
          return outcome.status === 'ok' ? letterOf(outcome.text ?? '', options) : null
        }),
      ),
    })),
  )
}

function letterOf(value: string, options: readonly string[]): string | null {
  const contents = options.map((option) => option.slice(option.indexOf(')') + 1).trim())
  const equal = contents.findIndex((content) => compareAnswers(content, value).outcome === 'equal')
  if (equal !== -1) return options[equal]![0]!
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return null
  const distances = contents.map((content) => {
    const [plain] = /^[^\d\-.]*(-?[\d,]*\.?\d+)[^\d]*$/.exec(content)?.slice(1) ?? []
    return plain === undefined ? Number.NaN : Math.abs(Number(plain.replaceAll(',', '')) - number)
  })
  const least = Math.min(...distances.filter((distance) => !Number.isNaN(distance)))
  const nearest = distances.indexOf(least)
  return nearest === -1 ? null : options[nearest]![0]!
}
