/** What texts are like, as a server's vectors. */
import { z } from 'zod'
import type { HttpReply } from './http.ts'
import { jsonOf, shaped, wasted } from './json-reply.ts'
import type { Read } from './sender.ts'
import { tokensToldBy } from './usage.ts'

const replySchema = z.object({
  model: z.string().nullish(),
  data: z.array(
    z.object({
      index: z.number().int().nonnegative().nullish(),
      embedding: z.array(z.number()).min(1),
    }),
  ),
})

/** Returns the vectors of `count` texts, of length 1. @throws Fault */
export function readVectors(reply: HttpReply, url: string, count: number): Read<number[][]> {
  const json = jsonOf(reply, url)
  const { model, data } = shaped(replySchema, json, url)
  const byIndex = new Map(data.map(({ index, embedding }, place) => [index ?? place, embedding]))
  const vectors = Array.from({ length: count }, (_, place) => byIndex.get(place))
  const width = vectors[0]?.length
  if (vectors.some((vector) => vector === undefined || vector.length !== width))
    throw wasted(url, json, `there are not ${count} vectors of one length`)
  return {
    result: vectors.map((vector) => ofLengthOne(vector!)),
    used: tokensToldBy(json) ?? { promptTokens: 0, tokens: 0 },
    model: model ? (reply.hide?.(model) ?? model) : undefined,
  }
}

function ofLengthOne(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector)
  return length > 0 && Number.isFinite(length) ? vector.map((each) => each / length) : [...vector]
}
