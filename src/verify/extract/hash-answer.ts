/** The answer behind `####`, as the solutions of GSM8K end. */
import type { Policy } from '../policy.ts'
import { candidateOf } from './candidate.ts'
import { cleanCandidate, notGlad } from './clean-candidate.ts'
import { leadingAnswer } from './leading-answer.ts'
import { lineFrom, maxTries, type Extraction } from './mark.ts'
import { bareNumber, beginsWithNumber, isNumberAlone } from './narrow-number.ts'
import { isProse } from './prose.ts'
import { withoutRemarks } from './remarks.ts'
import { isTakenBack, takenBackAnswer } from './retraction.ts'
import { judged } from './stated.ts'

const mark = 'after ####'

/** A line behind hashes, and whether the text ends with it. */
interface HashLine {
  line: string
  isLast: boolean
}

/** Returns the lines behind hashes, those that say nothing left out. */
export function hashLines(text: string): HashLine[] {
  const lines: HashLine[] = []
  let tried = 0
  for (
    let at = text.indexOf('####');
    at !== -1 && tried < maxTries;
    at = text.indexOf('####', at + 4), tried++
  ) {
    const raw = lineOrNext(text, at + 4)
    const line = notGlad(cleanCandidate(raw.trim()))
    if (line !== '')
      lines.push({
        line,
        isLast: text.length - at < 200 && text.slice(at + 4 + raw.length).trim() === '',
      })
  }
  return lines
}

/**
 * The rest of a line up to the next hashes, or the next line where hashes are all of it and that
 * one is a number.
 */
function lineOrNext(text: string, start: number): string {
  const line = lineFrom(text, start)
  const again = line.indexOf('####')
  if (again !== -1) return line.slice(0, again)
  const next = line.trim() === '' ? lineFrom(text, start + line.length + 1) : ''
  return isNumberAlone(next.trim()) ? `${line}\n${next}` : line
}

/** The first or the last of several lines: a text corrects itself, or did not stop. */
export function chosenLine<Item>(
  items: readonly Item[],
  policy: Policy | undefined,
): Item | undefined {
  return policy?.repeatedHashes === 'first' ? items[0] : items.at(-1)
}

/**
 * Returns the number of a line that is a number and no more; a markdown heading such as `#### Step
 * 1: add` is none. Where there is no such line, the number with which a line begins: `#### 18
 * dollars for 3 days`.
 */
export function numberAfterHashes(text: string, policy?: Policy): Extraction | null {
  const lines = hashLines(text).map(({ line }) => ({ line, rest: withoutRemarks(line) }))
  const found =
    chosenLine(
      lines.filter(({ rest }) => isNumberAlone(rest)),
      policy,
    ) ??
    chosenLine(
      lines.filter(({ line }) => beginsWithNumber(line)),
      policy,
    )
  if (found && isTakenBack(found.line)) return takenBackAnswer(found.line)
  const candidate = found ? bareNumber(found.rest) : null
  return candidate === null ? null : judged(candidate, mark, found!.rest)
}

/**
 * Returns the expression behind hashes: a line of mathematics; else what a line begins with; else
 * the line with which the text ends.
 */
export function expressionAfterHashes(text: string, policy?: Policy): Extraction | null {
  const lines = hashLines(text)
  const stated = chosenLine(
    lines.filter(({ line }) => isNumberAlone(line) || isStated(withoutRemarks(line))),
    policy,
  )
  if (stated)
    return found(candidateOf(withoutRemarks(stated.line)), withoutRemarks(stated.line), stated.line)
  const begun = chosenLine(
    lines.filter(({ line }) => beginsWithNumber(line)),
    policy,
  )
  if (begun) return found(leadingAnswer(begun.line), begun.line)
  const last = lines.find(({ isLast }) => isLast)
  return last ? found(candidateOf(last.line), last.line) : null
}

function found(candidate: string | null, line: string, whole = line): Extraction | null {
  if (candidate !== null && isTakenBack(whole)) return takenBackAnswer(whole)
  return candidate === null ? null : judged(candidate, mark, line)
}

/** Mathematics, which is not a heading such as `1. Add` or `Step 1`. */
function isStated(line: string): boolean {
  return !isProse(line) && /\d|\\[a-zA-Z]|[=π∞√∅]/.test(line) && !/^\d{1,2}[.):]\s|:$/.test(line)
}
