/** Comparing two typed answers: which kinds can be the same, and by which rule. */
import type { Answer, ChoiceAnswer, CollectionAnswer, TextAnswer } from '../answer.ts'
import { call, integer, quotient, type Expression } from '../expression/expression.ts'
import { sameRational } from '../expression/exact.ts'
import type { Outcome } from '../expression/identity.ts'
import { noSolutionKey, numeralValue } from '../read/special-answers.ts'
import { compareCollections, distinct } from './collections.ts'
import { any, every, sameExpression, under, type Context } from './context.ts'
import { compareMatrices } from './matrices.ts'
import { compareRealSets, realSetOf } from './real-sets.ts'
import { compareRelation } from './relations.ts'
import { compareScalars } from './scalars.ts'
import { spend } from '../budget.ts'

/** Returns whether two answers are the same; symmetric. @throws Fault when the budget is spent. */
export function compareValues(a: Answer, b: Answer, context: Context): Outcome {
  spend(context.budget, 50)
  if (a.kind === 'scalar' && b.kind === 'scalar') return compareScalars(a, b, context)
  const [otherA, otherB] = [alternativeOf(a, context), alternativeOf(b, context)]
  if (!otherA && !otherB) return byRules(a, b, context)
  // Never both: `1,2` and `1,20` are lists of different numbers.
  return any(
    () => byRules(a, b, context),
    () =>
      otherA
        ? under(context, conventionOf(a), compareValues(otherA, withoutAlternative(b), context))
        : 'different',
    () =>
      otherB
        ? under(context, conventionOf(b), compareValues(withoutAlternative(a), otherB, context))
        : 'different',
  )
}

const isBySigns = (answer: Answer): boolean =>
  answer.kind === 'collection' && answer.alternativeBy === 'signs'
const conventionOf = (answer: Answer): string =>
  isBySigns(answer) ? 'signs chosen each for itself' : 'decimal comma'

function alternativeOf(answer: Answer, { policy }: Context): Answer | undefined {
  if (answer.kind !== 'collection' && answer.kind !== 'relation' && answer.kind !== 'combination')
    return undefined
  const isAllowed = isBySigns(answer) ? policy.signs === 'either' : policy.decimalComma === 'either'
  return isAllowed ? answer.alternative : undefined
}

function withoutAlternative(answer: Answer): Answer {
  const { alternative: _, ...rest } = answer as CollectionAnswer
  return rest
}

function byRules(a: Answer, b: Answer, context: Context): Outcome {
  for (const rule of rules) {
    const outcome = rule(a, b, context) ?? rule(b, a, context)
    if (outcome !== null) return outcome
  }
  return 'different'
}

/** Decides about pairs whose first answer is of its kind; `null` where it does not apply. */
type Rule = (a: Answer, b: Answer, context: Context) => Outcome | null

const choices: Rule = (a, b, context) => {
  if (a.kind !== 'choice') return null
  if (b.kind === 'choice') {
    const outcome = sameLetters(a, b) ? 'equal' : 'different'
    return outcome === 'equal' || !a.content || !b.content ? outcome : 'different'
  }
  const single =
    b.kind === 'scalar' && b.expression.kind === 'symbol'
      ? b.expression.name
      : b.kind === 'text'
        ? b.key
        : ''
  if (single.length === 1 && a.letters.length === 1 && single.toUpperCase() === a.letters) {
    if (single === a.letters) return 'equal'
    return context.policy.choiceCase === 'any'
      ? under(context, 'case of choice letters', 'equal')
      : 'different'
  }
  return any(
    () => (a.alternative ? compareValues(a.alternative, b, context) : 'different'),
    () => (a.content ? compareValues(a.content, b, context) : 'different'),
  )
}

/**
 * `A, C` and `C, A` are the same choices; letters without anything between, as in `CA`, may be a
 * word, a product or an order.
 */
function sameLetters(a: ChoiceAnswer, b: ChoiceAnswer): boolean {
  const letters = ({ letters: written, isSeparated }: ChoiceAnswer): string =>
    isSeparated ? written.split('').toSorted().join('') : written
  return letters(a) === letters(b)
}

