/** Reading a number from a text by each of its marks, for tasks whose answers are numbers. */
import type { Policy } from '../policy.ts'
import { answerStatements, isUnknown, isWithdrawn, noAnswer } from './answer-line.ts'
import { taggedAnswer } from './answer-tag.ts'
import { deniedBox, withUnit } from './box-answer.ts'
import { enumeratedBoxed } from './boxed.ts'
import { wholeAnswer } from './ending.ts'
import { numberAfterHashes } from './hash-answer.ts'
import { jsonAnswer } from './json-answer.ts'
import { notGlad } from './clean-candidate.ts'
import { lastNumber } from './last-number.ts'
import { placeOf, quote, type Extraction, type Mark, type MarkReaders } from './mark.ts'
import { bareNumber, leadsWithNumber } from './narrow-number.ts'
import { programOutput } from './program-output.ts'
import { withoutRemarks } from './remarks.ts'
import { isTakenBack, takenBackAnswer } from './retraction.ts'
import { withoutContrast } from './sentence-tail.ts'
import { judged } from './stated.ts'

/** The readers of numbers. A boxed or JSON answer that is no number means that there is none. */
export const numberReaders: MarkReaders = [
  ['in <answer>', inTag],
  ['after ####', numberAfterHashes],
  ['in \\boxed{}', inBox],
  ['JSON field "answer"', (text) => explicit(jsonAnswer(text), 'JSON field "answer"')],
  ['answer line', onAnswerLine],
  ['program output', (text) => narrowed(programOutput(text))],
  ['whole text', wholeText],
  ['last number', (text) => lastNumber(withoutContrast(text))],
]

function explicit(content: string | null | undefined, mark: Mark): Extraction | null {
  if (content === null || content === undefined) return null
  if (isTakenBack(content)) return takenBackAnswer(content)
  const short = withoutRemarks(content)
  const candidate = bareNumber(short)
  return candidate === null
    ? { candidate: null, reason: `no number ${placeOf(mark)}: ${quote(content)}` }
    : judged(candidate, mark, short)
}

function inBox(text: string): Extraction | null {
  const box = enumeratedBoxed(text)
  return box && (deniedBox(text, box) ?? explicit(withUnit(text, box), 'in \\boxed{}'))
}

/** A whole solution may stand between the tags: then it is read like any other text. */
function inTag(text: string, policy?: Policy): Extraction | null {
  const content = taggedAnswer(text)
  if (content === null) return null
  if (!content.includes('\n') && !/boxed|####/.test(content))
    return explicit(content, 'in <answer>')
  for (const [mark, read] of numberReaders) {
    const found = mark === 'in <answer>' ? null : read(content, policy)
    if (found?.candidate) return { ...found, mark: 'in <answer>' }
  }
  return null
}

function narrowed(extraction: Extraction | null): Extraction | null {
  const candidate = extraction?.candidate ? bareNumber(extraction.candidate) : null
  return candidate === null ? null : { candidate, mark: 'program output' }
}

/**
 * `Answer:` may also head a whole solution: unless its line is the last one, the number must follow
 * at once.
 */
function onAnswerLine(text: string): Extraction | null {
  for (const { sentence: first, behind, line, lead, isLast } of answerStatements(text)) {
    if (!isLast && !leadsWithNumber(line)) continue
    const behindLine = behind.slice(line.length - first.length)
    for (const sentence of line.split(/(?<=[.!?。।])\s/)) {
      const short = withoutRemarks(notGlad(sentence))
      const candidate = bareNumber(short)
      const next = line.slice(line.indexOf(sentence) + sentence.length)
      if (
        candidate !== null &&
        isWithdrawn(sentence, next.trim() === '' ? next + behindLine : next)
      )
        return takenBackAnswer(sentence)
      if (candidate !== null) return judged(candidate, 'answer line', short, lead)
      if (isUnknown(sentence)) return noAnswer(sentence)
    }
  }
  return null
}

function wholeText(text: string): Extraction | null {
  const whole = wholeAnswer(text)
  const candidate = whole?.candidate ? bareNumber(whole.candidate) : null
  return candidate === null ? null : { candidate, mark: 'whole text' }
}
