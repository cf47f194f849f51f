/** What an answer was chosen from, for people. */
import type { Prediction } from '../core/index.ts'

type Trace = NonNullable<Prediction['trace']>

/**
 * Returns a line for each candidate, with what speaks for it and `>` before the choice: for each
 * step of a solution that grew by steps, else for the whole answer.
 */
export const traceText = ({ candidates, choice, steps }: Trace): string =>
  steps
    ? steps.map(stepText).join('\n')
    : candidateLines(
        candidates.map(({ answer, score }) => ({ text: answer ?? 'none found', score })),
        choice,
      )

const stepText = (
  { candidates, choice, rationale }: NonNullable<Trace['steps']>[number],
  place: number,
): string => {
  const said = rationale === undefined ? '' : `, after the rationale ${JSON.stringify(rationale)}`
  // A step may hold line ends.
  const quoted = candidates.map(({ text, score }) => ({ text: JSON.stringify(text), score }))
  return `step ${place + 1}${said}\n${candidateLines(quoted, choice)}`
}

function candidateLines(
  candidates: readonly { text: string; score?: number | null | undefined }[],
  choice: number | null,
): string {
  const lines = candidates.map(({ text, score }, place) => {
    const shown = score === null ? 'too long' : (score?.toFixed(3) ?? '')
    return `${place === choice ? '>' : ' '} ${shown.padStart(8)}  ${text}\n`
  })
  return lines.join('')
}