const texts: Rule = (a, b, context) => {
  if (a.kind !== 'text') return null
  if (b.kind === 'text') {
    if (a.key !== '' && a.key === b.key) return 'equal'
    // `xy` and `yx` are products; `was` and `saw` are words, and so are `IV` and `VI`.
    if (a.key.length === 2 && b.key.length === 2 && a.alternative && b.alternative)
      return compareValues(a.alternative, b.alternative, context)
    return a.fault || b.fault ? 'unknown' : 'different'
  }
  if (a.key === noSolutionKey && isEmptySet(b)) return 'equal'
  if (a.alternative) return compareValues(a.alternative, b, context)
  return unreadable(a)
}

const unreadable = ({ fault, key }: TextAnswer): Outcome =>
  fault !== null && key !== '' ? 'unknown' : 'different'

const isEmptySet = (answer: Answer): boolean =>
  (answer.kind === 'namedSet' && answer.name === 'empty') ||
  (answer.kind === 'collection' && answer.items.length === 0)

const times: Rule = (a, b) => {
  if (a.kind === 'time')
    return b.kind === 'time' && a.seconds === b.seconds
      ? 'equal'
      : b.kind === 'ratio' && a.seconds === b.seconds
        ? 'equal'
        : 'different'
  if (a.kind !== 'date') return null
  if (b.kind !== 'date') return 'different'
  const isSameYear = a.year === b.year || a.year === null || b.year === null
  return isSameYear && a.month === b.month && a.day === b.day ? 'equal' : 'different'
}

const numerals: Rule = (a, b, context) => {
  if (a.kind !== 'numeral') return null
  if (b.kind === 'numeral')
    return sameRational(numeralValue(a), numeralValue(b), context.budget) ? 'equal' : 'different'
  if (b.kind !== 'scalar' || context.policy.numeralBase === 'required' || /\D/.test(a.digits))
    return 'different'
  const digits = integer(BigInt(a.digits) * (a.isNegative ? -1n : 1n))
  return under(context, 'base left out', sameExpression(digits, b.expression, context))
}

const congruences: Rule = (a, b, context) => {
  if (a.kind !== 'congruence') return null
  if (b.kind === 'scalar')
    return context.policy.leftSides === 'optional'
      ? sameExpression(a.residue, b.expression, context)
      : 'different'
  if (b.kind === 'relation') return 'unknown'
  if (b.kind !== 'congruence') return 'different'
  const residue = (node: Expression): Expression => call('modulo', node, a.modulus)
  return every([0, 1], (index) =>
    index === 0
      ? sameExpression(a.modulus, b.modulus, context)
      : sameExpression(residue(a.residue), residue(b.residue), context),
  )
}

/** Terms are proportional. A ratio of two is also a fraction; times of day are compared as such. */
const ratios: Rule = (a, b, context) => {
  if (a.kind !== 'ratio') return null
  if (b.kind === 'ratio') {
    if (a.seconds !== null && a.seconds === b.seconds) return 'equal'
    return proportional(a.terms, b.terms, context)
  }
  if (b.kind === 'relation') return compareRelation(b, a, context)
  const [first, second] = a.terms
  if (b.kind !== 'scalar' || a.terms.length !== 2 || !first || !second) return 'different'
  return sameExpression(quotient(first, second), b.expression, context)
}

/** No denominator may be zero, since 0 : 0 would equal everything. */
function proportional(
  a: readonly Expression[],
  b: readonly Expression[],
  context: Context,
): Outcome {
  const [firstA, firstB] = [a[0], b[0]]
  if (a.length !== b.length || !firstA || !firstB) return 'different'
  const zero = integer(0n)
  if (
    [...a.slice(1), ...b.slice(1)].some(
      (term) => sameExpression(term, zero, context) !== 'different',
    )
  )
    return 'different'
  return every(a.slice(1), (term, index) =>
    sameExpression(quotient(firstA, term), quotient(firstB, b[index + 1] ?? zero), context),
  )
}

const relations: Rule = (a, b, context) => {
  if (a.kind !== 'relation') return null
  if (b.kind === 'collection' && b.open === '' && b.items.some(({ kind }) => kind === 'relation'))
    return sharedLeftSide(a, b, context)
  return compareRelation(a, b, context)
}

