/** The training loop: accumulate, clip, update, log, checkpoint, resume. */
import type { RunEvent, Task } from '../core/index.ts'
import { AppError, ConfigError, monotonicMs, throwIfCancelled } from '../core/index.ts'
import type { FloatTensor, Graph, SessionOptions, Tensor } from '../engine/index.ts'
import { adamWFeeds, scalar, Session, zeros } from '../engine/index.ts'
import type { ModelConfig, Parameters } from '../model/index.ts'
import { sequenceFeeds } from '../model/index.ts'
import type { BatchSource } from './batches.ts'
import type { LossGraph } from './loss-graph.ts'
import { lossGraph, pieceSuffix } from './loss-graph.ts'
import type { Batch, Objective } from './objective.ts'
import type { ScheduleSettings } from './schedule.ts'
import { learningRateAt } from './schedule.ts'
import type { StepSettings } from './step.ts'
import {
  accumulateGraph,
  firstMomentName,
  gradientName,
  NEXT,
  secondMomentName,
  stepGraph,
  updateGraph,
} from './step.ts'

/** A checkpoint costs a fraction of a second; a kill then costs at most so much work. */
const CHECKPOINT_EVERY_MS = 20_000

export type OptimizerSettings = StepSettings & Omit<ScheduleSettings, 'totalSteps'>

/** One logged optimizer step. `loss` is the mean over the batch's loss terms. */
export interface StepRecord {
  step: number
  loss: number
  gradNorm: number
  learningRate: number
  /** Tokens read, padding left out. */
  tokens: number
}

/** All that is needed to go on as if nothing had happened. */
export interface TrainingState {
  step: number
  /** Trained parameters and both moments of each, by name. */
  tensors: Readonly<Record<string, FloatTensor>>
  log: readonly StepRecord[]
}

/** Where unfinished training is kept. */
export interface TrainingCheckpoints {
  load(): Promise<TrainingState | undefined>
  save(state: TrainingState): Promise<void>
}

export interface TrainRequest {
  config: ModelConfig
  parameters: Parameters
  /**
   * Names of the parameters that are trained. The others are frozen: they have no moments and no
   * gradients, and the result holds the request's own tensors. Where this is absent, all are
   * trained.
   */
  trained?: ReadonlySet<string>
  objective: Pick<Objective, 'loss'>
  /** Batches of the objective's examples. */
  batches: BatchSource
  optimizer: OptimizerSettings
  session?: SessionOptions
  checkpoints?: TrainingCheckpoints
  signal?: AbortSignal
}

export interface Trained {
  parameters: Parameters
  log: readonly StepRecord[]
  /** Tokens processed, padding left out. */
  tokens: number
}

/**
 * Trains and returns all parameters. The result depends only on the request, not on
 * interruptions: a state saved by `checkpoints` resumes bit by bit. @throws ConfigError when there
 * is no step or no parameter to train, AppError when the loss is no longer finite, CancelledError
 * when aborted (after saving)
 */
export async function* train(request: TrainRequest): Task<Trained> {
  const { batches, optimizer, checkpoints, signal } = request
  const saved = await checkpoints?.load()
  const stepper = await Stepper.create(request, saved?.tensors)
  const log: StepRecord[] = [...(saved?.log ?? [])]
  let lastSave = monotonicMs()
  try {
    for (let step = (saved?.step ?? 0) + 1; step <= batches.totalSteps; step++) {
      const learningRate = learningRateAt(step, { ...optimizer, totalSteps: batches.totalSteps })
      const record = await stepper.step(step, batches.step(step), learningRate)
      log.push(record)
      if (!Number.isFinite(record.loss)) {
        throw new AppError(
          'diverged',
          `training diverged: the loss at step ${step} is ${record.loss}`,
          {
            hint: 'lower learningRate',
          },
        )
      }
      yield progress(record, batches.totalSteps)
      const due = monotonicMs() - lastSave >= CHECKPOINT_EVERY_MS
      if (checkpoints && (due || signal?.aborted) && step < batches.totalSteps) {
        // A copy: whoever saves may take its time
        await checkpoints.save({ step, tensors: stepper.state, log: [...log] })
        lastSave = monotonicMs()
      }
      throwIfCancelled(signal)
    }
    const tokens = log.reduce((sum, record) => sum + record.tokens, 0)
    return { parameters: stepper.parameters(), log, tokens }
  } finally {
    await stepper[Symbol.asyncDispose]()
  }
}

function progress(record: StepRecord, total: number): RunEvent {
  return {
    type: 'progress',
    label: 'train',
    done: record.step,
    total,
    unit: 'steps',
    detail: `loss ${record.loss.toFixed(3)}`,
  }
}

/** Returns the names of the trained parameters, in the order of the model. */
function trainedNames({ parameters, trained }: TrainRequest): string[] {
  const names = Object.keys(parameters)
  if (!trained) return names
  const unknown = [...trained].find((name) => !Object.hasOwn(parameters, name))
  if (unknown !== undefined)
    throw new ConfigError(`${unknown} is to be trained, but the model has no such parameter`)
  if (trained.size === 0)
    throw new ConfigError('training needs at least one parameter that is not frozen')
  return names.filter((name) => trained.has(name))
}

/**
 * The compiled graphs and the tensors they update. Output buffers are the previous step's inputs,
 * so memory stays flat.
 */
class Stepper implements AsyncDisposable {
  readonly #request: TrainRequest
  readonly #feedsFor: (rows: number, length: number) => Record<string, Tensor>
  /** The trained parameters. */
  readonly #names: readonly string[]
  readonly #sessions = new Map<string, Session>()
  #state: Record<string, Tensor>
  #spare: Record<string, Tensor> = {}

