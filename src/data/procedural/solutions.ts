/** Writes worked solutions, in as many different ways as the story admits. */
import type { Rng } from '../../core/index.ts'
import { conciseSteps } from './concise-solution.ts'
import { equation, stepsOf, type Quantity } from './quantity.ts'
import { commuted, rewrites, substitute } from './rewrite.ts'
import { capitalize, expand, type Sentence } from './sentence.ts'
import { amount } from './unit.ts'

const cap = 8
const maxTries = 16

/** The styles in which a derivation is written: with as few lines as possible, and all steps. */
export type SolutionStyle = 'concise' | 'fineGrained'

export interface Solutions {
  /** Different worked solutions in random order, all fine-grained: one line for each step. */
  solutions: string[]
  /** The derivation of the first of them, in the concise style. */
  concise: string
}

/** Returns worked solutions; none of `solutions` is shorter than the story's own steps. */
export function writeSolutions(answer: Quantity, random: Rng): Solutions {
  const own = stepsOf(answer)
  const found = new Map<string, readonly Quantity[]>([[key(own), own]])
  for (let tries = 0; tries < maxTries && tries < 8 + 3 * found.size && found.size < cap; tries++) {
    const exchange = own.length < 3 || tries > 5
    const steps = randomOrder(vary(answer, random, exchange), random)
    if (steps.length >= own.length) found.set(key(steps), steps)
  }
  const said = new Map<Sentence, string>()
  const derivations = random.shuffle([...found.values()])
  return {
    solutions: derivations.map((steps) => writeSolution(steps.map(asLine), said)),
    concise: writeSolution(conciseSteps(derivations[0]!), said),
  }
}

const asLine = (result: Quantity): Line => ({ result, equation: equation(result) })

function key(steps: readonly Quantity[]): string {
  let text = ''
  for (const step of steps) text += `${equation(step)} `
  return text
}

/** Applies up to three laws of arithmetic; where few laws apply, also exchanges operands. */
function vary(answer: Quantity, random: Rng, exchange: boolean): Quantity {
  let root = answer
  for (let left = random.int(1, 3); left > 0; left--) {
    const target = random.pick(stepsOf(root))
    const other = exchange && random.next() < 0.5 ? commuted(target) : drawRewrite(target, random)
    if (other) root = substitute(root, target, other)
  }
  return root
}

function drawRewrite(target: Quantity, random: Rng): Quantity | null {
  const others = rewrites(target)
  return others.length > 0 ? random.pick(others) : null
}

/** Returns the steps in a random order in which each comes after what it needs. */
function randomOrder(root: Quantity, random: Rng): Quantity[] {
  const waiting = stepsOf(root)
  const done: Quantity[] = []
  while (waiting.length > 0) {
    const next = random.pick(
      waiting.filter(({ step }) => known(step!.left, done) && known(step!.right, done)),
    )
    waiting.splice(waiting.indexOf(next), 1)
    done.push(next)
  }
  return done
}

function known(quantity: Quantity, done: readonly Quantity[]): boolean {
  return !quantity.step || done.includes(quantity)
}

/** What one line of a solution states. */
interface Line {
  result: Quantity
  equation: string
}

/**
 * One sentence a line with its equation as a calculator annotation, and the answer on the last
 * line. `said` keeps sentences for reuse.
 */
function writeSolution(lines: readonly Line[], said: Map<Sentence, string>): string {
  let text = ''
  for (const { result, equation: shown } of lines) {
    const annotated = amount(result.unit, `<<${shown}>>${result.value}`)
    let sentence = said.get(result.say!)
    if (sentence === undefined) {
      sentence = capitalize(expand(result.say!))
      said.set(result.say!, sentence)
    }
    text += `${sentence.replace('{v}', () => annotated)}.\n`
  }
  return `${text}#### ${lines.at(-1)!.result.value}`
}