/** `a = 4, -8` against `a = 4, a = -8`. */
function sharedLeftSide(
  a: Extract<Answer, { kind: 'relation' }>,
  b: Extract<Answer, { kind: 'collection' }>,
  context: Context,
): Outcome {
  const last = a.sides.at(-1)
  if (last?.kind !== 'collection' || last.open !== '') return compareRelation(a, b, context)
  const items = last.items.map((value): Answer => ({
    ...a,
    sides: [...a.sides.slice(0, -1), value],
  }))
  return compareCollections({ ...last, items }, b, context)
}

const matrices: Rule = (a, b, context) => {
  if (a.kind !== 'matrix') return null
  const only = b.kind === 'collection' && b.items.length === 1 ? b.items[0] : undefined
  return compareMatrices(a, only?.kind === 'matrix' ? only : b, context)
}

/** Sets of reals: unions, inequalities joined by "or", conditions, named sets. */
const sets: Rule = (a, b, context) => {
  if (a.kind === 'namedSet' && b.kind === 'namedSet')
    return a.name === b.name ? 'equal' : 'different'
  const isSet =
    a.kind === 'combination' ||
    a.kind === 'builder' ||
    a.kind === 'conditions' ||
    a.kind === 'namedSet'
  if (!isSet || (b.kind === 'relation' && isNamed(b))) return null
  if (isEmptySet(a) && isEmptySet(b)) return 'equal'
  const [setA, setB] = [realSetOf(a, context), realSetOf(b, context)]
  if (setA && setB) return compareRealSets(setA, setB, context)
  if (a.kind === b.kind) return sameParts(a, b, context)
  return setA || setB ? 'different' : 'unknown'
}

/** `S = (0, 1) ∪ (2, 3)`, which the rule of relations takes apart. */
const isNamed = ({ sides, operators }: Extract<Answer, { kind: 'relation' }>): boolean =>
  operators.every((operator) => operator === '=') && sides.at(-1)?.kind !== 'scalar'

/** Sets that are not of reals are the same where their parts are, in order. */
function sameParts(a: Answer, b: Answer, context: Context): Outcome {
  if (a.kind === 'combination' && b.kind === 'combination' && a.operation === b.operation) {
    const outcome = every(a.parts, (part, index) => compareValues(part, b.parts[index]!, context))
    return outcome === 'different' ? 'unknown' : outcome
  }
  if (a.kind === 'conditions' && b.kind === 'conditions') {
    if (a.items.length !== b.items.length || a.connector !== b.connector) return 'unknown'
    return every(a.items, (item, index) => compareValues(item, b.items[index]!, context))
  }
  if (a.kind === 'builder' && b.kind === 'builder') {
    const outcome = every([0, 1], (index) =>
      index === 0
        ? compareValues(a.variable, b.variable, context)
        : compareValues(a.condition, b.condition, context),
    )
    return outcome === 'equal' ? 'equal' : 'unknown'
  }
  return 'unknown'
}

const collections: Rule = (a, b, context) => {
  if (a.kind !== 'collection') return null
  if (b.kind === 'collection')
    return areConditions(a) || areConditions(b)
      ? asRealSets(a, b, context)
      : compareCollections(a, b, context)
  const [n, k] = a.items
  if (
    a.label === 'C' &&
    a.items.length === 2 &&
    n?.kind === 'scalar' &&
    k?.kind === 'scalar' &&
    b.kind === 'scalar'
  )
    return sameExpression(call('binomial', n.expression, k.expression), b.expression, context)
  // `x+11` or `11+x`: one value in two forms.
  const isList = a.open === '' && context.policy.repetition === 'once'
  const [only, ...others] = isList ? distinct(a.items, context) : a.items
  return only && others.length === 0 && a.open !== '('
    ? compareValues(only, b, context)
    : 'different'
}

/** `x > 1, x < 3`: all must hold. */
const areConditions = ({ open, items }: CollectionAnswer): boolean =>
  open === '' &&
  items.every(
    (item) =>
      item.kind === 'relation' && item.operators.every((operator) => /[<>]|!=/.test(operator)),
  )

function asRealSets(a: CollectionAnswer, b: CollectionAnswer, context: Context): Outcome {
  const [setA, setB] = [realSetOf(a, context), realSetOf(b, context)]
  return setA && setB ? compareRealSets(setA, setB, context) : compareCollections(a, b, context)
}

const rules: readonly Rule[] = [
  choices,
  texts,
  times,
  numerals,
  congruences,
  matrices,
  sets,
  relations,
  ratios,
  collections,
]
