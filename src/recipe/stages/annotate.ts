/**
 * Stage `annotate`: documents with the rationales that a model writes into them, in chunks so that
 * a killed run resumes to the same bytes.
 */
import { z } from 'zod'
import {
  counted,
  type DataError,
  type Document,
  type RunEvent,
  type Task,
} from '../../core/index.ts'
import {
  annotate,
  annotationPlaces,
  annotationPrompt,
  checkText,
  cutAtPlaces,
  formatPrompt,
  hasMarks,
  rationaleFormat,
  rationaleMarks,
  type AnnotatedPart,
  type PromptFormat,
} from '../../data/index.ts'
import {
  completionsOf,
  type Decoding,
  type LanguageModel,
  type ModelProfile,
} from '../../model/index.ts'
import { modelProfile, modelPromptFormat, promptFormatHelp } from '../../sample/index.ts'
import { estimatedTokens } from '../../served/index.ts'
import type { Asks } from '../asks.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { chunksOf, keptChunk } from './chunks.ts'
import { documentsOfInput } from './documents-input.ts'
import { jsonLines } from './files.ts'
import { openStageModel } from './open-stage-model.ts'
import { flopsCounter } from './prompted.ts'
import { executionProviderField } from './training.ts'

const settings = z.strictObject({
  ...executionProviderField,
  method: z
    .enum(['rewrite', 'insert'])
    .default('rewrite')
    .describe(
      'rewrite: a model that follows instructions copies each document, with rationales in it. insert: the document stays as it is, and a model that has read annotated texts writes a rationale at every place.',
    ),
  places: z
    .enum(annotationPlaces)
    .default('sentence')
    .describe(
      'Where the method insert writes: before each sentence, line, or either of them; clause: also before what a sentence concludes, such as ", so".',
    ),
  maxNewTokens: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Maximum length of an annotated document, or of a rationale that is inserted, in tokens. If absent: twice the length of the longest of the documents that are annotated together (up to 64) and 64 more, or 64.',
    ),
  promptFormat: z.string().optional().describe(promptFormatHelp),
})
type Settings = z.infer<typeof settings>
type Context = StageContext<Settings>

/** What a kill can cost. Part of what the stage is: chunks are generated together. */
const DOCUMENTS_PER_CHUNK = 64

const INSERTED_TOKENS = 64

export const annotateStage = defineStage<Settings>({
  version: 1,
  description:
    'documents with the rationales that a model writes into them: what the text leaves unsaid, between <BOT> and <EOT> (RATIONALYST)',
  settings,
  inputs: {
    model: { kind: 'model', takes: 'model', served: true, description: 'The annotator.' },
    documents: { kind: 'path', takes: 'documents' },
  },
  makes: ['annotated'],
  asks: (given) => ({ model: annotationAsked(given) }),
  perSeed: 'inherit',
  async *run(context) {
    const writer = await context.out.writer('annotated.jsonl')
    await using annotator = await openAnnotator(context)
    const count = { documents: 0, rationales: 0, marked: 0 }
    const leftOut: DataError[] = []
    const documents = documentsOfInput(
      context.inputs['documents']![0]!,
      (error) => void leftOut.push(error),
    )
    for await (const { start, items } of chunksOf(documents, DOCUMENTS_PER_CHUNK)) {
      const text = yield* keptChunk(context, `annotated-${start}.jsonl`, async function* () {
        return jsonLines(yield* annotator.annotate(items))
      })
      await writer.write(text)
      count.documents += items.length
      count.rationales += text.split(rationaleMarks.open).length - 1
      count.marked += items.filter(({ text }) => hasMarks(text)).length
      yield progress(context.id, count.documents)
    }
    await writer.commit()
    if (leftOut.length > 0)
      yield note(
        `${counted(leftOut.length, 'document is', 'documents are')} left out: ${leftOut[0]!.message}`,
        'warning',
      )
    if (count.marked > 0)
      yield note(
        `${counted(count.marked, 'document holds', 'documents hold')} ${rationaleMarks.open} or ${rationaleMarks.close} already, which curate.rationales drops`,
        'warning',
      )
    yield note(
      `${counted(count.rationales, 'rationale')} in ${counted(count.documents, 'document')}`,
    )
  },
})

function annotationAsked({ method, places, maxNewTokens }: Settings): Asks {
  const all = { of: 'documents', completions: 1 } as const
  if (method === 'insert')
    return {
      ...all,
      tokens: maxNewTokens ?? INSERTED_TOKENS,
      partsOf: (text) => beginnings(cutAtPlaces(text, places)),
    }
  const twice = { timesLongest: 2, of: DOCUMENTS_PER_CHUNK, and: INSERTED_TOKENS }
  return { ...all, reads: estimatedTokens(annotationPrompt('')), tokens: maxNewTokens ?? twice }
}

/** Yields what stands before each step but the first. */
function* beginnings(steps: readonly string[]): Generator<string, void, void> {
  let preceding = ''
  for (const step of steps.slice(0, -1)) {
    preceding += step
    yield preceding.trimEnd()
  }
}

/** A place of a document where the model is asked. */
interface Asked {
  id: string
  prompt: string
  tokens: number
}

