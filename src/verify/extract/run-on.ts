/**
 * Texts that did not stop: a base model, or a chat model whose end was not seen, goes on with a
 * next question and answers that too.
 */

/**
 * A line that asks it, as few-shot prompts and chat templates do. Numbered parts of one solution,
 * `Problem 2:`, do not.
 */
const nextQuestion =
  /\n[ \t]{0,8}(?:#{1,6} ?|\*\*)?(?:(?:next|new|another|follow-up) )?(?:question|problem|instruction|exercise|examples?|q|human|user)(?:\*\*)?[ \t]{0,8}:/gi

/** Only the first few such lines are tried: the first may repeat the question itself. */
const maxQuestions = 4

/**
 * Returns the parts of `text` that end where a next question may begin, the shortest first. Time is
 * linear in the length.
 */
export function partsBeforeQuestions(text: string): string[] {
  const parts: string[] = []
  for (const { index } of text.matchAll(nextQuestion))
    if (parts.push(text.slice(0, index)) === maxQuestions) break
  return parts
}
