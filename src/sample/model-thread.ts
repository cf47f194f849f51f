/** A thread in which one copy of a local model lives. */
import { serveThread } from '../engine/index.ts'
import type {
  Advance,
  DecodingSession,
  Fork,
  GenerateRequest,
  GenerationEvent,
  LineVerdict,
  ScoreItem,
  SequenceState,
  TokenLogprobs,
} from '../model/index.ts'
import { readModel } from '../model/index.ts'
import type { BeamProgress, BeamSession } from './beam-session.ts'
import { LocalModel } from './local-model.ts'
import type { BeamsOrder, OpenOrder, SessionOrder } from './open-directory.ts'
import type { Placement } from './placement.ts'
import { placementOf } from './placement.ts'
import { closedSession } from './turns.ts'

let local: LocalModel | undefined
const sessions = new Map<number, DecodingSession>()
const searches = new Map<number, BeamSession>()

function known(session: number): DecodingSession {
  const found = sessions.get(session)
  if (!found) throw closedSession()
  return found
}

serveThread({
  async *open({ directory, executionProvider }: OpenOrder): AsyncGenerator<never, Placement, void> {
    const model = await readModel(directory)
    const placement = placementOf(model.parameters, executionProvider)
    const { threads, compileWeights } = placement
    local = new LocalModel(model, { session: { executionProvider, threads }, compileWeights })
    return placement
  },
  async *generate(request: GenerateRequest, signal): AsyncGenerator<GenerationEvent, void, void> {
    yield* local!.generate(request, signal)
  },
  async *score(items: ScoreItem[], signal): AsyncGenerator<never, TokenLogprobs[][], void> {
    return await local!.score(items, signal)
  },
  async *embed(texts: string[], signal): AsyncGenerator<never, Float32Array[], void> {
    return await local!.embed(texts, signal)
  },
  async *openSession({
    session,
    request,
  }: SessionOrder & { request: GenerateRequest }): AsyncGenerator<never, void, void> {
    sessions.set(session, await local!.openSession(request))
  },
  async *advance(
    { session, step }: SessionOrder & { step: Advance },
    signal,
  ): AsyncGenerator<never, SequenceState[], void> {
    return await known(session).advance(step, signal)
  },
  async *arrange({
    session,
    forks,
  }: SessionOrder & { forks: readonly Fork[] }): AsyncGenerator<never, void, void> {
    await known(session).arrange(forks)
  },
  async *closeSession({ session }: SessionOrder): AsyncGenerator<never, void, void> {
    sessions.delete(session)
  },
  async *openBeams({ session, request, isJudged }: BeamsOrder): AsyncGenerator<never, void, void> {
    searches.set(session, local!.openBeams(request, isJudged))
  },
  async *advanceBeams(
    { session, verdicts }: SessionOrder & { verdicts: readonly LineVerdict[] },
    signal,
  ): AsyncGenerator<never, BeamProgress, void> {
    const search = searches.get(session)
    if (!search) throw closedSession()
    return await search.advance(verdicts, signal)
  },
  async *closeBeams({ session }: SessionOrder): AsyncGenerator<never, void, void> {
    searches.delete(session)
  },
})
