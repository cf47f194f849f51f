/** Stage `train.evaluator`: a model learns to tell correct solutions from incorrect ones. */
import { z } from 'zod'
import {
  ConfigError,
  DataError,
  counted,
  type RunEvent,
  type TrainingRow,
} from '../../core/index.ts'
import {
  defaultEvaluatorFormat,
  evaluatorFormatFile,
  loadLabelledCompletions,
  promptFormatFile,
  type EvaluatorFormat,
} from '../../data/index.ts'
import { readModel, type Model } from '../../model/index.ts'
import { modelDirectory, promptFormatHelp, requireTellableWords } from '../../sample/index.ts'
import {
  encodeRows,
  evaluatorExamples,
  evaluatorLosses,
  solutionExamples,
  unfrozenParameters,
  type StepRecord,
  type EvaluatorExamples,
  type Sequence,
} from '../../train/index.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { inputFile, readRowsInput } from './files.ts'
import { formatRows } from './training-prompts.ts'
import { trainingFields, trainStage } from './training.ts'

const settings = z.strictObject({
  ...trainingFields,
  loss: z
    .enum(evaluatorLosses)
    .default('crossEntropy')
    .describe(
      'crossEntropy: each candidate is completed by the right word. margin: a correct candidate scores higher than an incorrect one of the same problem.',
    ),
  margin: z
    .number()
    .positive()
    .default(1)
    .describe(
      'For loss margin: the difference in the logarithm of the score that is enough, in nats. The paper does not state its own.',
    ),
  candidates: z
    .enum(['pairs', 'all'])
    .default('pairs')
    .describe(
      'pairs: as many correct candidates of a problem as incorrect ones. all: every candidate once, in whatever proportion; for loss crossEntropy only.',
    ),
  pairsPerProblem: z
    .int()
    .min(1)
    .default(10)
    .describe('Maximum number of pairs of a problem; the paper has 10 examples.'),
  stem: z
    .string()
    .default(defaultEvaluatorFormat.stem)
    .describe('The text between a candidate solution and the word.'),
  correct: z
    .string()
    .min(1)
    .default(defaultEvaluatorFormat.correct)
    .describe('The word for a correct solution.'),
  incorrect: z
    .string()
    .min(1)
    .default(defaultEvaluatorFormat.incorrect)
    .describe('The word for an incorrect solution.'),
  solutionWeight: z
    .number()
    .positive()
    .default(1)
    .describe('With the input `solutions`: how much a solution counts, against a pair or a word.'),
  maxLength: z
    .int()
    .min(8)
    .default(512)
    .describe('Maximum length of a problem with a solution and a word, in tokens.'),
  freeze: z
    .array(z.string())
    .optional()
    .describe('Modules that are not trained, such as model.embed_tokens or model.layers.0.'),
  promptFormat: z
    .string()
    .optional()
    .describe(`The format into which problems in the plain format are put: ${promptFormatHelp}`),
})
type Settings = z.infer<typeof settings>

export const trainEvaluator = defineStage<Settings>({
  version: 1,
  description:
    'an evaluator: a model that says how likely a solution is to be correct (Liu et al. 2023, arXiv 2310.10047)',
  settings,
  inputs: {
    model: {
      kind: 'model',
      takes: 'model',
      description: 'What it starts from: a base, the generator itself, or any other model.',
    },
    data: { kind: 'path', takes: 'labelled', list: true },
    solutions: {
      kind: 'path',
      takes: 'rows',
      list: true,
      optional: true,
      description:
        'Solutions that the model learns to write in the same training (joint training).',
    },
  },
  makes: ['model'],
  faults: ({ loss, candidates, correct, incorrect }) => [
    ...(loss === 'margin' && candidates === 'all'
      ? [
          {
            path: ['candidates'],
            text: 'the loss margin compares pairs: set candidates to pairs, or loss to crossEntropy',
          },
        ]
      : []),
    ...(correct === incorrect
      ? [{ path: ['incorrect'], text: 'the words for correct and incorrect are the same' }]
      : []),
  ],
  perSeed: true,
  async *run(context) {
    const { settings } = context
    const model = await readModel(modelDirectory(context.models['model']![0]!, context.id))
    const { stem, correct, incorrect } = settings
    const format = { stem, correct, incorrect }
    requireTellableWords(model.tokenizer, format, model.id)
    const trained = unfrozenParameters(Object.keys(model.parameters), settings.freeze ?? [])
    const { judged, record, notes } = await readCandidates(context, model, format)
    yield* notes
    const solutions = yield* readSolutions(context, model)
    const examples = [...judged.examples, ...solutionExamples(solutions, settings.solutionWeight)]
    const files = {
      ...model.files,
      [promptFormatFile]: Buffer.from(record),
      [evaluatorFormatFile]: Buffer.from(`${JSON.stringify(format)}\n`),
    }
    const training = { objective: 'labelWords' as const, examples, trained }
    const { log } = yield* trainStage(context, { ...model, files }, training, 'F32')
    if (settings.loss === 'margin' && isStuck(log)) yield stuckNote(format)
  },
})

/** Gradients below this move nothing. */
const NO_GRADIENT = 1e-4

/**
 * Whether a margin was never moved: where p(correct) is far above p(incorrect) for every candidate,
 * S is 1, and log S is flat.
 */
