/** Writes worked solutions, in as many different ways as the story admits. */
import type { Rng } from '../../core/index.ts'
import { equation, stepsOf, type Quantity } from './quantity.ts'
import { commuted, rewrites, substitute } from './rewrite.ts'
import { capitalize, expand } from './sentence.ts'
import { amount } from './unit.ts'

const cap = 8

/** Returns different worked solutions in random order; none is shorter than the story's own steps. */
export function writeSolutions(answer: Quantity, random: Rng): string[] {
  const own = stepsOf(answer)
  const found = new Map<string, readonly Quantity[]>([[key(own), own]])
  for (let tries = 0; tries < 14 && found.size < cap; tries++) {
    const steps = randomOrder(vary(answer, random, own.length < 3 || tries > 9), random)
    if (!found.has(key(steps)) && steps.length >= own.length) found.set(key(steps), steps)
  }
  return random.shuffle([...found.values()]).map((steps) => writeSolution(steps))
}

function key(steps: readonly Quantity[]): string {
  return steps.map((step) => equation(step)).join(' ')
}

/** Applies up to three laws of arithmetic, or exchanges operands. */
function vary(answer: Quantity, random: Rng, exchange: boolean): Quantity {
  let root = answer
  for (let left = random.int(1, 3); left > 0; left--) {
    const target = random.pick(stepsOf(root))
    const other = exchange && random.next() < 0.5 ? commuted(target) : random.pick([...rewrites(target), null])
    if (other) root = substitute(root, target, other)
  }
  return root
}

/** Returns the steps in a random order in which each comes after what it needs. */
function randomOrder(root: Quantity, random: Rng): Quantity[] {
  const waiting = stepsOf(root)
  const done: Quantity[] = []
  const ready = ({ step }: Quantity): boolean => [step!.left, step!.right].every((side) => !side.step || done.includes(side))
  while (waiting.length > 0) {
    const next = random.pick(waiting.filter((quantity) => ready(quantity)))
    waiting.splice(waiting.indexOf(next), 1)
    done.push(next)
  }
  return done
}

/** One sentence a step with its equation as a calculator annotation, and the answer on the last line. */
export function writeSolution(steps: readonly Quantity[]): string {
  const lines = steps.map((step) => {
    const annotated = amount(step.unit, `<<${equation(step)}>>${step.value}`)
    return `${capitalize(expand(step.say!)).replace('{v}', annotated)}.`
  })
  return [...lines, `#### ${steps.at(-1)!.value}`].join('\n')
}
