/** Tells what is done with the final amount: shared, packed, sold, used up, divided into kinds. */
import {
  drawGroup,
  ownerOf,
  sentence,
  statement,
  tell,
  variable,
  givenAmount,
  type Draft,
  type Owner,
} from './draft.ts'
import type { Ending } from './ending.ts'
import type { TailKind } from './plan.ts'
import { derive, given, type Quantity } from './quantity.ts'
import type { Mention, Sentence } from './sentence.ts'
import { amount, dollars, fractionName, howMany, howManyMore, things, type Noun } from './unit.ts'

/** Appends the tail's facts, and returns the question that replaces the one for `from`. */
export function tellTail(draft: Draft, kind: TailKind, from: Quantity): Ending {
  return tails[kind](draft, from, kind)
}

type Tail = (draft: Draft, from: Quantity, kind: TailKind) => Ending

const tails: Readonly<Record<TailKind, Tail>> = {
  share,
  shareMore: share,
  pack,
  packSell: pack,
  sell,
  profit: sell,
  buy,
  change: buy,
  goal,
  last,
  part,
  partPercent: part,
  rest: part,
  restPercent: part,
}

interface Words {
  owner: Owner
  /** A sentence about the owner. */
  say: (template: string, more?: Record<string, string>) => Sentence
  state: (template: string, mention?: Mention | null) => Sentence
}

function words(draft: Draft, extra: Record<string, string> = {}): Words {
  const owner = ownerOf(draft)
  const { unit } = draft
  const slots = {
    own: owner.own,
    each: owner.own.replace(/^all /, ''),
    owned: owner.owned,
    items: things(unit),
    item: unit.noun[0],
    how: howMany(unit),
    howMore: howManyMore(unit),
    ...extra,
  }
  return {
    owner,
    say: (template, more = {}) => sentence(draft, template, owner.actor, { ...slots, ...more }),
    state: (template, mention = briefly(owner.actor)) => statement(draft, template, mention, slots),
  }
}

/** Several people are `they` in a result. */
function briefly(mention: Mention): Mention {
  return mention.plural ? { ...mention, name: mention.he } : mention
}

function share(draft: Draft, from: Quantity, kind: TailKind): Ending {
  const { frame, unit, scale, random } = draft
  const noun = random.pick(frame.sharers!)
  const count = scale.divisor(from.value)
  const { say, state } = words(draft, { sharer: noun[0] })
  const part = derive(
    { op: '/', left: from, right: given(count, variable(noun[1])) },
    { name: 'share', unit, say: state('each {sharer} [gets|gets|got] {v}') },
  )
  const told = random.pick([
    '{S} [share|shares|shared] {own} equally among',
    '{S} [divide|divides|divided] {own} equally among',
    '{S} [split|splits|split] {own} evenly among',
  ])
  tell(draft, 'end', say(`${told} ${count} ${noun[1]}`), [part])
  if (kind === 'share') return { ask: say('{how} [does|does|did] each {sharer} get'), answer: part }
  const extra = scale.amount()
  const answer = derive(
    { op: '+', left: part, right: givenAmount(draft, extra, 'already') },
    {
      name: `${variable(noun[0])}_total`,
      unit,
      say: state('each {sharer} then [has|has|had] {v}'),
    },
  )
  tell(draft, 'end', say(`each {sharer} already [has|has|had] ${amount(unit, extra)}`), [answer])
  return { ask: say('{how} [does|does|did] each {sharer} have then'), answer }
}

function pack(draft: Draft, from: Quantity, kind: TailKind): Ending {
  const { frame, scale } = draft
  const noun = drawGroup(draft)
  const size = scale.divisor(from.value)
  const { say, state } = words(draft, { groups: noun[1], group: noun[0] })
  const count = derive(
    { op: '/', left: from, right: givenAmount(draft, size, variable('per', noun[0])) },
    {
      name: variable(noun[1]),
      unit: { noun, groups: [] },
      say: state('{S} [fill|fills|filled] {v}'),
    },
  )
  tell(
    draft,
    'end',
    say(`{S} ${frame.pack!} of ${amount(draft.unit.money ? draft.unit : null, size)}`),
    [count],
  )
  if (kind === 'pack') return { ask: say('how many {groups} {does} {he} fill'), answer: count }
  const price = Math.min(scale.times(count.value), 12)
  const answer = derive(
    { op: '*', left: count, right: given(price, 'price', dollars) },
    { name: 'money', unit: dollars, say: state('{S} [make|makes|made] {v}') },
  )
  tell(draft, 'end', say(`{S} [sell|sells|sold] each {group} for $${price}`), [answer])
  return { ask: say('how much money {does} {he} make'), answer }
}

