/**
 * A recipe's axes: names with several values each; a stage that depends on one is made once for
 * every value.
 */
import { z } from 'zod'

const axisValueSchema = z.union([z.string().min(1), z.number(), z.boolean()])
type AxisValue = z.infer<typeof axisValueSchema>

const nameSchema = z
  .string()
  .regex(/^[A-Za-z][\w-]*$/, 'expected letters, digits, _ and -, beginning with a letter')

export const axesSchema = z
  .record(
    nameSchema,
    z
      .array(axisValueSchema)
      .min(1)
      .refine((values) => new Set(values.map(String)).size === values.length, {
        message: 'expected different values',
        abort: true,
      })
      .refine(
        (values) => new Set(values.map(valueText)).size === values.length,
        'expected values with different directory names; these names keep only the letters A to Z, digits and _ . + - of a value',
      ),
  )
  .describe(
    'Names with lists of values. A stage with a field { each: name } is made once for every value.',
  )
export type Axes = z.infer<typeof axesSchema>

export const coordinatesSchema = z.record(nameSchema, axisValueSchema)
/** The value of each axis that something depends on. */
export type Coordinates = Readonly<z.infer<typeof coordinatesSchema>>

/** Where an input stands on axes and seeds that the stage which takes it does not depend on. */
export interface InputPlace {
  coordinates: Coordinates
  seed?: number
  /** Names what made the input: the same for the same artifact, whatever recipes call it. */
  maker?: string
  /** Tells the input's content from every other. */
  key?: string
  /** Of an artifact: the keys of what it was made of, by input name. */
  madeOf?: Readonly<Record<string, readonly string[]>>
  /** What the recipe calls what made it, where the stage takes the input `named`. */
  label?: string
}

/** How a recipe writes that a field takes an axis's values in turn. */
export const eachSchema = z.strictObject({
  each: z.string().describe('The axis whose values the field takes in turn.'),
})

/**
 * All combinations of the values of the named axes, the last one changing fastest; one empty
 * combination of no axes.
 */
export function combinations(names: readonly string[], axes: Axes): Coordinates[] {
  return names.reduce<Coordinates[]>(
    (all, name) =>
      all.flatMap((coordinates) => axes[name]!.map((value) => ({ ...coordinates, [name]: value }))),
    [{}],
  )
}

/** Whether two places have the same value on every axis they share. */
export function agree(a: Coordinates, b: Coordinates): boolean {
  return Object.entries(a).every(([name, value]) => !Object.hasOwn(b, name) || b[name] === value)
}

/** The part of `coordinates` on axes that `other` does not have. */
export function without(coordinates: Coordinates, other: Coordinates): Coordinates {
  return Object.fromEntries(
    Object.entries(coordinates).filter(([name]) => !Object.hasOwn(other, name)),
  )
}

/** `k=3, base=small`, for people. */
function coordinatesText(coordinates: Coordinates): string {
  return Object.entries(coordinates)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
}

/** `rft, k=3`: what something made at a place is called among those made at others. */
export function placedLabel(label: string, coordinates: Coordinates): string {
  const place = coordinatesText(coordinates)
  return place === '' ? label : `${label}, ${place}`
}

/** `rft@k=3@base=small@1`: a stage's id with what it was made for, fit for a directory's name. */
export function placedId(id: string, coordinates: Coordinates, seed: number | undefined): string {
  const places = Object.entries(coordinates).map(([name, value]) => `@${name}=${valueText(value)}`)
  return [id, ...places, ...(seed === undefined ? [] : [`@${seed}`])].join('')
}

function valueText(value: AxisValue): string {
  return String(value).replaceAll(/[^\w.+-]+/g, '_')
}
