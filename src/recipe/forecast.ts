/** What a run will ask of servers, before it begins: requests, tokens and money, at most. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { modelRefText, type ServedRef } from '../sample/index.ts'
import { estimatedTokens, paidIn, servedSettings } from '../served/index.ts'
import { findArtifact, partialDirectory } from '../store/index.ts'
import type { Asks } from './asks.ts'
import type { PlannedInput, PlannedStage } from './planned-stage.ts'
import { documentsOfInput } from './stages/documents-input.ts'
import { DEFAULT_EXAMPLES } from './stages/few-shot.ts'
import { readProblemsInput, readRowsInput } from './stages/files.ts'

/** What a stage is going to ask; a number is `undefined` where it cannot be known yet. */
export interface Forecast {
  stage: string
  /** The input that names the model: a stage may ask several. */
  input: string
  model: string
  requests: number | undefined
  promptTokens: number | undefined
  tokens: number | undefined
  /** In dollars; `undefined` also where no price is given. */
  dollars: number | undefined
  /**
   * What earlier attempts at the stage have kept, which is not asked again; told with its first
   * model, for all of them.
   */
  kept: { completions: number; dollars: number }
}

/** Returns a forecast for each stage that is to be made and asks a served model. */
export async function forecast(
  stages: readonly PlannedStage[],
  runsDirectory: string,
): Promise<Forecast[]> {
  const found: Forecast[] = []
  for (const stage of stages) {
    const asked = Object.entries(stage.inputs).flatMap(([input, planned]) =>
      planned.flatMap(servedIn).map((ref) => ({ input, ref })),
    )
    if (asked.length === 0) continue
    if ((await findArtifact(runsDirectory, stage.key)).state === 'complete') continue
    let kept = keptBy(runsDirectory, stage)
    for (const each of asked) {
      found.push({ ...(await forecastOf(stage, each, runsDirectory)), kept })
      kept = nothingKept
    }
  }
  return found
}

const nothingKept: Forecast['kept'] = { completions: 0, dollars: 0 }

function keptBy(runsDirectory: string, { key }: PlannedStage): Forecast['kept'] {
  const partial = partialDirectory(runsDirectory, key)
  if (!existsSync(partial)) return nothingKept
  const { completions, dollars } = paidIn(partial)
  return { completions, dollars }
}

const servedIn = (input: PlannedInput): ServedRef[] =>
  'model' in input && input.model.scheme === 'served' ? [input.model] : []

async function forecastOf(
  stage: PlannedStage,
  { input, ref }: { input: string; ref: ServedRef },
  runsDirectory: string,
): Promise<Omit<Forecast, 'kept'>> {
  const { choices, price } = servedSettings(ref.named)
  const about = { stage: stage.id, input, model: modelRefText(ref) }
  const nothing = { requests: undefined, promptTokens: undefined, tokens: undefined }
  const asks = asksOf(stage, input)
  const of = asks[0]?.of
  const lengths = of && (await lengthsOf(stage.inputs[of]?.[0], asks[0]!, runsDirectory))
  if (!lengths) return { ...about, ...nothing, dollars: undefined }
  const { promptFormat = '' } = stage.identity.settings as { promptFormat?: string }
  const shown = ABOUT_A_PROMPT + estimatedTokens(promptFormat) + (await lengthOfExamples(stage))
  const all = { requests: 0, promptTokens: 0, tokens: 0 }
  for (const each of asks) {
    const part = askedOf(each, lengths, { choices, shown })
    all.requests += part.requests
    all.promptTokens += part.promptTokens
    all.tokens += part.tokens
  }
  const dollars = price && (all.promptTokens * price.input + all.tokens * price.output) / 1e6
  return { ...about, ...all, dollars }
}

/** What the stage asks of the model that this input names. */
function asksOf({ definition, identity, inputs }: PlannedStage, input: string): Asks[] {
  const given = Object.keys(inputs).filter((name) => inputs[name]!.length > 0)
  return [definition.asks?.(identity.settings, given)[input] ?? []].flat()
}

/** `shown` are the tokens that stand before each record. */
function askedOf(
  { completions, perPrompt = completions, reads = 0, tokens }: Asks,
  { count, sum, longest }: Lengths,
  { choices, shown }: { choices: number; shown: number },
): Record<'requests' | 'promptTokens' | 'tokens', number> {
  const perRecord = Math.ceil(completions / perPrompt) * Math.ceil(perPrompt / choices)
  const own =
    typeof tokens === 'number' ? tokens * count : tokens.timesLongest * longest + tokens.and * count
  return {
    requests: perRecord * count,
    promptTokens: Math.ceil(perRecord * (sum + count * (shown + reads))),
    tokens: completions * own,
  }
}

/** What a template and an instruction add to a record. */
const ABOUT_A_PROMPT = 40
/** Tokens of a procedural problem. */
const ABOUT_A_PROBLEM = 60

/** Tokens of the solved examples before each question. */
async function lengthOfExamples({ inputs, identity }: PlannedStage): Promise<number> {
  const input = inputs['examples']?.[0]
  if (!input || 'model' in input || 'from' in input) return 0
  const { numExamples = DEFAULT_EXAMPLES } = identity.settings as { numExamples?: number }
  const rows = (await readRowsInput(input.path)).slice(0, numExamples)
  return rows.reduce((sum, { prompt, completion }) => sum + estimatedTokens(prompt + completion), 0)
}

/** How many records there are, and their tokens together. */
interface Lengths {
  count: number
  sum: number
  /** The same, with each as long as the longest of those that are asked about together. */
  longest: number
}

async function lengthsOf(
  input: PlannedInput | undefined,
  asks: Asks,
  runsDirectory: string,
): Promise<Lengths | undefined> {
  if (!input || 'model' in input) return undefined
  if (!('from' in input)) return lengthsAt(input.path, asks)
  const { from, path } = input
  const made = await findArtifact(runsDirectory, from.key)
  if (made.state === 'complete') return lengthsAt(join(made.artifact.directory, path), asks)
  // Into how many parts they fall is not known yet.
  if (asks.partsOf) return undefined
  // What is not made yet has as many records as it is told to have, or as what it is made of.
  const { count } = from.identity.settings as { count?: unknown }
  const source = from.inputs['file']?.[0] ?? from.inputs[asks.of]?.[0]
  const before = source && (await lengthsOf(source, asks, runsDirectory))
  if (typeof count !== 'number' || count === 0) return before
  const sum = count * ABOUT_A_PROBLEM
  if (!before) return { count, sum, longest: sum }
  const share = Math.min(1, count / Math.max(1, before.count))
  return {
    count: Math.min(count, before.count),
    sum: Math.round(before.sum * share),
    longest: Math.round(before.longest * share),
  }
}

async function lengthsAt(
  path: string,
  { of, partsOf, tokens }: Asks,
): Promise<Lengths | undefined> {
  if (!existsSync(path)) return undefined
  const records: string[] = []
  if (of === 'problems')
    for (const { question } of await readProblemsInput(path)) records.push(question)
  else for await (const { text } of documentsOfInput(path)) records.push(text)
  const lengths: number[] = []
  for (const record of records)
    for (const text of partsOf?.(record) ?? [record]) lengths.push(estimatedTokens(text))
  const together = typeof tokens === 'number' ? 1 : tokens.of
  return {
    count: lengths.length,
    sum: lengths.reduce((sum, length) => sum + length, 0),
    longest: lengths.reduce((sum, _, place) => {
      const group = Math.floor(place / together) * together
      return sum + Math.max(...lengths.slice(group, group + together))
    }, 0),
  }
}
