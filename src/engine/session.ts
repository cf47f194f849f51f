/** Compiled graphs: the only file that talks to ONNX Runtime. */
import type * as ort from 'onnxruntime-node'
import { AppError, ConfigError, ModelError } from '../core/index.ts'
import { emit } from './emit.ts'
import type { Graph } from './graph.ts'
import { isInput, topologicalOrder } from './graph.ts'
import type { TensorType } from './shape.ts'
import type { DType, FloatTensor, Tensor, TensorData } from './tensor.ts'
import { checkedFeed } from './checked-feed.ts'

export const executionProviders = ['cpu', 'webgpu', 'cuda'] as const
export type ExecutionProvider = (typeof executionProviders)[number]

export interface SessionOptions {
  /** @default 'cpu' */
  executionProvider?: ExecutionProvider
  /** Threads of one operator. @default all cores */
  threads?: number
}

/**
 * Threads of an operator that wait for each other sleep, and do not spin. On two idle cores both
 * are equally fast, and spinning takes a quarter more processor time. Where other programs run,
 * threads that spin hold up those that they wait for: training took up to four times as long.
 */
const waitAsleep = { session: { intra_op: { allow_spinning: '0' } } }

/**
 * A graph ready to run. `run` blocks its thread while the runtime computes: keep sessions in a
 * worker thread where something else must stay alive. Feeds are used in place; every fetched output
 * is copied by the runtime, so fetch little.
 */
export class Session implements AsyncDisposable {
  readonly #session: ort.InferenceSession
  readonly #runtime: typeof ort
  readonly #inputs: ReadonlyMap<string, TensorType>
  readonly #outputs: readonly string[]

  private constructor(runtime: typeof ort, session: ort.InferenceSession, graph: Graph) {
    this.#runtime = runtime
    this.#session = session
    const fed = new Set(session.inputNames)
    const inputs = topologicalOrder(Object.values(graph.outputs)).filter(
      (value) => isInput(value) && fed.has(value.name!),
    )
    this.#inputs = new Map(inputs.map((value) => [value.name!, value]))
    this.#outputs = Object.keys(graph.outputs)
  }

  /**
   * Compiles `graph`. Inputs named in `fixed` are compiled in and not fed: the runtime lays weights
   * out for its products once instead of at every run, at the price of a copy. @throws ConfigError
   * when the execution provider does not start on this machine.
   */
  static async create(
    graph: Graph,
    options: SessionOptions = {},
    fixed: Readonly<Record<string, Tensor>> = {},
  ): Promise<Session> {
    const bytes = emit(graph, fixed)
    const runtime = await import('onnxruntime-node')
    const provider = options.executionProvider ?? 'cpu'
    try {
      const session = await runtime.InferenceSession.create(bytes, {
        executionProviders: [provider],
        graphOptimizationLevel: 'all',
        logSeverityLevel: 3,
        ...(options.threads && { intraOpNumThreads: options.threads }),
        extra: waitAsleep,
      })
      return new Session(runtime, session, graph)
    } catch (error) {
      if (provider === 'cpu')
        throw new AppError('engine', `the runtime refused the graph: ${String(error)}`, {
          cause: error,
        })
      throw new ConfigError(`execution provider ${provider} did not start: ${String(error)}`, {
        cause: error,
        hint: 'use cpu',
      })
    }
  }

  /**
   * Runs the graph. `into` names output buffers to reuse, by output name.
   * @throws ShapeError when a feed is missing or does not fit its input
   */
  async run(
    feeds: Readonly<Record<string, Tensor>>,
    into?: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, Tensor>> {
    const given: Record<string, ort.Tensor> = {}
    for (const [name, type] of this.#inputs)
      given[name] = this.#wrap(checkedFeed(name, type, feeds[name]))
    const fetches: Record<string, ort.Tensor | null> = {}
    for (const name of this.#outputs) {
      const buffer = into?.[name]
      fetches[name] = buffer ? this.#wrap(buffer) : null
    }
    const results = await this.#session.run(given, fetches)
    const outputs: Record<string, Tensor> = {}
    for (const name of this.#outputs) {
      const { data, dims, type } = results[name]!
      outputs[name] = { dtype: type as DType, shape: dims, data: data as TensorData }
    }
    return outputs
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release()
  }

  #wrap(tensor: Tensor): ort.Tensor {
    return new this.#runtime.Tensor(tensor.dtype, tensor.data as never, tensor.shape)
  }
}

/** What an ONNX file from elsewhere takes and gives. */
export interface OnnxInterface {
  inputs: readonly string[]
  outputs: readonly string[]
}

/**
 * A graph that others have made, in an ONNX file. What it computes is not known: whoever runs it
 * checks what comes out. `run` blocks its thread as that of `Session` does.
 */
export class OnnxFile implements AsyncDisposable {
  readonly #path: string
  readonly #session: ort.InferenceSession
  readonly #runtime: typeof ort

  private constructor(path: string, runtime: typeof ort, session: ort.InferenceSession) {
    this.#path = path
    this.#runtime = runtime
    this.#session = session
  }

  /**
   * Opens a file. Weights beside it are read where the file names them; the runtime refuses those
   * outside of its directory. @throws ModelError for a file that the runtime does not take
   */
  static async open(
    path: string,
    { threads }: Pick<SessionOptions, 'threads'> = {},
  ): Promise<OnnxFile> {
    const runtime = await import('onnxruntime-node')
    try {
      const session = await runtime.InferenceSession.create(path, {
        executionProviders: ['cpu'],
        logSeverityLevel: 4,
        ...(threads && { intraOpNumThreads: threads }),
        extra: waitAsleep,
      })
      return new OnnxFile(path, runtime, session)
    } catch (error) {
      throw new ModelError(`${path} cannot be opened: ${firstLine(error)}`, {
        cause: error,
        hint: 'Copy the ONNX file again, with the weights beside it where it has any, or export it anew.',
      })
    }
  }

  get interface(): OnnxInterface {
    return { inputs: this.#session.inputNames, outputs: this.#session.outputNames }
  }

  /**
   * Returns the output `name`, whose numbers must be float32. @throws ModelError when the graph
   * does not take the feeds, fails, or gives something else
   */
  async run(feeds: Readonly<Record<string, Tensor>>, name: string): Promise<FloatTensor> {
    const given = Object.entries(feeds).map(([input, { dtype, data, shape }]) => [
      input,
      new this.#runtime.Tensor(dtype, data as never, shape),
    ])
    const results = await this.#session
      .run(Object.fromEntries(given) as Record<string, ort.Tensor>, [name])
      .catch((error: unknown) => {
        throw new ModelError(`${this.#path} cannot be run: ${firstLine(error)}`, { cause: error })
      })
    const { data, dims, type } = results[name]!
    if (type !== 'float32')
      throw new ModelError(`${this.#path}: its output ${name} is ${type}, expected float32`, {
        hint: 'Export it with float32 outputs.',
      })
    return { dtype: 'float32', shape: dims, data: data as Float32Array }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release()
  }
}

/** The runtime's messages may be long, and name places in its own source. */
const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 300)
