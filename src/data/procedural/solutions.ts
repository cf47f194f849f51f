/** Writes worked solutions, in as many different ways as the story admits. */
import type { Rng } from '../../core/index.ts'
import { equation, stepsOf, type Quantity } from './quantity.ts'
import { commuted, rewrites, substitute } from './rewrite.ts'
import { capitalize, expand, type Sentence } from './sentence.ts'
import { amount } from './unit.ts'

const cap = 8
const maxTries = 16

/**
 * Returns different worked solutions in random order; none is shorter than the story's own steps.
 */
export function writeSolutions(answer: Quantity, random: Rng): string[] {
  const own = stepsOf(answer)
  const found = new Map<string, readonly Quantity[]>([[key(own), own]])
  for (let tries = 0; tries < maxTries && tries < 8 + 3 * found.size && found.size < cap; tries++) {
    const exchange = own.length < 3 || tries > 5
    const steps = randomOrder(vary(answer, random, exchange), random)
    if (steps.length >= own.length) found.set(key(steps), steps)
  }
  const said = new Map<Sentence, string>()
  return random.shuffle([...found.values()]).map((steps) => writeSolution(steps, said))
}

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

/**
 * One sentence a step with its equation as a calculator annotation, and the answer on the last
 * line. `said` keeps sentences for reuse.
 */
function writeSolution(steps: readonly Quantity[], said: Map<Sentence, string>): string {
  let text = ''
  for (const step of steps) {
    const annotated = amount(step.unit, `<<${equation(step)}>>${step.value}`)
    let sentence = said.get(step.say!)
    if (sentence === undefined) {
      sentence = capitalize(expand(step.say!))
      said.set(step.say!, sentence)
    }
    text += `${sentence.replace('{v}', () => annotated)}.\n`
  }
  return `${text}#### ${steps.at(-1)!.value}`
}
