/** What an answer was chosen from, for people. */
import type { Prediction } from '../core/index.ts'

type Trace = NonNullable<Prediction['trace']>

/**
 * Returns a line for each candidate, with what speaks for it and `>` before the choice: for each
 * step of a solution that grew by steps, which `chooseBy` chose, else for the whole answer.
 */
export const traceText = ({ candidates, choice, steps }: Trace, chooseBy = 'rationales'): string =>
  steps
    ? steps.map((step, place) => stepText(step, place, chooseBy)).join('\n')
    : candidateLines(
        candidates.map(({ answer, score }) => ({ text: answer ?? 'none found', score })),
        choice,
      )

const stepText = (
  { candidates, choice, rationale }: NonNullable<Trace['steps']>[number],
  place: number,
  chooseBy: string,
): string => {
  const isRandom = chooseBy === 'random'
  const said = rationale === undefined ? '' : `, after the rationale ${JSON.stringify(rationale)}`
  const quoted = candidates.map(({ text, score }) => ({
    // A step may hold line ends.
    text: JSON.stringify(text),
    // Random numbers would look like reasons.
    ...(!isRandom && { score }),
  }))
  const by = isRandom ? 'at random' : `by ${chooseBy}`
  return `step ${place + 1}, chosen ${by}${said}\n${candidateLines(quoted, choice)}`
}

function candidateLines(
  candidates: readonly { text: string; score?: number | null | undefined }[],
  choice: number | null,
): string {
  const lines = candidates.map(({ text, score }, place) => {
    const shown = score === null ? 'no score' : (score?.toFixed(3) ?? '')
    return `${place === choice ? '>' : ' '} ${shown.padStart(8)}  ${text}\n`
  })
  return lines.join('')
}
