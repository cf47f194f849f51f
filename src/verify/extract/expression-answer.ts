/** Reading an answer that may be any mathematics from a text by each of its marks. */
import type { Policy } from '../policy.ts'
import { taggedAnswer } from './answer-tag.ts'
import { answerOfStatement, answerStatements } from './answer-line.ts'
import { deniedBox, withUnit } from './box-answer.ts'
import { enumeratedBoxed, lastBoxed } from './boxed.ts'
import { candidateOf } from './candidate.ts'
import {
  lastBold,
  lastFormula,
  lastLine,
  lastPairs,
  lastStatement,
  numberAtEnd,
  wholeAnswer,
} from './ending.ts'
import { expressionAfterHashes } from './hash-answer.ts'
import { jsonAnswer } from './json-answer.ts'
import { placeOf, type Extraction, type Mark, type MarkReaders } from './mark.ts'
import { programOutput } from './program-output.ts'
import { withoutRemarks } from './remarks.ts'
import { isTakenBack, takenBackAnswer } from './retraction.ts'
import { withoutTail } from './sentence-tail.ts'
import { judged } from './stated.ts'

/** The readers of any mathematics. An empty box or JSON field means that there is no answer. */
export const expressionReaders: MarkReaders = [
  ['in <answer>', inTag],
  ['after ####', expressionAfterHashes],
  ['answer line', finalAnswerAfterBox],
  ['in \\boxed{}', inBox],
  ['JSON field "answer"', (text) => explicit(jsonAnswer(text), 'JSON field "answer"')],
  ['answer line', onAnswerLine],
  ['program output', programOutput],
  ['whole text', wholeAnswer],
  ['last line', lastLine],
  ['bold', lastBold],
  ['last statement', (text) => lastPairs(withoutTail(text))],
  ['last formula', (text) => lastFormula(withoutTail(text))],
  ['last statement', (text) => lastStatement(withoutTail(text))],
  ['last number', (text) => numberAtEnd(withoutTail(text))],
]

/** A whole solution may stand between the tags: then it is read like any other text. */
function inTag(text: string, policy?: Policy): Extraction | null {
  const content = taggedAnswer(text)
  if (content === null) return null
  const isShort = !content.includes('\n') && !/boxed|####/.test(content)
  if (isShort) return explicit(content, 'in <answer>')
  for (const [mark, read] of expressionReaders) {
    const found = mark === 'in <answer>' ? null : read(content, policy)
    if (found?.candidate) return { ...found, mark: 'in <answer>' }
  }
  return null
}

function inBox(text: string): Extraction | null {
  const box = enumeratedBoxed(text)
  return box && (deniedBox(text, box) ?? explicit(withUnit(text, box), 'in \\boxed{}'))
}

function explicit(content: string | null | undefined, mark: Mark): Extraction | null {
  if (content === null || content === undefined) return null
  if (isTakenBack(content)) return takenBackAnswer(content)
  const short = withoutRemarks(content)
  const candidate = candidateOf(short)
  return candidate === null
    ? { candidate: null, reason: `there is nothing ${placeOf(mark)}` }
    : judged(candidate, mark, short)
}

function onAnswerLine(text: string): Extraction | null {
  for (const statement of answerStatements(text)) {
    const extraction = answerOfStatement(statement)
    if (extraction) return extraction
  }
  return null
}

/** Boxes may hold intermediate results: `Final answer: x` after the last one counts more. */
function finalAnswerAfterBox(text: string): Extraction | null {
  const box = lastBoxed(text)
  if (!box) return null
  const last = answerStatements(text.slice(box.end)).find(
    ({ isFinal, sentence }) => isFinal && /\d|\\[a-zA-Z]/.test(sentence),
  )
  return last ? answerOfStatement(last) : null
}
