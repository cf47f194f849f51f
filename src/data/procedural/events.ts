/** Tells what happens to the amounts: gains and losses, one by one. */
import { givenAmount, drawGroup, holdingName, sentence, stateVerb, statement, tell, variable, type Draft } from './draft.ts'
import type { EventKind } from './plan.ts'
import { derive, given, type Quantity } from './quantity.ts'
import { amount, amountMore, fractionName, groupsOf, things } from './unit.ts'

const leads = ['', '', 'then ', 'then ', 'later, ', 'after that, ', 'the next day, ', 'on Monday, ', 'in the afternoon, ']

/** Whether an event adds to the amount. */
export function isGain(kind: EventKind): boolean {
  return kind.startsWith('gain')
}

/** Appends all events to the draft, the subjects' own order kept. */
export function tellEvents(draft: Draft): void {
  const queues = draft.plan.subjects.map(({ events }) => [...events])
  for (;;) {
    const open = queues.flatMap((queue, index) => (queue.length > 0 ? [index] : []))
    if (open.length === 0) return
    const index = draft.random.pick(open)
    tellEvent(draft, index, queues[index]!.shift()!)
  }
}

interface Change {
  /** The noun phrase for what comes or goes. */
  phrase: string
  /** Said after the sentence: `every day for 5 days`. */
  span?: string
  by: Quantity
}

function tellEvent(draft: Draft, index: number, kind: EventKind): void {
  const { frame, unit, random, cast, amounts } = draft
  const mention = cast[index]!
  const gain = isGain(kind)
  const template = random.pick((gain ? frame.gain : frame.lose)!)
  const before = amounts[index]!
  const change = drawChange(draft, kind, before, template, index)
  const lead = change.span ? random.pick(['', 'then ', 'after that, ']) : random.pick(leads)
  const told = `${lead}${template}${change.span ? ` ${change.span}` : ''}`
  const say = statement(draft, `{S} ${stateVerb(draft)} {v} ${eventEnd(draft, gain)}`, mention)
  const after = derive({ op: gain ? '+' : '-', left: before, right: change.by }, { name: holdingName(draft, mention), unit, say })
  tell(draft, 'event', sentence(draft, told, mention, { n: change.phrase }), [change.by, after])
  amounts[index] = after
}

/** The words that tell an amount after a gain or loss from the one before. */
export function eventEnd({ frame }: Draft, gain: boolean): string {
  if (gain) return frame.afterGain ?? (frame.past ? 'then' : 'now')
  return frame.afterLoss ?? 'left'
}

function drawChange(draft: Draft, kind: EventKind, before: Quantity, template: string, index: number): Change {
  const { unit, scale, random, frame } = draft
  const gain = isGain(kind)
  const name = variable(things(unit), gain ? 'added' : 'removed')
  const result = { name, unit, say: statement(draft, template, draft.cast[index]!) }
  if (kind === 'gain' || kind === 'lose') {
    const value = gain ? scale.amount() : scale.part(before.value)
    const phrase = gain && random.next() < 0.6 ? amountMore(unit, value) : amount(unit, value)
    return { phrase, by: givenAmount(draft, value, name) }
  }
  if (kind === 'loseFraction') {
    const divisor = scale.fraction(before.value)
    return {
      phrase: `${fractionName(divisor)} of the ${things(unit)}`,
      by: derive({ op: '/', left: before, right: given(divisor, 'divisor') }, result),
    }
  }
  if (kind === 'losePercent') {
    const percent = scale.percent(before.value)
    return {
      phrase: `${percent}% of the ${things(unit)}`,
      by: derive({ op: '%', left: before, right: given(percent, 'percent') }, result),
    }
  }
  const [count, each] = [scale.factor(), scale.factor()]
  const noun = kind.endsWith('Rate') ? random.pick(frame.periods!) : drawGroup(draft)
  const step = {
    op: '*',
    left: given(count, variable(noun[1])),
    right: givenAmount(draft, each, variable('per', noun[0])),
  } as const
  const by = derive(step, result)
  if (!kind.endsWith('Rate')) return { phrase: groupsOf(unit, noun, count, each, random), by }
  return { phrase: amount(unit, each), span: `${random.pick(['each', 'every'])} ${noun[0]} for ${count} ${noun[1]}`, by }
}
