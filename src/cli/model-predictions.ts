/** The answers of a model to problems: greedy ones, or those that it chooses as a solver. */
import { join } from 'node:path'
import { type Solver } from '../infer/index.ts'
import { modelProfile, modelRefText, recordedPromptFormat } from '../sample/index.ts'
import { namedModel, pathGivenBy, planStages, runStages, type SeveralStages } from './one-stage.ts'
import { refuseBesideSolver } from './solving.ts'
import { solverAt } from './solver-at.ts'

export interface ModelPredictions {
  model: string
  /** A file of problems. */
  problems: string
  seed: number
  maxNewTokens: number
  /** Asks for programs, and runs them; else only where the model learned to write nothing else. */
  programs: boolean
  runs: string
  /** Dollars. */
  budget?: number | undefined
}

/** Draws and chooses answers; finished work is kept. Returns the file of predictions. */
export const modelPredictions = async (asked: ModelPredictions): Promise<string> =>
  join(await runStages(await stagesOf(asked)), 'predictions.jsonl')

/** Prints what servers would be asked for the answers. */
export const planModelPredictions = async (
  asked: ModelPredictions,
  json: boolean | undefined,
): Promise<void> => planStages(await stagesOf(asked), json)

async function stagesOf(asked: ModelPredictions): Promise<SeveralStages> {
  const ref = namedModel(asked.model)
  const solver = await solverAt(ref)
  refuseBesideSolver({ '--programs': solver !== null && asked.programs })
  const learned = recordedPromptFormat(await modelProfile(ref))?.programs
  const arePrograms = asked.programs || (solver === null && learned === 'only')
  const drawn = {
    label: asked.model,
    model: modelRefText(ref),
    maxNewTokens: asked.maxNewTokens,
    ...(arePrograms && { completionsAre: 'programs' as const }),
  }
  const { seed, runs, budget } = asked
  const own = solver ? solverStages(solver, drawn) : greedyStages(drawn)
  const { value: problems } = pathGivenBy('--problems', asked.problems)
  const stages = own.map((stage) => ({ ...stage, problems }))
  return { name: 'evaluate', seed, stages, runs, budget }
}

type RecipeStage = { id: string; stage: string; [field: string]: unknown }
type Drawn = { label: string; model: string; maxNewTokens: number; completionsAre?: 'programs' }

const greedyStages = (drawn: Drawn): RecipeStage[] => [
  { id: 'drawn', stage: 'infer.greedy', ...drawn },
  { ...answers(drawn), strategy: 'greedy' },
]

function solverStages(solver: Solver, drawn: Drawn): RecipeStage[] {
  const { strategy, options, numGenerations, temperature, promptFormat } = solver
  const { expects, policy, evaluator } = solver
  const sampled: RecipeStage = {
    id: 'drawn',
    stage: 'sample',
    ...drawn,
    numGenerations,
    temperature,
    ...(promptFormat !== undefined && { promptFormat }),
  }
  const chosen = { ...answers(drawn), strategy, ...options, expects, policy }
  if (evaluator === undefined) return [sampled, chosen]
  const { label } = drawn
  const scored = { id: 'scored', stage: 'score.evaluator', label, model: evaluator }
  return [sampled, { ...scored, completions: 'drawn' }, { ...chosen, scores: 'scored' }]
}

const answers = ({ label }: Drawn): RecipeStage => ({
  id: 'answers',
  stage: 'infer',
  label,
  completions: 'drawn',
})
