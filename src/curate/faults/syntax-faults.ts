/** Faults that make a text no program. */
import { pickOne, replaced, type FaultKind } from './fault-kind.ts'

export const missingBracket: FaultKind = {
  description: 'leaves out a bracket',
  gives: 'error',
  inject(outline, random) {
    const bracket = pickOne(outline.brackets, random)
    return bracket && replaced(outline, bracket, '')
  },
}

export const missingColon: FaultKind = {
  description: 'leaves out the colon that opens a block',
  gives: 'error',
  inject(outline, random) {
    const colon = pickOne(outline.colons, random)
    return colon && replaced(outline, colon, '')
  },
}

export const missingOperator: FaultKind = {
  description: 'leaves out the operator between two values',
  gives: 'error',
  inject(outline, random) {
    const operation = pickOne(outline.operations, random)
    return operation && replaced(outline, operation.at, '')
  },
}
