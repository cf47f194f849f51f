/** What a kind of stage takes, makes and can be set to, told from its definition. */
import { z } from 'zod'
import { ConfigError } from '../core/index.ts'
import { describeKind } from './artifact-kind.ts'
import type { StageInput, StageRegistry } from './stage.ts'
import { stages as shippedStages } from './stages/index.ts'
import { suggestion } from './suggest.ts'

export interface StageDescription {
  stage: string
  version: number
  description: string
  /** How often it runs. */
  runs: string
  makes: string[]
  inputs: InputDescription[]
  /** JSON Schema of the settings as a recipe writes them. */
  settings: Record<string, unknown>
}

export interface InputDescription {
  name: string
  takes: string
  /** How a recipe may name it. */
  namedBy: string
  optional: boolean
  list: boolean
  description?: string
}

/** The kinds of stages there are. */
export const stageKinds = Object.keys(shippedStages)

/** @throws ConfigError where there is no stage of the kind */
export function describeStage(
  kind: string,
  registry: StageRegistry = shippedStages,
): StageDescription {
  if (!Object.hasOwn(registry, kind))
    throw new ConfigError(`there is no stage "${kind}"${suggestion(kind, Object.keys(registry))}`, {
      hint: '`reckoner stages` lists all stages.',
    })
  const { version, description, perSeed, gathers, makes = [], inputs, settings } = registry[kind]!
  return {
    stage: kind,
    version,
    description,
    runs: `${runsFor[String(perSeed) as keyof typeof runsFor]}${gathers ? ' and all axis values together' : ''}`,
    makes: makes.map(describeKind),
    inputs: Object.entries(inputs).map(([name, input]) => describeInput(name, input)),
    settings: z.toJSONSchema(settings, { io: 'input' }),
  }
}

const runsFor = {
  true: 'once for each seed',
  inherit: 'once for each seed of its inputs',
  false: 'once for all seeds',
}

const namedBy: Record<StageInput['kind'], string> = {
  artifact: 'a stage',
  path: 'a stage or a path',
  model: 'a stage, a path or a shipped model',
  examples: 'a stage, a path or shipped examples',
}

function describeInput(
  name: string,
  { kind, takes, served, optional = false, list = false, description }: StageInput,
): InputDescription {
  return {
    name,
    takes: takes === undefined ? 'anything' : describeKind(takes),
    namedBy: `${namedBy[kind]}${served ? ', or a model on a server' : ''}${list ? ', or several' : ''}`,
    optional,
    list,
    ...(description !== undefined && { description }),
  }
}