async function openAnnotator(context: Context): Promise<Annotator> {
  const ref = context.models['model']![0]!
  const profile = await modelProfile(ref)
  const { method, promptFormat } = context.settings
  const wanted = promptFormat ?? (method === 'insert' ? rationaleFormat.name : undefined)
  const { format } = await modelPromptFormat(profile, wanted)
  return new Annotator(context, profile, format)
}

class Annotator implements AsyncDisposable {
  readonly #context: Context
  readonly #profile: ModelProfile
  readonly #format: PromptFormat
  /** Opened when a chunk is left to annotate. */
  #model: LanguageModel | undefined

  constructor(context: Context, profile: ModelProfile, format: PromptFormat) {
    this.#context = context
    this.#profile = profile
    this.#format = format
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#model?.[Symbol.asyncDispose]()
  }

  /** Returns the documents with what the model has written into them, in their order. */
  annotate(documents: readonly Document[]): Task<Document[]> {
    return this.#context.settings.method === 'insert'
      ? this.#insert(documents)
      : this.#rewrite(documents)
  }

  async *#rewrite(documents: readonly Document[]): Task<Document[]> {
    // A document that the model cannot read must not lengthen the others' texts.
    const lengths = documents
      .map(({ text }) => this.#lengthOf(text))
      .filter((length) => length < this.#profile.maxPositions)
    const { maxNewTokens = 2 * Math.max(0, ...lengths) + INSERTED_TOKENS } = this.#context.settings
    const asked = documents.map(({ text }, place) =>
      this.#asked(String(place), annotationPrompt(text)),
    )
    // A base model goes on with another text.
    const decoding = { temperature: 0, maxNewTokens, stop: ['\nText:'] }
    const texts = yield* this.#generate(asked, decoding)
    return documents.map((document, place) => ({
      ...document,
      text: (texts.get(String(place)) ?? '').trim(),
    }))
  }

  async *#insert(documents: readonly Document[]): Task<Document[]> {
    const { places, maxNewTokens = INSERTED_TOKENS } = this.#context.settings
    const stop = [rationaleMarks.close]
    const decoding: Decoding = { temperature: 0, maxNewTokens, stop }
    const cut = documents.map(({ text }) => cutAtPlaces(text, places))
    const asked = cut.flatMap((steps, document) => this.#placesIn(steps, document))
    const texts = yield* this.#generate(asked, decoding)
    return documents.map((document, place) => {
      const parts = cut[place]!.map((text, at): AnnotatedPart => {
        const rationale = texts.get(`${place} ${at}`)?.trim() ?? ''
        return { text, ...(isRationale(rationale) && { rationale }) }
      })
      return { ...document, text: annotate(parts) }
    })
  }

  /**
   * Returns what is asked before each step of a document but the first. The last of them may be the
   * first that is too long for the model: behind it, all are.
   */
  #placesIn(steps: readonly string[], document: number): Asked[] {
    const asked: Asked[] = []
    for (const preceding of beginnings(steps)) {
      const next = this.#asked(`${document} ${asked.length + 1}`, preceding)
      asked.push(next)
      if (next.tokens >= this.#profile.maxPositions) break
    }
    return asked
  }

  #asked(id: string, text: string): Asked {
    const prompt = formatPrompt(this.#format, text)
    return { id, prompt, tokens: this.#lengthOf(prompt) }
  }

  #lengthOf(text: string): number {
    return this.#profile.lengthOf(text)
  }

  /**
   * Returns what the model writes, by id. What is longer than it reads, what it does not end, and
   * what is no text is left out.
   */
  async *#generate(asked: readonly Asked[], decoding: Decoding): Task<Map<string, string>> {
    const context = this.#context
    const profile = this.#profile
    const texts = new Map<string, string>()
    const fitting = asked.filter(({ tokens }) => tokens < profile.maxPositions)
    if (fitting.length < asked.length)
      yield note(
        `${counted(asked.length - fitting.length, 'text is', 'texts are')} too long for ${profile.id}`,
        'warning',
      )
    if (fitting.length === 0) return texts
    this.#model ??= await openStageModel(context, context.models['model']![0]!, this.#format)
    const flopsOf = flopsCounter(profile)
    const prompts = fitting.map(({ id, prompt }) => ({ problemId: id, prompt, stream: [id] }))
    const lengths = new Map(fitting.map(({ id, tokens }) => [id, tokens]))
    const request = { prompts, numGenerations: 1, decoding }
    for await (const done of completionsOf(this.#model.generate(request, context.signal))) {
      const { problemId, text, tokens, finish } = done
      const flops = flopsOf(lengths.get(problemId)!, tokens, true)
      if (!profile.isServed) context.charge({ tokens, flops })
      if (finish !== 'length' && 'text' in checkText(text, problemId)) texts.set(problemId, text)
    }
    return texts
  }
}

/** A rationale with a mark in it has not been ended. */
const isRationale = (text: string): boolean => text !== '' && !hasMarks(text)

const progress = (label: string, done: number): RunEvent => ({
  type: 'progress',
  label,
  done,
  unit: 'documents',
})

const note = (message: string, level: 'info' | 'warning' = 'info'): RunEvent => ({
  type: 'note',
  level,
  message,
})
