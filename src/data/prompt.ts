/** The text a model is given for a problem, in training and in sampling. */

/** Returns the prompt; the completion that follows it is a worked solution whose last line is `#### answer`. */
export function problemPrompt(question: string): string {
  return `Question: ${question}\nAnswer:\n`
}
