/** Asks for the amount, or for what is made of several amounts. */
import { isGain, eventEnd } from './events.ts'
import { sentence, stateVerb, variable, statement, tell, type Draft } from './draft.ts'
import { group } from './cast.ts'
import { derive, given, type Quantity } from './quantity.ts'
import type { Sentence } from './sentence.ts'
import { howMany, howManyMore, things, type Unit } from './unit.ts'

export interface Ending {
  ask: Sentence
  answer: Quantity
}

/**
 * Appends the results of combining the amounts asked about, and returns the question for the last
 * one.
 */
export function tellCombination(draft: Draft): Ending {
  const { plan } = draft
  if (plan.combine === 'state') return state(draft)
  if (plan.combine === 'difference') return difference(draft)
  return plan.combine === 'together' ? together(draft) : average(draft)
}

function slots(unit: Unit): Record<string, string> {
  return { how: howMany(unit), howMore: howManyMore(unit), items: things(unit) }
}

function state(draft: Draft): Ending {
  const { plan, cast, frame, unit } = draft
  const last = plan.subjects.at(-1)!.events.at(-1)
  const end = last === undefined ? '' : ` ${eventEnd(draft, isGain(last))}`
  const ask = sentence(
    draft,
    `{how} {does} {S} ${frame.base ?? 'have'}${end}`,
    cast.at(-1)!,
    slots(unit),
  )
  return { ask, answer: draft.amounts.at(-1)! }
}

/** The sum of all amounts asked about, with its results. */
function total(draft: Draft): Quantity[] {
  const { plan, cast, unit } = draft
  const amounts = draft.amounts.slice(-plan.arity)
  const members = cast.slice(-plan.arity)
  const results: Quantity[] = []
  let left = amounts[0]!
  for (let index = 1; index < amounts.length; index++) {
    const all = index === amounts.length - 1
    const mention = group(members.slice(0, index + 1))
    const say = all
      ? statement(draft, `together {he} ${stateVerb(draft)} {v}`, mention)
      : statement(draft, `{S} ${stateVerb(draft)} {v}`, mention)
    left = derive(
      { op: '+', left, right: amounts[index]! },
      { name: variable('total', things(unit)), unit, say },
    )
    results.push(left)
  }
  return results
}

function together(draft: Draft): Ending {
  const { plan, cast, frame, unit, random } = draft
  const results = total(draft)
  tell(draft, 'end', null, results)
  const end = random.pick(['together', 'in all', 'altogether'])
  const ask = sentence(
    draft,
    `{how} {does} {S} ${frame.base ?? 'have'} ${end}`,
    group(cast.slice(-plan.arity)),
    slots(unit),
  )
  return { ask, answer: results.at(-1)! }
}

function average(draft: Draft): Ending {
  const { plan, cast, frame, unit } = draft
  const results = total(draft)
  const each = frame.places ? `each ${frame.places.noun[0]}` : 'each of them'
  const say = statement(draft, `on average, ${each} ${stateVerb(draft)} {v}`)
  const answer = derive(
    { op: '/', left: results.at(-1)!, right: given(plan.arity, 'count') },
    { name: 'average', unit, say },
  )
  tell(draft, 'end', null, [...results, answer])
  const ask = sentence(
    draft,
    `on average, {how} {does} {S} each ${frame.base ?? 'have'}`,
    group(cast.slice(-plan.arity)),
    slots(unit),
  )
  return { ask, answer }
}

function difference(draft: Draft): Ending {
  const { cast, frame, unit, amounts } = draft
  const [first, second] = [amounts.length - 2, amounts.length - 1]
  const [high, low] =
    amounts[first]!.value > amounts[second]!.value ? [first, second] : [second, first]
  const answer = derive(
    { op: '-', left: amounts[high]!, right: amounts[low]! },
    { name: 'difference', unit, say: statement(draft, 'the difference [is|is|was] {v}') },
  )
  tell(draft, 'end', null, [answer])
  const ask = sentence(
    draft,
    `{howMore} {does} {S} ${frame.base ?? 'have'} than ${cast[low]!.name}`,
    cast[high]!,
    slots(unit),
  )
  return { ask, answer }
}