  private constructor(
    request: TrainRequest,
    names: readonly string[],
    state: Record<string, Tensor>,
  ) {
    this.#request = request
    this.#feedsFor = sequenceFeeds(request.config)
    this.#names = names
    this.#state = state
  }

  static async create(
    request: TrainRequest,
    saved: Readonly<Record<string, FloatTensor>> | undefined,
  ): Promise<Stepper> {
    if (request.batches.totalSteps < 1) throw new ConfigError('training needs at least one step')
    const names = trainedNames(request)
    const state: Record<string, Tensor> = {}
    for (const name of names) {
      const tensor = request.parameters[name]!
      // The caller's arrays are not ours to overwrite.
      state[name] = saved?.[name] ?? { ...tensor, data: tensor.data.slice() }
      for (const moment of [firstMomentName(name), secondMomentName(name)])
        state[moment] = saved?.[moment] ?? zeros(tensor.shape)
    }
    return new Stepper(request, names, state)
  }

  get state(): Readonly<Record<string, FloatTensor>> {
    return this.#state as Record<string, FloatTensor>
  }

  parameters(): Parameters {
    const entries = Object.entries(this.#request.parameters)
    return Object.fromEntries(entries.map(([name, given]) => [name, this.state[name] ?? given]))
  }

  async step(
    step: number,
    micro: readonly (readonly Batch[])[],
    learningRate: number,
  ): Promise<StepRecord> {
    const { optimizer } = this.#request
    const pieces = micro.flat()
    const lossTerms = pieces.reduce((sum, piece) => sum + piece.lossTerms, 0)
    const numbers = Object.entries(adamWFeeds(step, learningRate, optimizer)).map(
      ([name, value]) => [name, scalar(value)],
    )
    const update = Object.fromEntries(numbers) as Record<string, Tensor>
    const { loss, gradNorm } =
      micro.length === 1
        ? await this.#wholeStep(micro[0]!, lossTerms, update)
        : await this.#splitStep(micro, lossTerms, update)
    const tokens = pieces.reduce((sum, piece) => sum + piece.tokens, 0)
    return { step, loss, gradNorm, learningRate, tokens }
  }

  async #wholeStep(
    pieces: readonly Batch[],
    lossTerms: number,
    update: Record<string, Tensor>,
  ): Promise<{ loss: number; gradNorm: number }> {
    const { optimizer } = this.#request
    const whole = await this.#session(`whole.${pieces.length}`, () =>
      stepGraph(this.#lossGraph(pieces.length), optimizer),
    )
    const results = await whole.run(
      { ...this.#weights, ...update, ...this.#batchFeeds(pieces, lossTerms) },
      this.#spare,
    )
    this.#advance(results)
    return {
      loss: Number(results['loss']!.data[0]),
      gradNorm: Number(results['gradNorm']!.data[0]),
    }
  }

  async #splitStep(
    micro: readonly (readonly Batch[])[],
    lossTerms: number,
    update: Record<string, Tensor>,
  ): Promise<{ loss: number; gradNorm: number }> {
    const { optimizer } = this.#request
    let sums = Object.fromEntries(
      this.#names.map((name) => [gradientName(name), zeros(this.state[name]!.shape) as Tensor]),
    )
    let loss = 0
    for (const pieces of micro) {
      const accumulate = await this.#session(`accumulate.${pieces.length}`, () =>
        accumulateGraph(this.#lossGraph(pieces.length)),
      )
      const results = await accumulate.run({
        ...this.#weights,
        ...sums,
        ...this.#batchFeeds(pieces, lossTerms),
      })
      sums = Object.fromEntries(
        this.#names.map((name) => [gradientName(name), results[NEXT + gradientName(name)]!]),
      )
      loss += Number(results['loss']!.data[0])
    }
    const updating = await this.#session('update', () => updateGraph(this.#lossGraph(1), optimizer))
    const results = await updating.run({ ...this.#state, ...sums, ...update }, this.#spare)
    this.#advance(results)
    return { loss, gradNorm: Number(results['gradNorm']!.data[0]) }
  }

  /** Feeds of the state, and of the parameters that are frozen. */
  get #weights(): Readonly<Record<string, Tensor>> {
    return { ...this.#request.parameters, ...this.#state }
  }

  #lossGraph(pieces: number): LossGraph {
    const { objective, config, trained } = this.#request
    return lossGraph(objective, config, pieces, trained)
  }

  #batchFeeds(pieces: readonly Batch[], lossTerms: number): Record<string, Tensor> {
    const feeds: Record<string, Tensor> = { lossScale: scalar(1 / lossTerms) }
    for (const [piece, { rows, length, feeds: own }] of pieces.entries()) {
      for (const [name, tensor] of Object.entries({ ...this.#feedsFor(rows, length), ...own }))
        feeds[name + pieceSuffix(piece)] = tensor
    }
    return feeds
  }

  async #session(name: string, graph: () => Graph): Promise<Session> {
    const known = this.#sessions.get(name)
    if (known) return known
    const session = await Session.create(graph(), this.#request.session)
    this.#sessions.set(name, session)
    return session
  }

  #advance(results: Record<string, Tensor>): void {
    const old = this.#state
    this.#state = Object.fromEntries(Object.keys(old).map((name) => [name, results[NEXT + name]!]))
    this.#spare = Object.fromEntries(
      Object.entries(old).map(([name, tensor]) => [NEXT + name, tensor]),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions.values()) await session[Symbol.asyncDispose]()
  }
}