function sell(draft: Draft, from: Quantity, kind: TailKind): Ending {
  const { frame, scale, random } = draft
  const { say, state } = words(draft)
  const price = scale.times(from.value)
  const money = derive(
    { op: '*', left: from, right: given(price, 'price', dollars) },
    { name: 'money', unit: dollars, say: state('{S} [make|makes|made] {v}') },
  )
  const told = random.pick([
    '{S} [sell|sells|sold] {own} for ${p} each',
    '{S} [sell|sells|sold] each of {each} for ${p}',
    '{S} [sell|sells|sold] {own} at ${p} each',
  ])
  tell(draft, 'end', say(told, { p: String(price) }), [money])
  if (kind === 'sell') return { ask: say('how much money {does} {he} make'), answer: money }
  const cost = scale.part(money.value)
  const answer = derive(
    { op: '-', left: money, right: given(cost, 'cost', dollars) },
    { name: 'profit', unit: dollars, say: state('the profit [is|is|was] {v}') },
  )
  tell(draft, 'end', say(`{S} [have|has|had] to pay $${cost} for ${frame.expense!}`), [answer])
  return { ask: say('how much profit {does} {he} make'), answer }
}

function buy(draft: Draft, from: Quantity, kind: TailKind): Ending {
  const { frame, scale, random } = draft
  const addition = frame.addition!
  const { say, state } = words(draft, { addition: addition[0], additions: addition[1] })
  const price = scale.times(from.value)
  const cost = derive(
    { op: '*', left: from, right: given(price, 'price', dollars) },
    { name: 'cost', unit: dollars, say: state('the {additions} [cost|cost|cost] {v}') },
  )
  const told = random.pick([
    '{S} [buy|buys|bought] one {addition} for each of {each}, and one {addition} [costs|costs|cost] ${p}',
    'for each of {each}, {S} [buy|buys|bought] one {addition} for ${p}',
  ])
  tell(draft, 'end', say(told, { p: String(price) }), [cost])
  if (kind === 'buy')
    return { ask: say('how much money {does} {he} spend on {additions}'), answer: cost }
  const ten = Math.ceil((cost.value + 2) / 10) * 10
  const paid = random.next() < 0.5 ? ten : cost.value + scale.amount()
  const answer = derive(
    { op: '-', left: given(paid, 'paid', dollars), right: cost },
    { name: 'change', unit: dollars, say: state('{S} [get|gets|got] {v} in change') },
  )
  tell(draft, 'end', say(`{S} [pay|pays|paid] with $${paid}`), [answer])
  return { ask: say('how much change {does} {he} get'), answer }
}

function goal(draft: Draft, from: Quantity): Ending {
  const { frame, unit, scale } = draft
  const { holder } = ownerOf(draft)
  const wanted = from.value + scale.amount()
  const { fact, ask, say: result } = frame.goal!
  const say = statement(draft, result, briefly(holder))
  const step = { op: '-', left: givenAmount(draft, wanted, 'goal'), right: from } as const
  const answer = derive(step, { name: variable(things(unit), 'missing'), unit, say })
  tell(draft, 'end', sentence(draft, fact, holder, { n: amount(unit, wanted) }), [answer])
  return { ask: sentence(draft, ask, holder, { items: things(unit) }), answer }
}

function last(draft: Draft, from: Quantity): Ending {
  const { frame, unit, scale, random } = draft
  const noun: Noun = random.pick([
    ['day', 'days'],
    ['week', 'weeks'],
  ] as const)
  const rate = scale.divisor(from.value)
  const { say, state } = words(draft)
  const lasts = unit.money ? '[lasts|lasts|lasted]' : '[last|last|lasted]'
  const answer = derive(
    { op: '/', left: from, right: givenAmount(draft, rate, variable('per', noun[0])) },
    { name: noun[1], unit: { noun, groups: [] }, say: state(`the {items} ${lasts} {v}`, null) },
  )
  tell(draft, 'end', say(`from then on, {S} ${frame.use!} ${amount(unit, rate)} a ${noun[0]}`), [
    answer,
  ])
  return {
    ask: say(
      `how many ${noun[1]} [do|do|did] {own} last`.replace(
        '[do|do|did]',
        unit.money ? '[does|does|did]' : '[do|do|did]',
      ),
    ),
    answer,
  }
}

function part(draft: Draft, from: Quantity, kind: TailKind): Ending {
  const { unit, scale, random } = draft
  const [some, others] = random.pick(unit.kinds!)
  const percent = kind.endsWith('Percent')
  const { say, state } = words(draft, { some, others })
  const by = percent ? scale.percent(from.value) : scale.fraction(from.value)
  const right = given(by, percent ? 'percent' : 'divisor')
  const first = derive(
    { op: percent ? '%' : '/', left: from, right },
    { name: variable(some, unit.noun[1]), unit, say: state('{v} [are|are|were] {some}') },
  )
  const phrase = percent ? `${by}%` : fractionName(by)
  const divided = kind.startsWith('rest')
  tell(
    draft,
    'end',
    say(
      `in the end, ${phrase} of {owned} [are|are|were] {some}${divided ? ' and the rest [are|are|were] {others}' : ''}`,
    ),
    [first],
  )
  if (!divided) return { ask: say(`how many of {owned} [are|are|were] {some}`), answer: first }
  const answer = derive(
    { op: '-', left: from, right: first },
    { name: variable(others, unit.noun[1]), unit, say: state('{v} [are|are|were] {others}') },
  )
  draft.facts.at(-1)!.results.push(answer)
  return { ask: say(`how many of {owned} [are|are|were] {others}`), answer }
}
