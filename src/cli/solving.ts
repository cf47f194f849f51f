/** How one question is answered: by the options of `solve`, or as the model's solver says. */
import { ConfigError } from '../core/index.ts'
import {
  namedStrategy,
  parseSelectionOptions,
  stepNeeds,
  stepSettingsOf,
  strategies,
  strategiesWith,
  type Solver,
  type Strategy,
  type StrategyName,
  type StrategyOptions,
  type StepScorerName,
  type Tools,
} from '../infer/index.ts'
import { needsScorer } from '../recipe/index.ts'
import type { ModelRef } from '../sample/index.ts'
import { namedModel } from './one-stage.ts'
import { policies } from '../verify/index.ts'

/** What the options say; what is not given is absent. */
export interface SolvingOptions {
  strategy?: StrategyName
  evaluator?: string
  rationales?: string
  set: readonly string[]
  numGenerations?: number
  promptFormat?: string
  examples?: string
}

export interface Solving {
  strategy: Strategy
  options: StrategyOptions
  /** The evaluator that is asked; absent where the strategy chooses without scores. */
  evaluator?: ModelRef
  /** What scores the lines of a beam search, or judges steps; absent where that takes no model. */
  scorer?: ModelRef
  /** The model of rationales of a step-wise solution; absent where nobody needs rationales. */
  rationales?: ModelRef
  promptFormat?: string | undefined
  task?: NonNullable<Tools['task']>
}

/**
 * Returns how questions are answered. A strategy that is named overrides that of the solver, and
 * takes the solver's evaluator where none is named. @throws ConfigError for options that do not fit
 */
export function solvingOf(given: SolvingOptions, solver: Solver | null): Solving {
  const { numGenerations, evaluator, rationales } = given
  const drawn = {
    ...(solver && { numGenerations: solver.numGenerations, temperature: solver.temperature }),
    ...(numGenerations !== undefined && { numGenerations }),
  }
  const promptFormat = given.promptFormat ?? solver?.promptFormat
  const reading = solver && {
    task: { expects: solver.expects, policy: policies[solver.policy] },
  }
  if (solver && given.strategy === undefined) {
    refuseBesideSolver({
      '--set': given.set.length > 0,
      '--evaluator': evaluator !== undefined,
      '--rationales': rationales !== undefined,
      '--examples': given.examples !== undefined,
    })
    return {
      strategy: namedStrategy(solver.strategy),
      options: { ...solver.options, ...drawn },
      ...(solver.evaluator !== undefined && { evaluator: namedModel(solver.evaluator) }),
      promptFormat,
      ...reading,
    }
  }
  const strategy = namedStrategy(given.strategy ?? 'greedy')
  const options = { ...parseSelectionOptions(strategy, given.set), ...drawn }
  if (strategy.name === 'stepwise') {
    const models = stepModelsOf(options, given, solver)
    return { strategy, options, promptFormat, ...models, ...reading }
  }
  if (rationales !== undefined)
    throw new ConfigError(`the strategy ${strategy.name} takes no --rationales`, {
      hint: 'Leave it out, or choose the strategy stepwise.',
    })
  if (strategy.name === 'stepBeam') {
    const scorer = scorerOf(options.scoreBy ?? 'none', evaluator)
    return { strategy, options, promptFormat, ...(scorer && { scorer }), ...reading }
  }
  if (!strategy.scored) {
    if (evaluator === undefined) return { strategy, options, promptFormat, ...reading }
    throw new ConfigError(`the strategy ${strategy.name} chooses without --evaluator`, {
      hint: `Leave it out, or choose one of ${scoring().join(', ')}.`,
    })
  }
  const asked = evaluator ?? solver?.evaluator
  if (asked === undefined)
    throw new ConfigError(`the strategy ${strategy.name} needs an evaluator`, {
      hint: 'Name one with --evaluator, made by `reckoner train evaluator`.',
    })
  return {
    strategy,
    options,
    promptFormat,
    evaluator: namedModel(asked, '--evaluator'),
    ...reading,
  }
}

/** @throws ConfigError where a beam search needs a directory and has none, or has one too many */
function scorerOf(scoreBy: StepScorerName, evaluator: string | undefined): ModelRef | undefined {
  if (needsScorer(scoreBy) === (evaluator !== undefined))
    return evaluator === undefined ? undefined : namedModel(evaluator, '--evaluator')
  throw new ConfigError(
    evaluator === undefined
      ? `scoreBy=${scoreBy} needs what scores the lines`
      : `scoreBy=${scoreBy} takes no --evaluator`,
    {
      hint: 'Name an evaluator or a directory of sentence embeddings with --evaluator, and set scoreBy to evaluator or embeddings.',
    },
  )
}

/**
 * The models that a step-wise solution asks besides the one that solves. @throws ConfigError where
 * one is missing, or would be asked for nothing
 */
function stepModelsOf(
  options: StrategyOptions,
  { evaluator, rationales, numGenerations }: SolvingOptions,
  solver: Solver | null,
): Pick<Solving, 'scorer' | 'rationales'> {
  const settings = stepSettingsOf(options)
  const { chooseBy, rationalesAre } = settings
  const needs = stepNeeds(settings)
  const scorer = evaluator ?? (chooseBy === 'evaluator' ? solver?.evaluator : undefined)
  const refuse = (message: string, hint: string): never => {
    throw new ConfigError(message, { hint })
  }
  if (numGenerations !== undefined)
    refuse(
      'the strategy stepwise takes no --num-generations',
      'It writes one solution. Set the number of candidates for each step: --set candidates=5.',
    )
  if (needs.rationales === 'needed' && rationales === undefined)
    refuse(
      `${rationalesAre === 'shown' ? 'rationalesAre=shown' : `chooseBy=${chooseBy}`} needs a model of rationales`,
      'Name it with --rationales, or do without: --set chooseBy=likelihood, rationales hidden.',
    )
  if (needs.rationales === 'unused' && rationales !== undefined)
    refuse(
      `--rationales is asked for nothing where steps are chosen by ${chooseBy}`,
      'Leave it out, or set chooseBy=rationales or rationalesAre=shown.',
    )
  if (needs.scorer === 'needed' && scorer === undefined)
    refuse(`chooseBy=${chooseBy} needs a model that judges steps`, 'Name it with --evaluator.')
  if (needs.scorer === 'unused' && scorer !== undefined)
    refuse(`chooseBy=${chooseBy} takes no --evaluator`, 'Leave it out: steps are chosen at random.')
  return {
    ...(scorer !== undefined && { scorer: namedModel(scorer, '--evaluator') }),
    ...(rationales !== undefined && { rationales: namedModel(rationales, '--rationales') }),
  }
}

/** @throws ConfigError where options are given that the solver settles, by their flags */
export function refuseBesideSolver(isGiven: Readonly<Record<string, boolean>>): void {
  const [flag] = Object.entries(isGiven).find(([, is]) => is) ?? []
  if (flag === undefined) return
  throw new ConfigError(`${flag}: the model is a solver, which has a strategy of its own`, {
    hint: `Leave ${flag} out: its solver.json says how answers are chosen.`,
  })
}

const scoring = (): StrategyName[] =>
  strategiesWith('generate').filter((name) => (strategies[name] as Strategy).scored)
