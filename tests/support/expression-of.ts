/** Expressions written as answers are, for tests of what is done with them. */
import type { Expression } from '../../src/verify/expression/expression.ts'
import { parseAnswer } from '../../src/verify/read/parse-answer.ts'

/** Returns the tree that an answer is read as; throws where it is no scalar and no matrix. */
export function expressionOf(text: string): Expression {
  const answer = parseAnswer(text)
  if (answer.kind === 'scalar') return answer.expression
  if (answer.kind === 'matrix') return { kind: 'matrix', rows: answer.rows }
  throw new Error(`${text} is read as ${answer.kind}`)
}
