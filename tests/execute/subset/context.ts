/**
 * What the generator knows at one point of a program: its randomness, how wild the program is, and
 * where in it the point lies.
 */
import type { Rng } from '../../../src/core/index.ts'

/** A `list` holds numbers; `items` are a sequence of whatever there is. */
export type Type = 'int' | 'float' | 'str' | 'list' | 'items' | 'dict' | 'bool'

/** Few names, so that functions and comprehensions shadow those around them. */
export const variables: Record<Type, readonly string[]> = {
  int: ['a', 'b', 'n'],
  float: ['x', 'y'],
  str: ['s', 't'],
  list: ['v', 'w'],
  items: ['u'],
  dict: ['d'],
  bool: ['p'],
}

export const types = Object.keys(variables) as Type[]

export interface Place {
  readonly inFunction: boolean
  readonly inLoop: boolean
  /** Blocks around this one. */
  readonly depth: number
}

export class Context {
  readonly rng: Rng
  /** From 0, where types fit, to 1, where they often do not. */
  readonly wildness: number
  /** How often an expression in brackets goes on in the next line. */
  readonly brokenLines: number
  readonly place: Place
  /** The functions defined so far, anywhere in the program. */
  readonly functions: string[]

  constructor(rng: Rng, wildness: number, brokenLines: number) {
    this.rng = rng
    this.wildness = wildness
    this.brokenLines = brokenLines
    this.place = { inFunction: false, inLoop: false, depth: 0 }
    this.functions = []
  }

  /** The same program at another place. */
  at(place: Partial<Place>): Context {
    const inner = { place: { ...this.place, depth: this.place.depth + 1, ...place } }
    return Object.assign(Object.create(this) as Context, inner)
  }

  chance(probability: number): boolean {
    return this.rng.next() < probability
  }

  /** True now and then, more often the wilder the program is. */
  strays(probability: number): boolean {
    return this.chance(this.wildness * probability)
  }

  name(type: Type): string {
    return this.rng.pick(variables[type])
  }

  /** What stands between two tokens in brackets. */
  gap(): string {
    return this.chance(this.brokenLines) ? '\n        ' : ' '
  }

  several(least: number, most: number, make: () => string): string[] {
    return Array.from({ length: this.rng.int(least, most) }, make)
  }
}
