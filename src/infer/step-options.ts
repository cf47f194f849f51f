/** How a step-wise solution is led: its settings, and what it is called in results. */
import { z } from 'zod'
import { stepRules, type StepTask } from '../data/index.ts'

/** Who chooses among the candidates of a step. */
export const stepChoosers = ['rationales', 'likelihood', 'random', 'evaluator', 'judge'] as const
export type StepChooser = (typeof stepChoosers)[number]

const tasks = Object.keys(stepRules) as StepTask[]

/** One field for each setting of a step-wise solution. The defaults are those of RATIONALYST. */
export const stepFields = {
  chooseBy: z
    .enum(stepChoosers)
    .default('rationales')
    .describe(
      'Who chooses. rationales: how likely the scorer finds a step after the rationale. likelihood: how likely it finds it without; of the model itself, as it was drawn. random. evaluator: an evaluator of the solution so far. judge: a model that gives rewards from 0 to 3.',
    ),
  rationalesAre: z
    .enum(['hidden', 'shown'])
    .default('hidden')
    .describe(
      'Whether the solver reads the rationale (explicit supervision) or only the judge does (implicit supervision).',
    ),
  rationaleIs: z
    .enum(['plain', 'marked'])
    .default('plain')
    .describe(
      'How a rationale stands in a text: as a part of it, or between <BOT> and <EOT>, for models that have read annotated texts.',
    ),
  candidates: z.int().min(1).max(64).default(3).describe('Number of candidates for each step.'),
  temperature: z.number().positive().default(0.7).describe('Sampling temperature of candidates.'),
  maxSteps: z.int().min(1).default(15).describe('Maximum number of steps.'),
  steps: z
    .enum(tasks)
    .default('gsm8k')
    .describe('The task whose rules say where a step ends, and what states an answer.'),
  discount: z
    .number()
    .positive()
    .max(1)
    .default(0.9)
    .describe('Weight of a token of a step, as a share of that of the token before it.'),
  maxRationaleTokens: z
    .int()
    .min(1)
    .default(64)
    .describe('Maximum length of a rationale, in tokens.'),
}

const schema = z.object(stepFields)

/** How a step-wise solution is led. */
export type StepSettings = z.infer<typeof schema>

/** Returns settings with the defaults of those that are not given; other options are left out. */
export const stepSettingsOf = (given: {
  [Name in keyof StepSettings]?: StepSettings[Name] | undefined
}): StepSettings => schema.parse(given)

/** What choosing steps asks of models besides the one that solves. */
export interface StepNeeds {
  /** A model of rationales. */
  rationales: 'needed' | 'unused'
  /** What judges steps. */
  scorer: 'needed' | 'optional' | 'unused'
}

/** Returns which models these settings ask for. */
export function stepNeeds({
  chooseBy,
  rationalesAre,
}: Pick<StepSettings, 'chooseBy' | 'rationalesAre'>): StepNeeds {
  const isSaid = chooseBy === 'rationales' || rationalesAre === 'shown'
  return { rationales: isSaid ? 'needed' : 'unused', scorer: judges[chooseBy] }
}

/** Without a model that scores, the solver itself tells how likely steps are. */
const judges: Record<StepChooser, StepNeeds['scorer']> = {
  rationales: 'optional',
  likelihood: 'optional',
  random: 'unused',
  evaluator: 'needed',
  judge: 'needed',
}

interface Described {
  chooseBy: StepChooser
  rationalesAre: 'hidden' | 'shown'
  candidates: number
}

/** `best of 3 steps by rationales`: how steps are chosen, in results. */
export function describeSteps({ chooseBy, rationalesAre, candidates }: Described): string {
  const shown = rationalesAre === 'shown' ? ', rationales shown' : ''
  const chosen =
    chooseBy === 'random'
      ? `one of ${candidates} steps at random`
      : `best of ${candidates} steps by ${chooseBy}`
  return `${chosen}${shown}`
}
