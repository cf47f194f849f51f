/**
 * The relation structure of a problem, without its numbers: which quantities are defined how, what
 * happens to them, and what is asked.
 */

/**
 * How a subject's first amount is told, with the steps it takes. The second group refers to earlier
 * subjects.
 */
export const defineSteps = {
  given: 0,
  groups: 1,
  groupsPlus: 2,
  rate: 1,
  times: 1,
  more: 1,
  fewer: 1,
  fraction: 1,
  sum: 1,
} as const
export const eventSteps = {
  gain: 1,
  lose: 1,
  gainGroups: 2,
  loseGroups: 2,
  gainRate: 2,
  gainTimes: 2,
  gainGroupsRate: 3,
  loseRate: 2,
  loseFraction: 2,
  losePercent: 2,
  transfer: 2,
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

/** The orders of up to three subjects. */
const orders: readonly (readonly (readonly number[])[])[] = [
  [[]],
  [[0]],
  [
    [0, 1],
    [1, 0],
  ],
  [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ],
]

/**
 * Returns the canonical text of a plan: the same for plans that differ in the order of their
 * subjects only. `~` marks subjects not asked about.
 */
export function signature(plan: Plan): string {
  let first: string | null = null
  for (const order of orders[plan.subjects.length]!) {
    const text = order.map((index) => subjectText(plan, index, order)).join(';')
    if (first === null || text < first) first = text
  }
  return `${first}?${plan.combine}${plan.tail ? `>${plan.tail}` : ''}`
}

function subjectText({ subjects, arity }: Plan, index: number, order: readonly number[]): string {
  const { define, refs, events } = subjects[index]!
  const places = refs.map((ref) => order.indexOf(ref)).toSorted((a, b) => a - b)
  const asked = index >= subjects.length - arity ? '' : '~'
  return `${asked}${define}${places.length > 0 ? `(${places.join(',')})` : ''}${events.map((kind) => `+${kind}`).join('')}`
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
