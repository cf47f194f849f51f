/**
 * Inputs that a stage takes from another place on an axis than its own: the value before, as rounds
 * do, or the last.
 */
import { z } from 'zod'
import type { Axes, Coordinates } from './axes.ts'

/**
 * What another stage made at the axis's previous value; at the first value, `first`. A stage that
 * takes this is made once for every value.
 */
export const previousSchema = z.strictObject({
  previous: z
    .string('expected the id of a stage')
    .min(1)
    .describe('The stage whose output is taken, of the value before on the axis.'),
  along: z.string('expected the name of an axis').describe('The axis, such as round.'),
  first: z
    .string('expected a stage id, a path or a name')
    .min(1)
    .describe('What is taken at the first value of the axis.'),
})

/** What another stage made at the axis's last value. */
export const lastSchema = z.strictObject({
  last: z
    .string('expected the id of a stage')
    .min(1)
    .describe('The stage whose output is taken, of the last value on the axis.'),
  along: z.string('expected the name of an axis').describe('The axis, such as round.'),
})

const elsewhereSchema = z.union([previousSchema, lastSchema])
export type Elsewhere = z.infer<typeof elsewhereSchema>

/** The inputs among a stage's fields that are written so. */
export function elsewhereFields(
  fields: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, unknown>>,
): Record<string, Elsewhere> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => {
      const written = elsewhereSchema.safeParse(value)
      return written.success && Object.hasOwn(inputs, key) ? [[key, written.data]] : []
    }),
  )
}

/** Returns what these inputs are at a stage's place: as texts, and where they are taken from. */
export function inputsElsewhere(
  inputs: Readonly<Record<string, Elsewhere>>,
  coordinates: Coordinates,
  axes: Axes,
): Record<string, { text: string; from?: Coordinates }> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, written]) => {
      const { along } = written
      const values = axes[along]!
      if ('last' in written)
        return [name, { text: written.last, from: { [along]: values.at(-1)! } }]
      const before = values[values.indexOf(coordinates[along]!) - 1]
      return before === undefined
        ? [name, { text: written.first }]
        : [name, { text: written.previous, from: { [along]: before } }]
    }),
  )
}
