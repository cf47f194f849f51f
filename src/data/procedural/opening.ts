/** Tells how much each subject has at first. */
import {
  givenAmount,
  drawGroup,
  holdingName,
  sentence,
  stateVerb,
  statement,
  tell,
  variable,
  type Draft,
} from './draft.ts'
import type { DefineKind, SubjectPlan } from './plan.ts'
import { derive, given, type Quantity } from './quantity.ts'
import type { Mention } from './sentence.ts'
import {
  amount,
  asMany,
  everySpan,
  fewerThan,
  fractionName,
  groupsOf,
  moreThan,
  timesName,
} from './unit.ts'

/** Appends the facts and amounts of the subjects' beginnings to the draft. */
export function tellOpening(draft: Draft): void {
  draft.plan.subjects.forEach((subject, index) => {
    const mention = draft.cast[index]!
    const own = subject.refs.length === 0
    const { phrase, results } = own
      ? byItself(draft, subject.define, mention)
      : byOthers(draft, subject, mention)
    const state = `{S} ${stateVerb(draft)} {n}`
    const template =
      own && draft.frame.hold && subject.define !== 'rate'
        ? draft.random.pick([state, ...draft.frame.hold])
        : state
    tell(draft, 'define', sentence(draft, template, mention, { n: phrase }), results)
    draft.amounts.push(results.at(-1)!)
  })
}

interface Opening {
  /** The noun phrase for the amount. */
  phrase: string
  results: Quantity[]
}

function byItself(draft: Draft, define: DefineKind, mention: Mention): Opening {
  const { unit, scale, random } = draft
  const name = holdingName(draft, mention)
  const say = statement(draft, `{S} ${stateVerb(draft)} {v}`, mention)
  if (define === 'given') {
    const value = scale.amount()
    return { phrase: amount(unit, value), results: [givenAmount(draft, value, name)] }
  }
  const rate = define === 'rate'
  const noun = rate ? random.pick(draft.frame.periods!) : drawGroup(draft)
  const [count, each] = [scale.factor(), scale.factor()]
  const phrase = rate
    ? `${amount(unit, each)} ${everySpan(noun, count, random)}`
    : groupsOf(unit, noun, { count, each }, random)
  const step = {
    op: '*',
    left: given(count, variable(noun[1])),
    right: givenAmount(draft, each, variable('per', noun[0])),
  } as const
  if (define !== 'groupsPlus') return { phrase, results: [derive(step, { name, unit, say })] }
  const product = derive(step, {
    name: variable(noun[1], name),
    unit,
    say: statement(draft, `the ${noun[1]} [hold|hold|held] {v}`),
  })
  const loose = scale.amount()
  const plus = unit.money ? `$${loose}` : `${loose} single ${unit.noun[1]}`
  const total = derive(
    { op: '+', left: product, right: givenAmount(draft, loose, variable('single', unit.noun[1])) },
    { name, unit, say },
  )
  return { phrase: `${phrase} and ${plus}`, results: [product, total] }
}

function byOthers(draft: Draft, { define, refs }: SubjectPlan, mention: Mention): Opening {
  const { unit, scale, amounts, cast } = draft
  const result = {
    name: holdingName(draft, mention),
    unit,
    say: statement(draft, `{S} ${stateVerb(draft)} {v}`, mention),
  }
  const left = amounts[refs[0]!]!
  const than = cast[refs[0]!]!.name
  if (define === 'sum') {
    const phrase = `${asMany(unit)} as ${than} and ${cast[refs[1]!]!.name} together`
    return { phrase, results: [derive({ op: '+', left, right: amounts[refs[1]!]! }, result)] }
  }
  if (define === 'times') {
    const factor = scale.times(left.value)
    return {
      phrase: `${timesName(factor)} ${asMany(unit)} as ${than}`,
      results: [derive({ op: '*', left, right: given(factor, 'times') }, result)],
    }
  }
  if (define === 'fraction') {
    const divisor = scale.fraction(left.value)
    return {
      phrase: `${fractionName(divisor)} ${asMany(unit)} as ${than}`,
      results: [derive({ op: '/', left, right: given(divisor, 'divisor') }, result)],
    }
  }
  const more = define === 'more'
  const difference = more ? scale.amount() : scale.part(left.value)
  const phrase = more ? moreThan(unit, difference, than) : fewerThan(unit, difference, than)
  return {
    phrase,
    results: [
      derive(
        { op: more ? '+' : '-', left, right: givenAmount(draft, difference, 'difference') },
        result,
      ),
    ],
  }
}
