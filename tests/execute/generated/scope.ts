/**
 * What a generator of Python knows at one point of a program: its randomness, and the variables
 * there, by type.
 */
import type { Rng } from '../../../src/core/index.ts'

const types = ['int', 'float', 'str', 'list', 'dict'] as const
export type Type = (typeof types)[number]

const words = (
  'apples price total cost eggs pages miles hours weeks books people tickets tables boxes coins marbles speed distance profit ' +
  'salary share ratio rest width height area teams games points votes liters grams cups students classes trees flowers pounds'
).split(' ')

export const labels = [
  'red',
  'blue',
  'green',
  'Anna',
  'Ben',
  'cat',
  'dog',
  'monday',
  'Friday',
  'x',
  'naïve',
  'total cost',
] as const

export class Scope {
  readonly rng: Rng
  readonly modules: Set<string>
  readonly #variables: Record<Type, string[]>
  readonly #used: Set<string>

  constructor(random: Rng, outer?: Scope) {
    this.rng = random
    this.modules = outer?.modules ?? new Set()
    this.#used = outer === undefined ? new Set() : outer.#used
    this.#variables = { int: [], float: [], str: [], list: [], dict: [] }
    if (outer !== undefined)
      for (const type of types) this.#variables[type].push(...outer.#variables[type])
  }

  /** A scope that knows the same variables; what is defined in it stays in it. */
  inner(): Scope {
    return new Scope(this.rng, this)
  }

  /** A scope that knows no variables. */
  empty(): Scope {
    const scope = this.inner()
    for (const type of types) scope.#variables[type].length = 0
    return scope
  }

  variables(type: Type): readonly string[] {
    return this.#variables[type]
  }

  define(type: Type, name: string): void {
    this.#variables[type].push(name)
  }

  /** A name that no variable of the program has. */
  fresh(): string {
    const word = this.rng.pick(words)
    let name = word
    for (let number = 2; this.#used.has(name); number++) name = `${word}${number}`
    this.#used.add(name)
    return name
  }

  /** Notes that the program needs a module, and returns its name. */
  module(name: string): string {
    this.modules.add(name)
    return name
  }

  chance(probability: number): boolean {
    return this.rng.next() < probability
  }
}
