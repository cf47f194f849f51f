/** Reading an answer that may be any mathematics from a text by each of its marks. */
import { taggedAnswer } from './answer-tag.ts'
import { answerStatements, candidateOfStatement } from './answer-line.ts'
import { enumeratedBoxed, lastBoxed } from './boxed.ts'
import { candidateOf, cleanCandidate } from './candidate.ts'
import { lastBold, lastFormula, lastLine, lastPairs, lastStatement, numberAtEnd } from './ending.ts'
import { jsonAnswer } from './json-answer.ts'
import { leadingAnswer } from './leading-answer.ts'
import { lineFrom, maxTries, placeOf, type Extraction, type Mark, type MarkReaders } from './mark.ts'
import { beginsWithNumber, isNumberAlone } from './number-answer.ts'
import { programOutput } from './program-output.ts'
import { isProse } from './prose.ts'
import { withoutTail } from './sentence-tail.ts'

/** The readers of any mathematics. An empty box or JSON field means that there is no answer. */
export const expressionReaders: MarkReaders = [
  ['in <answer>', inTag],
  ['after ####', afterHashes],
  ['answer line', finalAnswerAfterBox],
  ['in \\boxed{}', (text) => explicit(enumeratedBoxed(text)?.content, 'in \\boxed{}')],
  ['JSON field "answer"', (text) => explicit(jsonAnswer(text), 'JSON field "answer"')],
  ['answer line', onAnswerLine],
  ['program output', programOutput],
  ['last line', lastLine],
  ['bold', lastBold],
  ['last statement', (text) => lastPairs(withoutTail(text))],
  ['last formula', (text) => lastFormula(withoutTail(text))],
  ['last statement', (text) => lastStatement(withoutTail(text))],
  ['last number', (text) => numberAtEnd(withoutTail(text))],
]

/**
 * The first line that is a number or another expression and no more counts, since what follows is a text that did not stop; else the number
 * with which a line begins; else the line with which the text ends. The rest are markdown headings.
 */
function afterHashes(text: string): Extraction | null {
  let fallback: string | null = null
  let tried = 0
  for (let at = text.indexOf('####'); at !== -1 && tried < maxTries; at = text.indexOf('####', at + 4), tried++) {
    const raw = lineFrom(text, at + 4)
    const line = cleanCandidate(raw)
    if (line === '') continue
    if (isNumberAlone(line) || isStated(line)) return found(candidateOf(line), 'after ####')
    if (beginsWithNumber(line)) fallback ??= leadingAnswer(line)
    else if (text.length - at < 200 && text.slice(at + 4 + raw.length).trim() === '') fallback ??= candidateOf(line)
  }
  return found(fallback, 'after ####')
}

/** Mathematics, which is not a heading such as `1. Add` or `Step 1`. */
function isStated(line: string): boolean {
  return !isProse(line) && /\d|\\[a-zA-Z]|[=π∞√∅]/.test(line) && !/^\d{1,2}[.):]\s|:$/.test(line)
}

/** A whole solution may stand between the tags: then it is read like any other text. */
function inTag(text: string): Extraction | null {
  const content = taggedAnswer(text)
  if (content === null) return null
  const isShort = !content.includes('\n') && !/boxed|####/.test(content)
  if (isShort) return explicit(content, 'in <answer>')
  for (const [mark, read] of expressionReaders) {
    const candidate = mark === 'in <answer>' ? null : read(content)?.candidate
    if (candidate) return { candidate, mark: 'in <answer>' }
  }
  return null
}

function explicit(content: string | null | undefined, mark: Mark): Extraction | null {
  if (content === null || content === undefined) return null
  return found(candidateOf(content), mark) ?? { candidate: null, reason: `there is nothing ${placeOf(mark)}` }
}

function onAnswerLine(text: string): Extraction | null {
  for (const statement of answerStatements(text)) {
    const extraction = found(candidateOfStatement(statement), 'answer line')
    if (extraction) return extraction
  }
  return null
}

/** Boxes may hold intermediate results: `Final answer: x` after the last one counts more. */
function finalAnswerAfterBox(text: string): Extraction | null {
  const box = lastBoxed(text)
  if (!box) return null
  const last = answerStatements(text.slice(box.end)).find(({ isFinal, sentence }) => isFinal && /\d|\\[a-zA-Z]/.test(sentence))
  return last ? found(candidateOfStatement(last), 'answer line') : null
}

function found(candidate: string | null, mark: Mark): Extraction | null {
  return candidate === null ? null : { candidate, mark }
}
