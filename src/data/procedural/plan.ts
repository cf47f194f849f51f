/** The relation structure of a problem, without its numbers: which quantities are defined how, what happens to them, and what is asked. */
import type { Rng } from '../../core/index.ts'
import type { Frame } from './frame.ts'
import type { Unit } from './unit.ts'

/** How a subject's first amount is told, with the steps it takes. The second group refers to earlier subjects. */
export const defineSteps = { given: 0, groups: 1, groupsPlus: 2, times: 1, more: 1, fewer: 1, fraction: 1, sum: 1 } as const
export const eventSteps = {
  gain: 1,
  lose: 1,
  gainGroups: 2,
  loseGroups: 2,
  gainRate: 2,
  loseRate: 2,
  loseFraction: 2,
  losePercent: 2,
} as const
/** What is done with the amount in the end, in place of asking for it. */
export const tailSteps = {
  share: 1,
  shareMore: 2,
  pack: 1,
  packSell: 2,
  sell: 1,
  profit: 2,
  buy: 1,
  change: 2,
  goal: 1,
  last: 1,
  part: 1,
  partPercent: 1,
  rest: 2,
  restPercent: 2,
} as const

export type DefineKind = keyof typeof defineSteps
export type EventKind = keyof typeof eventSteps
export type TailKind = keyof typeof tailSteps
export type CombineKind = 'state' | 'together' | 'difference' | 'average'

export interface SubjectPlan {
  define: DefineKind
  /** Indexes of the earlier subjects it is told by. */
  refs: number[]
  events: EventKind[]
}

export interface Plan {
  subjects: SubjectPlan[]
  combine: CombineKind
  /** How many of the last subjects are asked about; the others only help to define them. */
  arity: number
  tail: TailKind | null
}

/** Returns the canonical text of a plan: equal for problems of the same kinds and wiring. */
export function signature(plan: Plan): string {
  const subjects = plan.subjects.map(({ define, refs, events }) =>
    [refs.length ? `${define}(${refs.join(',')})` : define, ...events].join('+'),
  )
  return `${subjects.join(';')}?${plan.combine}${plan.arity}${plan.tail ? `>${plan.tail}` : ''}`
}

export function planSteps(plan: Plan): number {
  let steps = combineSteps(plan.combine, plan.arity) + (plan.tail ? tailSteps[plan.tail] : 0)
  for (const { define, events } of plan.subjects) {
    steps += defineSteps[define]
    for (const kind of events) steps += eventSteps[kind]
  }
  return steps
}

function combineSteps(kind: CombineKind, arity: number): number {
  if (kind === 'state') return 0
  return kind === 'difference' ? 1 : arity - (kind === 'together' ? 1 : 0)
}

function eventKinds(frame: Frame): EventKind[] {
  const kinds: EventKind[] = []
  if (frame.gain) kinds.push('gain', 'gain', 'gainGroups')
  if (frame.lose) kinds.push('lose', 'lose', 'loseGroups', 'loseFraction', 'losePercent')
  if (frame.gain && frame.periods) kinds.push('gainRate')
  if (frame.lose && frame.periods) kinds.push('loseRate')
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

/** Returns a plan of exactly `steps` steps that the frame can tell, or `null` when the dice do not add up: draw again. */
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
  const subjects: SubjectPlan[] = Array.from({ length: count }, () => ({ define: 'given', refs: [], events: [] }))
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
  const events = eventKinds(frame)
  for (let tries = 0; left > 0 && tries < 12; tries++) {
    extend(plan, left, events, random)
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
    Object.assign(subjects[index]!, { define: random.pick(['times', 'more', 'fewer', 'fraction'] as const), refs: [index - 1] })
  }
}

/** Adds one relation of at most `left` steps, or nothing. */
function extend(plan: Plan, left: number, kinds: readonly EventKind[], random: Rng): void {
  const { subjects, arity } = plan
  const index = random.int(0, subjects.length - 1)
  const subject = subjects[index]!
  if (subject.define === 'given' && random.next() < 0.5) {
    const define = random.pick(
      index > 0
        ? (['groups', 'times', 'more', 'fewer', 'fraction', 'sum'] as const)
        : (['groups', 'groups', 'groupsPlus'] as const),
    )
    if (defineSteps[define] > left || (define === 'sum' && index < 2)) return
    subject.define = define
    if (define === 'sum') subject.refs = [0, 1]
    else if (define !== 'groups' && define !== 'groupsPlus') subject.refs = [random.int(0, index - 1)]
    return
  }
  if (index < subjects.length - arity || subject.events.length >= 3) return
  const fitting = kinds.filter((kind) => eventSteps[kind] <= left)
  if (fitting.length > 0) subject.events.push(random.pick(fitting))
}

/** Whether the answer could be read off the text: the difference between two amounts told by their difference. */
function degenerate({ combine, subjects }: Plan): boolean {
  const last = subjects.at(-1)!
  return (
    combine === 'difference' &&
    (last.define === 'more' || last.define === 'fewer') &&
    subjects.every(({ events }) => events.length === 0)
  )
}
