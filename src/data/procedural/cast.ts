/** Draws the people or places of a story. */
import type { Rng } from '../../core/index.ts'
import type { Frame } from './frame.ts'
import { listNames, type Mention } from './sentence.ts'

const women =
  'Anna Beth Clara Diana Emma Fiona Grace Hannah Ivy Julia Kate Laura Mia Nora Olivia Paula Rosa Sara Tina Zoe Amy Lily Maria Lucy'.split(
    ' ',
  )
const men =
  'Adam Ben Carl David Eric Frank George Henry Ian Jack Kevin Leo Mark Nick Oscar Paul Ryan Sam Tom Victor Luke Max Peter Dan'.split(
    ' ',
  )

function person(name: string, female: boolean): Mention {
  return {
    name,
    he: female ? 'she' : 'he',
    him: female ? 'her' : 'him',
    his: female ? 'her' : 'his',
    plural: false,
  }
}

function place(name: string): Mention {
  return { name, he: 'it', him: 'it', his: 'its', plural: false }
}

/** Returns `count` different mentions. */
export function drawCast(frame: Frame, count: number, random: Rng): Mention[] {
  if (frame.places) return random.shuffle(frame.places.names).slice(0, count).map(place)
  const cast: Mention[] = []
  while (cast.length < count) {
    const female = random.next() < 0.5
    const name = random.pick(female ? women : men)
    if (!cast.some((other) => other.name === name)) cast.push(person(name, female))
  }
  return cast
}

/** Returns several mentions as one, in the plural. */
export function group(members: readonly Mention[]): Mention {
  return {
    name: listNames(members.map(({ name }) => name)),
    he: 'they',
    him: 'them',
    his: 'their',
    plural: true,
  }
}
