/** Cuts sequences into passes through the layers. */

/**
 * Tokens that go through the layers at once, padding included: what a pass needs of memory grows
 * with them.
 */
const PASS_TOKENS = 8192

/** Returns runs of at most `tokens`, or of one longer sequence. */
export function passes<T extends { ids: readonly number[] }>(
  sequences: readonly T[],
  tokens = PASS_TOKENS,
): T[][] {
  const runs: T[][] = []
  let longest = 0
  for (const sequence of sequences) {
    const run = runs.at(-1)
    longest = Math.max(longest, sequence.ids.length)
    if (run && (run.length + 1) * longest <= tokens) run.push(sequence)
    else {
      runs.push([sequence])
      longest = sequence.ids.length
    }
  }
  return runs
}
