/** Every kind of fault, by its name. */
import type { Rng } from '../../core/index.ts'
import { outlineProgram } from '../../execute/index.ts'
import type { FaultKind } from './fault-kind.ts'
import { badIndentation, droppedLine, missingReturn, useBeforeAssignment } from './line-faults.ts'
import {
  misspeltFunction,
  misspeltName,
  swappedNames,
  undefinedName,
  unknownAttribute,
} from './name-faults.ts'
import { missingBracket, missingColon, missingOperator } from './syntax-faults.ts'
import {
  calledNumber,
  divisionByZero,
  numberAsText,
  subscriptedNumber,
  wrongConstant,
  wrongOperator,
} from './value-faults.ts'

export const faultKinds = {
  undefinedName,
  misspeltName,
  misspeltFunction,
  swappedNames,
  unknownAttribute,
  wrongOperator,
  wrongConstant,
  divisionByZero,
  numberAsText,
  calledNumber,
  subscriptedNumber,
  droppedLine,
  missingReturn,
  badIndentation,
  useBeforeAssignment,
  missingBracket,
  missingColon,
  missingOperator,
} as const satisfies Record<string, FaultKind>

export type FaultName = keyof typeof faultKinds
export const faultNames = Object.keys(faultKinds) as FaultName[]

/**
 * Returns `code` with a fault of a kind at a random place; `null` where the program has no place
 * for it, or cannot be read. The result need not fail: see `tryFault`.
 */
export function injectFault(kind: FaultName, code: string, random: Rng): string | null {
  const outline = outlineProgram(code)
  const faulty = outline && faultKinds[kind].inject(outline, random)
  // A program that lost its only line is none.
  return faulty === null || faulty.trim() === '' ? null : faulty
}
