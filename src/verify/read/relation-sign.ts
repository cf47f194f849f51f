/** Signs of relations in a list of tokens. */
import { Fault } from '../budget.ts'
import { relations, type RelationOperator } from './names.ts'
import { next, peek, type Reader } from './reader.ts'

/** Returns the relation that the next token is the sign of. */
export function relationAt(reader: Reader): RelationOperator | undefined {
  const token = peek(reader)
  if (!token || (token.type !== 'symbol' && token.type !== 'command')) return undefined
  return relations.get(token.text)
}

/** Passes over the sign of `= 5` and `≈ 5`, which are 5. @throws Fault for other signs. */
export function skipLeadingRelation(reader: Reader): void {
  const operator = relationAt(reader)
  if (operator !== '=' && operator !== '~') throw new Fault('syntax', 'a relation has no left side')
  next(reader)
}
