/**
 * Values of every kind of answer, each with the ways to write it and with other values that are
 * close to it.
 */
import fc from 'fast-check'
import { written, type Notation } from './notation.ts'
import { collectionKinds } from './rendered-collections.ts'
import { formulaKinds } from './rendered-formulas.ts'
import { numberKinds } from './rendered-numbers.ts'

/** A value as it may be written, and others as they may be written, none of which is the same. */
export interface Specimen {
  kind: string
  renderings: readonly Notation[]
  changed: readonly (readonly Notation[])[]
}

export const kinds: readonly { name: string; specimens: fc.Arbitrary<Specimen> }[] = [
  ...numberKinds,
  ...formulaKinds,
  ...collectionKinds,
].map(({ name, specimens }) => ({
  name,
  specimens: specimens.map(({ same, changed }) => ({
    kind: name,
    renderings: written(same),
    changed: changed.map(written),
  })),
}))
