/**
 * Documents that say things again, for pre-training: what was told must be found and copied,
 * nothing is computed.
 */
import { rng, type Rng } from '../../core/index.ts'
import { drawStory } from './problem.ts'
import { drawCast } from './cast.ts'
import { frames } from './frames.ts'
import { tellAll, toldFacts } from './question.ts'
import { amount, howMany } from './unit.ts'

interface Entry {
  name: string
  number: number
  /** `12 pens` */
  thing: string
  /** `how many pens` */
  ask: string
}

function entries(random: Rng): Entry[] {
  const cast = drawCast(
    random.pick(frames.filter((frame) => !frame.places)),
    random.int(2, 5),
    random,
  )
  return cast.map(({ name }) => {
    const unit = random.pick(random.pick(frames).units)
    const number = random.int(2, random.next() < 0.8 ? 60 : 300)
    return { name, number, thing: amount(unit, number), ask: howMany(unit) }
  })
}

/** A list, and the same list in another order. */
function listed(random: Rng): string {
  const list = entries(random)
  const line = (items: readonly Entry[]): string =>
    items.map(({ name, thing }) => `${name}: ${thing}.`).join(' ')
  return `${line(list)}\n${line(random.shuffle(list))}`
}

/** Facts, and questions that each have their answer among them. */
function asked(random: Rng): string {
  const list = entries(random)
  const facts = list.map(({ name, thing }) => `${name} has ${thing}.`).join(' ')
  const questions = random.shuffle(list).map(({ name, thing, ask }) => {
    return random.next() < 0.6
      ? `${ask.replace('how', 'How')} does ${name} have? ${name} has ${thing}.`
      : `Who has ${thing}? ${name} has ${thing}.`
  })
  return `${facts}\n${questions.join(' ')}`
}

/** A story's facts, and the same facts in another order. */
function retold(random: Rng): string {
  const story = drawStory('train', random.int(2, 5), random)
  const facts = tellAll(toldFacts(story.facts), story.cast, random).map((text) => `${text}.`)
  return `${facts.join(' ')}\n${random.shuffle(facts).join(' ')}`
}

/** Every noun that stands for things or their groups. */
const nouns = [
  ...new Set(
    frames.flatMap(({ units }) =>
      units.flatMap(({ noun, groups }) => [noun[1], ...groups.map(([, many]) => many)]),
    ),
  ),
]

/**
 * Words and names in no order, and the same again: with nothing else to go by, only looking back
 * tells what comes next.
 */
function chanted(random: Rng): string {
  const names = drawCast(
    random.pick(frames.filter((frame) => !frame.places)),
    random.int(2, 5),
    random,
  ).map(({ name }) => name)
  const line = random
    .shuffle([...names, ...random.shuffle(nouns).slice(0, random.int(3, 9))])
    .join(' ')
  return Array.from({ length: random.int(2, 3) }, () => line).join('\n')
}

/** Numbers, and the same numbers again. */
function repeated(random: Rng): string {
  const numbers = Array.from({ length: random.int(4, 10) }, () =>
    random.int(2, random.next() < 0.7 ? 99 : 300),
  ).join(' ')
  return `${numbers}\n${numbers}`
}

const kinds = [listed, asked, retold, repeated, chanted, chanted]

/**
 * Returns the recall document at `index`: two to three texts. Its stories are those of the training
 * split.
 */
export function recall(seed: number, index: number): string {
  const random = rng('recall', seed, index)
  return Array.from({ length: random.int(2, 3) }, () => random.pick(kinds)(random)).join('\n')
}
