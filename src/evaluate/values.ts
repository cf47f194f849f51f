/** The values that are compared, and the intervals around what they come to. */

/** Lower and upper end. */
export type Interval = readonly [low: number, high: number]

/** Values by run and problem, the same problems in the same order for each run. */
export type BySeed = readonly (readonly number[])[]
