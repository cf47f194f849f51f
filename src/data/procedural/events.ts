/** Tells what happens to the amounts: gains and losses, one by one. */
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
import type { EventKind } from './plan.ts'
import { derive, given, type Quantity } from './quantity.ts'
import {
  amount,
  amountMore,
  asMany,
  everySpan,
  fractionName,
  groupsOf,
  things,
  timesName,
} from './unit.ts'

const leads = [
  '',
  '',
  'then ',
  'then ',
  'later, ',
  'after that, ',
  'the next day, ',
  'on Monday, ',
  'in the afternoon, ',
]

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
    const kind = queues[index]!.shift()!
    if (kind === 'transfer') tellTransfer(draft, index)
    else tellEvent(draft, index, kind)
  }
}

function tellEvent(draft: Draft, index: number, kind: EventKind): void {
  const { frame, random, cast } = draft
  const mention = cast[index]!
  const gain = isGain(kind)
  const templates = (gain ? frame.gain : frame.lose)!
  // "as many as he already has at the office" would say something else.
  const template = random.pick(
    kind === 'gainTimes' ? templates.filter((text) => text.endsWith('{n}')) : templates,
  )
  const change = drawChange(draft, kind, template, index)
  const lead = change.span ? random.pick(['', 'then ', 'after that, ']) : random.pick(leads)
  const told = `${lead}${template}${change.span ? ` ${change.span}` : ''}`
  const after = changed(draft, index, gain, change.by)
  tell(draft, 'event', sentence(draft, told, mention, { n: change.phrase }), [
    ...(change.before ?? []),
    change.by,
    after,
  ])
}

/** One of the last two subjects gives to the other. */
function tellTransfer(draft: Draft, index: number): void {
  const { cast, scale, random, unit, amounts } = draft
  const other = index === cast.length - 1 ? index - 1 : index + 1
  const value = scale.part(amounts[index]!.value)
  const by = givenAmount(draft, value, 'given')
  const told = `${random.pick(leads)}{S} [give|gives|gave] ${amount(unit, value)} to ${cast[other]!.name}`
  tell(draft, 'event', sentence(draft, told, cast[index]!), [
    changed(draft, index, false, by),
    changed(draft, other, true, by),
  ])
}

/** Adds to or takes from a subject's amount, and returns the new one. */
function changed(draft: Draft, index: number, gain: boolean, by: Quantity): Quantity {
  const mention = draft.cast[index]!
  const say = statement(draft, `{S} ${stateVerb(draft)} {v} ${eventEnd(draft, gain)}`, mention)
  const step = { op: gain ? '+' : '-', left: draft.amounts[index]!, right: by } as const
  const after = derive(step, { name: holdingName(draft, mention), unit: draft.unit, say })
  draft.amounts[index] = after
  return after
}

/** The words that tell an amount after a gain or loss from the one before. */
export function eventEnd({ frame }: Draft, gain: boolean): string {
  if (gain) return frame.afterGain ?? (frame.past ? 'then' : 'now')
  return frame.afterLoss ?? 'left'
}

interface Change {
  /** The noun phrase for what comes or goes. */
  phrase: string
  /** Said after the sentence: `every day for 5 days`. */
  span?: string
  /** Results on the way to `by`. */
  before?: Quantity[]
  by: Quantity
}

function drawChange(draft: Draft, kind: EventKind, template: string, index: number): Change {
  const { unit, scale, random } = draft
  const gain = isGain(kind)
  const mention = draft.cast[index]!
  const before = draft.amounts[index]!
  const result = {
    name: variable(things(unit), gain ? 'added' : 'removed'),
    unit,
    say: statement(draft, template, mention),
  }
  if (kind === 'gain' || kind === 'lose') {
    const value = gain ? scale.amount() : scale.part(before.value)
    const phrase = gain && random.next() < 0.6 ? amountMore(unit, value) : amount(unit, value)
    return { phrase, by: givenAmount(draft, value, result.name) }
  }
  if (kind === 'gainTimes') {
    const factor = scale.times(before.value)
    const phrase = `${timesName(factor)} ${asMany(unit)} as ${mention.he} already ${draft.frame.past ? 'had' : 'has'}`
    return { phrase, by: derive({ op: '*', left: before, right: given(factor, 'times') }, result) }
  }
  if (kind === 'loseFraction') {
    const right = given(scale.fraction(before.value), 'divisor')
    return {
      phrase: `${fractionName(right.value)} of the ${things(unit)}`,
      by: derive({ op: '/', left: before, right }, result),
    }
  }
  if (kind === 'losePercent') {
    const right = given(scale.percent(before.value), 'percent')
    return {
      phrase: `${right.value}% of the ${things(unit)}`,
      by: derive({ op: '%', left: before, right }, result),
    }
  }
  return drawProduct(draft, kind, template, index)
}

/** So many groups, so much a day for so many days, or both. */
function drawProduct(draft: Draft, kind: EventKind, template: string, index: number): Change {
  const { unit, scale, random, frame } = draft
  const mention = draft.cast[index]!
  const result = {
    name: variable(things(unit), isGain(kind) ? 'added' : 'removed'),
    unit,
    say: statement(draft, template, mention),
  }
  const [count, each] = [scale.factor(), scale.factor()]
  const noun = kind.endsWith('Rate') ? random.pick(frame.periods!) : drawGroup(draft)
  const left = given(count, variable(noun[1]))
  if (kind === 'gainGroupsRate') {
    const [groups, size, group] = [random.int(2, 5), random.int(2, 6), drawGroup(draft)]
    const daily = derive(
      {
        op: '*',
        left: given(groups, variable(group[1])),
        right: givenAmount(draft, size, variable('per', group[0])),
      },
      {
        name: variable('per', noun[0]),
        unit,
        say: statement(draft, `that [is|is|was] {v} each ${noun[0]}`),
      },
    )
    const phrase = `${groups} ${group[1]} of ${amount(unit, size)}`
    return {
      phrase,
      span: everySpan(noun, count, random),
      before: [daily],
      by: derive({ op: '*', left, right: daily }, result),
    }
  }
  const by = derive(
    { op: '*', left, right: givenAmount(draft, each, variable('per', noun[0])) },
    result,
  )
  if (kind.endsWith('Rate'))
    return { phrase: amount(unit, each), span: everySpan(noun, count, random), by }
  return { phrase: groupsOf(unit, noun, { count, each }, random), by }
}
