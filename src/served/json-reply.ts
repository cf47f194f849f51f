/** Replies as JSON: what is none, or has another shape, is a fault of the server. */
import type { z } from 'zod'
import { Fault, unusable } from './fault.ts'
import type { HttpReply } from './http.ts'
import { tokensToldBy } from './usage.ts'

/** Returns the JSON of a reply. @throws Fault */
export function jsonOf({ text, headers }: HttpReply, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const isPage = /html/i.test(String(headers['content-type'])) || /^\s*</.test(text)
    throw unusable(url, isPage ? 'the reply is a web page, not JSON' : 'the reply is no JSON')
  }
}

/** Returns a reply in its shape. @throws Fault, with what the reply says it has used */
export function shaped<Output>(schema: z.ZodType<Output>, json: unknown, url: string): Output {
  const result = schema.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue!.path.join('.')
  throw wasted(url, json, `the reply has another shape than the protocol says (${where})`)
}

/** The fault of a reply that was paid for, and yet cannot be used. */
export function wasted(url: string, json: unknown, what: string): Fault {
  const fault = unusable(url, what)
  fault.used = tokensToldBy(json)
  return fault
}
