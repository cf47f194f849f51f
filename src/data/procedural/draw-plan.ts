/** Draws a plan that a frame can tell. */
import type { Rng } from '../../core/index.ts'
import type { Frame } from './frame.ts'
import {
  defineSteps,
  eventSteps,
  planSteps,
  tailSteps,
  type CombineKind,
  type DefineKind,
  type EventKind,
  type Plan,
  type SubjectPlan,
  type TailKind,
} from './plan.ts'
import type { Unit } from './unit.ts'

/** What a frame can tell, some kinds more than once to be drawn more often. */
interface Kinds {
  /** For the first subject, the second, and the others. */
  openings: readonly (readonly DefineKind[])[]
  events: readonly EventKind[]
}

/** Openings told by one earlier subject. */
const relative = ['times', 'more', 'fewer', 'fraction'] as const

function openingKinds(frame: Frame): DefineKind[][] {
  const groups: DefineKind = frame.verb && !frame.lose && frame.periods ? 'rate' : 'groups'
  const second: DefineKind[] = ['groups', groups, ...relative, ...relative]
  return [['groups', groups, 'groupsPlus'], second, [...second, 'sum', 'sum']]
}

function eventKinds(frame: Frame, combine: CombineKind): EventKind[] {
  const kinds: EventKind[] = []
  if (frame.gain) kinds.push('gain', 'gain', 'gainGroups')
  if (frame.gain && !frame.verb) kinds.push('gainTimes')
  if (frame.lose) kinds.push('lose', 'lose', 'loseGroups', 'loseFraction', 'losePercent')
  if (frame.gain && frame.periods) kinds.push('gainRate', 'gainGroupsRate')
  if (frame.lose && frame.periods) kinds.push('loseRate')
  if (combine === 'difference' && frame.lose && !frame.places) kinds.push('transfer', 'transfer')
  return kinds
}

function tailKinds(frame: Frame, unit: Unit): TailKind[] {
  const kinds: TailKind[] = []
  if (frame.sharers) kinds.push('share', 'shareMore')
  if (frame.pack) kinds.push('pack')
  if (frame.expense && !unit.money) kinds.push('sell', 'profit')
  if (frame.pack && frame.expense && !unit.money) kinds.push('packSell')
  if (frame.addition && !unit.money) kinds.push('buy', 'change')
  if (frame.goal) kinds.push('goal')
  if (frame.use) kinds.push('last')
  if (unit.kinds) kinds.push('part', 'partPercent', 'rest', 'restPercent')
  return kinds
}

/** The numbers of (subjects, subjects asked about) to choose from at a number of steps. */
function shapes(steps: number): readonly (readonly [number, number])[] {
  if (steps === 1)
    return [
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 2],
    ]
  if (steps <= 3)
    return [
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 2],
      [2, 2],
      [3, 3],
    ]
  return [
    [1, 1],
    [2, 1],
    [2, 2],
    [2, 2],
    [3, 1],
    [3, 2],
    [3, 3],
    [3, 3],
  ]
}

/**
 * Returns a plan of exactly `steps` steps that the frame can tell, or `null` when the dice do not
 * add up: draw again.
 */
export function drawPlan(frame: Frame, unit: Unit, steps: number, random: Rng): Plan | null {
  const [count, arity] = random.pick(shapes(steps))
  const combine =
    arity === 1
      ? 'state'
      : random.pick(
          arity === 2
            ? (['together', 'together', 'difference', 'difference', 'average'] as const)
            : (['together', 'together', 'average'] as const),
        )
  const subjects: SubjectPlan[] = Array.from({ length: count }, () => ({
    define: 'given',
    refs: [],
    events: [],
  }))
  connectHelpers(subjects, count - arity, random)
  const plan: Plan = { subjects, combine, arity, tail: null }
  let left = steps - planSteps(plan)
  if (left < 0) return null
  const tailed = combine === 'state' || combine === 'together'
  if (tailed && left > 0 && random.next() < 0.6) {
    const tails = tailKinds(frame, unit).filter((kind) => tailSteps[kind] <= left)
    if (tails.length > 0) plan.tail = random.pick(tails)
    left = steps - planSteps(plan)
  }
  const kinds: Kinds = { openings: openingKinds(frame), events: eventKinds(frame, combine) }
  for (let tries = 0; left > 0 && tries < 12; tries++) {
    extend(plan, left, kinds, random)
    left = steps - planSteps(plan)
  }
  return left === 0 && !degenerate(plan) ? plan : null
}

/** Makes every helper count: the subject after it is told by it. */
function connectHelpers(subjects: SubjectPlan[], helpers: number, random: Rng): void {
  if (helpers === 2 && random.next() < 0.4) {
    Object.assign(subjects[2]!, { define: 'sum', refs: [0, 1] })
    return
  }
  for (let index = 1; index <= helpers; index++) {
    Object.assign(subjects[index]!, { define: random.pick(relative), refs: [index - 1] })
  }
}

/** Adds one relation of at most `left` steps, or nothing. */
function extend(plan: Plan, left: number, kinds: Kinds, random: Rng): void {
  const { subjects, arity } = plan
  const index = random.int(0, subjects.length - 1)
  const subject = subjects[index]!
  if (subject.define === 'given' && random.next() < 0.5) {
    const define = random.pick(kinds.openings[Math.min(index, 2)]!)
    if (defineSteps[define] > left) return
    subject.define = define
    if (define === 'sum') subject.refs = [0, 1]
    else if (relative.some((kind) => kind === define)) subject.refs = [random.int(0, index - 1)]
    return
  }
  if (index < subjects.length - arity || subject.events.length >= 3) return
  const fitting = kinds.events.filter((kind) => eventSteps[kind] <= left)
  if (fitting.length > 0) subject.events.push(random.pick(fitting))
}

/**
 * Whether the answer could be read off the text: the difference between two amounts told by their
 * difference.
 */
function degenerate({ combine, subjects }: Plan): boolean {
  const last = subjects.at(-1)!
  return (
    combine === 'difference' &&
    (last.define === 'more' || last.define === 'fewer') &&
    subjects.every(({ events }) => events.length === 0)
  )
}