function isStuck(log: readonly StepRecord[]): boolean {
  const late = log.slice(Math.floor(log.length / 2))
  return late.every(({ gradNorm, loss }) => gradNorm < NO_GRADIENT && loss > NO_GRADIENT)
}

const stuckNote = ({ correct, incorrect }: EvaluatorFormat): RunEvent => ({
  type: 'note',
  level: 'warning',
  message:
    `the evaluator has learned nothing: it is certain of ${JSON.stringify(correct)} for every candidate, and the margin loss has no gradient there. ` +
    `Begin with a training by crossEntropy, or choose words of which neither is much likelier before training (${JSON.stringify(incorrect)} is not)`,
})

const longestIn = ({ settings }: StageContext<Settings>, { config }: Model): number =>
  Math.min(settings.maxLength, config.maxPositions)

async function readCandidates(
  context: StageContext<Settings>,
  model: Model,
  format: EvaluatorFormat,
): Promise<{ judged: EvaluatorExamples; record: string; notes: RunEvent[] }> {
  const { loss, margin, candidates, pairsPerProblem, promptFormat } = context.settings
  const paths = context.inputs['data']!.map((path) => inputFile(path, 'labelled.jsonl'))
  const given = (await Promise.all(paths.map((path) => loadLabelledCompletions(path)))).flat()
  const { rows, record, notes } = await formatRows(given, model, promptFormat)
  const labels = given.map(({ label }) => label)
  const judged = evaluatorExamples(
    rows.map(({ prompt, completion }, place) => ({ prompt, completion, label: labels[place]! })),
    {
      loss,
      margin,
      candidates,
      pairsPerProblem,
      format,
      tokenizer: model.tokenizer,
      maxLength: longestIn(context, model),
      seed: context.seed,
    },
  )
  if (judged.examples.length === 0)
    throw noExamples(given.length, judged, longestIn(context, model))
  return { judged, record, notes: [...notes, ...notesOf(judged, format)] }
}

function noExamples(
  given: number,
  { tooLong, contradictory, onesided }: EvaluatorExamples,
  longest: number,
): DataError {
  if (given === 0) return new DataError('there are no labelled candidates', { hint: drawMore })
  const reasons = [
    ...(tooLong > 0 ? [`${counted(tooLong, 'is', 'are')} longer than ${longest} tokens`] : []),
    ...(contradictory > 0 ? [`${counted(contradictory, 'is', 'are')} labelled both ways`] : []),
    `${counted(onesided, 'problem has', 'problems have')} no correct or no incorrect candidate left`,
  ]
  return new DataError(`none of ${given} candidates can be learned from: ${reasons.join(', ')}`, {
    hint:
      tooLong > 0
        ? 'Set maxLength higher, as far as the model reads, or draw shorter completions.'
        : drawMore,
  })
}

const drawMore =
  'Draw more completions of each problem, from a model that solves some of them and not others.'

const note = (level: 'info' | 'warning', message: string): RunEvent => ({
  type: 'note',
  level,
  message,
})

function notesOf(judged: EvaluatorExamples, format: EvaluatorFormat): RunEvent[] {
  const { examples, problems, correct, incorrect, onesided, tooLong, contradictory } = judged
  const only = incorrect === 0 ? 'correct' : correct === 0 ? 'incorrect' : null
  return [
    note('info', `${counted(examples.length, 'example')} of ${counted(problems, 'problem')}`),
    ...(only === null
      ? []
      : [
          note(
            'warning',
            `all candidates are labelled ${only}, so the evaluator can only learn to say ${JSON.stringify(format[only])} of every solution. Give candidates of both kinds`,
          ),
        ]),
    ...(onesided > 0
      ? [
          note(
            'info',
            `${counted(onesided, 'problem has', 'problems have')} no correct or no incorrect candidate`,
          ),
        ]
      : []),
    ...(tooLong > 0
      ? [
          note(
            'warning',
            `${counted(tooLong, 'candidate is too long and was', 'candidates are too long and were')} left out`,
          ),
        ]
      : []),
    ...(contradictory > 0
      ? [
          note(
            'warning',
            `${counted(contradictory, 'candidate is labelled correct and incorrect, and was', 'candidates are labelled correct and incorrect, and were')} left out`,
          ),
        ]
      : []),
  ]
}

/** Reads the solutions of joint training, and tells which of them cannot be learned. */
async function* readSolutions(
  context: StageContext<Settings>,
  model: Model,
): AsyncGenerator<RunEvent, Sequence[], void> {
  const paths = context.inputs['solutions']
  if (!paths) return []
  const [endId] = model.config.endOfTextIds
  if (endId === undefined)
    throw new ConfigError(
      `${model.id}: its config.json has no end-of-text token (eos_token_id), and every solution must end with one`,
    )
  const given: TrainingRow[] = (await Promise.all(paths.map((path) => readRowsInput(path)))).flat()
  const { rows, notes } = await formatRows(given, model, context.settings.promptFormat)
  yield* notes
  const longest = longestIn(context, model)
  const { examples, tooLong } = encodeRows(rows, model.tokenizer, endId, longest)
  if (tooLong > 0)
    yield note('warning', `${tooLong} of ${rows.length} solutions are too long and were left out`)
  return examples
}
