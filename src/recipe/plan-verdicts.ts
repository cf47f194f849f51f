/**
 * Verdicts that a recipe does not ask for: what a stage wants graded is graded by a stage `verify`
 * of the plan's own, once for all that want the same.
 */
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { fileStem } from '../data/index.ts'
import { artifactKey } from '../store/index.ts'
import type { PathInput, PlannedStage } from './planned-stage.ts'
import type { StageDefinition, StageRegistry } from './stage.ts'

/** The kind of stage that grades. */
const grader = 'verify'

/** What the stage that wants verdicts says of the grading. */
export interface Grading {
  problems: PathInput
  completions: PathInput
  settings: Readonly<Record<string, unknown>>
  /** Returns what makes an input the one it is. */
  keyOf(input: PathInput): Promise<string>
}

/** Returns the stage that makes these verdicts: the one among `planned`, or a new one in it. */
export async function planVerdicts(
  { problems, completions, settings, keyOf }: Grading,
  registry: StageRegistry,
  planned: Map<string, PlannedStage>,
): Promise<PlannedStage> {
  const definition = registry[grader]
  if (!definition) throw new ConfigError(`there is no stage "${grader}" to grade completions`)
  const identity = {
    stage: grader,
    version: definition.version,
    settings: settingsFor(definition, {
      ...settings,
      ...(arePrograms(completions) && { completionsAre: 'programs' }),
    }),
    seed: 0,
    inputs: { problems: [await keyOf(problems)], completions: [await keyOf(completions)] },
  }
  const key = artifactKey(identity)
  const known = [...planned.values()].find((stage) => stage.key === key)
  if (known) return known
  const id = freeId(completions, planned)
  const inputs = { problems: [problems], completions: [completions] }
  const place = 'from' in completions ? placeOf(completions.from) : { coordinates: {} }
  const stage = { id, definition, identity, key, inputs, ...place }
  planned.set(id, stage)
  return stage
}

/** Whether the stage that makes completions says that they are programs, or chooses among some. */
function arePrograms(completions: PathInput): boolean {
  if (!('from' in completions)) return false
  const { identity, inputs } = completions.from
  const { completionsAre } = identity.settings as { completionsAre?: unknown }
  return (
    completionsAre === 'programs' ||
    (inputs['completions'] ?? []).some((input) => 'path' in input && arePrograms(input))
  )
}

/** Those of a stage's settings that say how completions are graded. */
function settingsFor(
  { settings: schema }: StageDefinition,
  settings: Readonly<Record<string, unknown>>,
): unknown {
  const known = z.toJSONSchema(schema, { io: 'input' }).properties ?? {}
  const given = Object.entries(settings).filter(([name]) => name in known)
  return schema.parse(Object.fromEntries(given))
}

const placeOf = ({ coordinates, seed }: PlannedStage): Pick<PlannedStage, 'coordinates' | 'seed'> =>
  seed === undefined ? { coordinates } : { coordinates, seed }

/** `greedy.verdicts@1` for the completions of `greedy@1`; numbered where several grade them. */
function freeId(completions: PathInput, planned: ReadonlyMap<string, PlannedStage>): string {
  const of = 'from' in completions ? completions.from.id : fileStem(completions.path)
  const [stage, ...place] = of.split('@')
  for (let count = 1; ; count++) {
    const id = [`${stage}.verdicts${count > 1 ? `-${count}` : ''}`, ...place].join('@')
    if (!planned.has(id)) return id
  }
}
