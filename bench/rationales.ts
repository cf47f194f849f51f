/**
 * The utility filter on a real model: sub-questions that a model wrote for worked solutions (GSM8K
 * Socratic, where the data folder is there) play rationales. How well does the gain tell the right
 * one from that of another step, and of another problem? And how fast is it?
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { gain, gainItems } from '../src/curate/index.ts'
import { problemPrompt, readRecords, type Segment } from '../src/data/index.ts'
import { areaUnderCurve, type Judged } from '../src/evaluate/index.ts'
import type { LanguageModel } from '../src/model/index.ts'
import type * as Sample from '../src/sample/index.ts'
import { realModel, realModelHint } from '../tests/support/smollm2.ts'
import { stopwatch } from './stopwatch.ts'

/** Threads need compiled modules. */
const sample = import.meta.resolve('../dist/sample/index.js')

const data = process.env['RECKONER_DATA'] ?? join(import.meta.dirname, '../../shared/data')
const socratic = join(data, 'gsm8k/test_socratic_dev.jsonl')

/** `RECKONER_PROBLEMS` takes others; all 659 take long. */
const problems = Number(process.env['RECKONER_PROBLEMS'] ?? 150)
/** Rationales that are scored again without what they share. */
const scoredAlone = 20

/** A step of a solution with its sub-question, in the place of the rationale. */
interface Step extends Segment {
  problem: number
}

export async function printRationales(): Promise<void> {
  if (!existsSync(socratic)) return console.log('filter of rationales: no gsm8k/test_socratic_dev')
  if (!existsSync(join(realModel, 'config.json')))
    return console.log(`filter of rationales: no model in ${realModel}; ${realModelHint}`)
  const steps = (await readSteps()).flat()
  const { openModel, readModelRef } = (await import(sample)) as typeof Sample
  await using model = await openModel(readModelRef(realModel))
  const half = Math.floor(steps.length / 2)
  const others = steps.map((step, place) => ({
    right: step,
    'another step': otherStep(steps, place),
    'another problem': withRationaleOf(step, steps[(place + half) % steps.length]!),
  }))
  const elapsed = stopwatch()
  const gains = await gainsOf(
    model,
    others.flatMap((each) => Object.values(each).filter((step) => step !== null)),
  )
  const { seconds } = elapsed()
  console.log(
    `filter of rationales: ${gains.size} rationales of ${problems} problems, ${(gains.size / seconds).toFixed(1)} a second`,
  )
  for (const kind of ['right', 'another step', 'another problem'] as const) {
    const own = others.flatMap((each) => (each[kind] ? [gains.get(each[kind])!] : []))
    const sorted = own.toSorted((a, b) => a - b)
    const at = (share: number): string =>
      sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2)
    console.log(`  ${kind.padEnd(16)} quartiles ${at(0.25)}, ${at(0.5)}, ${at(0.75)} nats`)
    if (kind !== 'right') console.log(`  ${' '.repeat(16)} ${describeArea(others, kind, gains)}`)
  }
  const alone = await Promise.all(
    steps
      .slice(0, scoredAlone)
      .map(async (step) => Math.abs((await gainAlone(model, step)) - gains.get(step)!)),
  )
  console.log(`  without sharing  ${Math.max(...alone).toExponential(1)} nats apart at most`)
}

type Compared = Record<'right' | 'another step' | 'another problem', Step | null>

function describeArea(
  others: readonly Compared[],
  kind: 'another step' | 'another problem',
  gains: ReadonlyMap<Step, number>,
): string {
  const judged = others.flatMap(({ right, [kind]: other }): Judged[] =>
    other === null
      ? []
      : [
          { problem: right!.problem, score: gains.get(right!)!, isCorrect: true },
          { problem: right!.problem, score: gains.get(other)!, isCorrect: false },
        ],
  )
  const { value, ci95 } = areaUnderCurve([judged])!
  return `area under the curve ${value.toFixed(3)} [${ci95.map((end) => end.toFixed(3)).join(', ')}]`
}

const recordSchema = z.object({ question: z.string(), answer: z.string() })

/** The steps of each problem: `sub-question ** step`, a line each. */
async function readSteps(): Promise<Step[][]> {
  const read: Step[][] = []
  for await (const entry of readRecords(socratic, recordSchema)) {
    if (read.length === problems) break
    if ('error' in entry) throw entry.error
    let text = problemPrompt(entry.value.question)
    const own: Step[] = []
    for (const line of entry.value.answer.split('\n')) {
      const [, rationale, step] = /^(.*?) \*\* (.*)$/.exec(line) ?? []
      if (rationale === undefined) continue
      const preceding = text.trimEnd()
      own.push({ problem: read.length, preceding, rationale, following: `\n${step!}` })
      text = `${preceding}\n${step!}`
    }
    read.push(own)
  }
  return read
}

const withRationaleOf = (step: Step, { rationale }: Step): Step => ({ ...step, rationale })

/** The step with the sub-question of the next one, or else of the one before. */
function otherStep(steps: readonly Step[], place: number): Step | null {
  const step = steps[place]!
  const other = [place + 1, place - 1].find((at) => steps[at]?.problem === step.problem)
  return other === undefined ? null : withRationaleOf(step, steps[other]!)
}

async function gainsOf(
  model: LanguageModel,
  steps: readonly Step[],
): Promise<ReadonlyMap<Step, number>> {
  const scores = await model.score(steps.flatMap((step) => gainItems(step, 'plain')))
  return new Map(
    steps.map((step, place): [Step, number] => {
      const [[without], [withRationale]] = [scores[2 * place]!, scores[2 * place + 1]!]
      return [step, gain(without!, withRationale!)]
    }),
  )
}

async function gainAlone(model: LanguageModel, step: Step): Promise<number> {
  const [without, withRationale] = gainItems(step, 'plain')
  const first = (await model.score([without]))[0]![0]!
  return gain(first, (await model.score([withRationale]))[0]![0]!)
}
