/** JSON that may be none. */

/** Returns what the text says, `undefined` where it is no JSON. */
export function maybeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
