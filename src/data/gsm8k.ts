/**
 * The GSM8K format: `{question, answer}` where `answer` is a worked solution whose last line is
 * `#### 1,080`.
 */
/** Separates the solution from the final answer. */
const answerMark = '####'

/** Whether `text` is a worked solution with a final answer in GSM8K's format. */
export function hasFinalAnswer(text: string): boolean {
  return text.includes(answerMark)
}

/**
 * Returns the final answer of a worked solution: what follows the last `####`, without thousands
 * separators. Source: the `answer` field of openai/grade-school-math (Cobbe et al. 2021, arXiv
 * 2110.14168).
 */
export function finalAnswer(solution: string): string {
  return solution
    .slice(solution.lastIndexOf(answerMark) + answerMark.length)
    .trim()
    .replaceAll(',', '')
}
