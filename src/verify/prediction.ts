/** A prediction beside a gold answer: an answer itself, or a whole text that states one. */
import { compileAnswer, type CompiledAnswer } from './compare/compare-answers.ts'
import { explicitMarks, type Mark } from './extract/mark.ts'
import { readAnswer } from './verify.ts'

const strongMarks: readonly Mark[] = [...explicitMarks, 'bold', 'last line', 'last formula', 'choice letter']

/** Code ends with numbers too, which are no answers: in a text with its characters only a strong mark counts. */
const looksLikeCode = /[_;{}<>\\]|\w\(/

/** Returns the prediction as an answer. Where it is none, but the gold one is, it is a text in which an answer is looked for. Never throws. */
export function compilePrediction(prediction: string, gold: CompiledAnswer): CompiledAnswer {
  const bare = compileAnswer(prediction)
  if (bare.value.kind !== 'text' || gold.value.kind === 'text') return bare
  const expects = gold.value.kind === 'choice' ? 'choice' : 'auto'
  const stated = readAnswer(prediction, { expects, ...(looksLikeCode.test(prediction) && { marks: strongMarks }) })
  return stated.answer ?? bare
}
