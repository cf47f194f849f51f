/** Whether texts and log-probabilities are those of the peer, in words. */
import type { RealPeer } from './real-peer.ts'

/** Two logits as near as this are a tie: float32 sums in another order differ by so much. */
const TIE = 1e-3

interface Texts {
  prompts: readonly string[]
  ours: readonly string[]
  theirs: { ids: readonly (readonly number[])[]; texts: readonly string[] }
}

/** Says how many texts are equal, and of each other where it leaves the peer's, and why. */
export async function compareTexts(
  { prompts, ours, theirs }: Texts,
  peer: RealPeer,
): Promise<string> {
  const different = [...prompts.keys()].filter((place) => ours[place] !== theirs.texts[place])
  const lines: string[] = []
  let ties = 0
  for (const place of different) {
    const ids = theirs.ids[place]!
    const texts = await peer.decoded(ids)
    const token = texts.findIndex((text) => !ours[place]!.startsWith(text))
    const prefix = ids.slice(0, token === -1 ? ids.length : token)
    const { logits, texts: likeliest } = await peer.likeliest(prompts[place]!, prefix)
    const gap = logits[0]! - logits[1]!
    if (gap < TIE) ties++
    lines.push(
      `  text ${place} differs from token ${prefix.length}: logits ${logits.map((logit) => logit.toFixed(5)).join(' and ')} of ${JSON.stringify(likeliest)}, ${gap < TIE ? 'a tie' : 'no tie'}`,
    )
  }
  const equal = prompts.length - lines.length
  return [
    `greedy texts: ${equal} of ${prompts.length} equal, ${ties} differ after a tie, ${lines.length - ties} otherwise`,
    ...lines,
  ].join('\n')
}

/** Says how far log-probabilities of texts, token by token, are from the peer's. */
export function compareScores(
  ours: readonly (readonly number[])[],
  theirs: readonly (readonly number[])[],
): string {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value)
  let [relative, absolute, tokens] = [0, 0, 0]
  for (const [place, values] of ours.entries()) {
    const others = theirs[place]!
    if (values.length !== others.length)
      return `text ${place} has ${values.length} scored tokens here and ${others.length} there`
    relative = Math.max(relative, Math.abs(sum(values) / sum(others) - 1))
    for (const [token, value] of values.entries())
      absolute = Math.max(absolute, Math.abs(value - others[token]!))
    tokens += values.length
  }
  return `log-probabilities of ${ours.length} texts, ${tokens} tokens: largest relative difference of a sum ${relative.toExponential(1)}, largest difference of a token ${absolute.toExponential(1)}`
}
