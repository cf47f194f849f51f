/** Puts a story into words as a question. */
import type { Rng } from '../../core/index.ts'
import type { Fact } from './draft.ts'
import { capitalize, expand, type Mention, type Sentence } from './sentence.ts'
import type { Story } from './story.ts'

/** Returns the question's text: every fact, then what is asked. */
export function writeQuestion(story: Story, random: Rng, aside: string | null = null): string {
  const sentences = orderFacts(story.facts, random)
  const texts = tellAll(sentences, story.cast, random)
  if (aside !== null) texts.splice(random.int(1, Math.max(1, texts.length - 1)), 0, capitalize(aside))
  return `${texts.map((text) => `${text}.`).join(' ')} ${capitalize(expand(story.ask))}?`
}

/** The sentences in the order of telling; how the amounts are told at first may come in any order. */
function orderFacts(facts: readonly Fact[], random: Rng): Sentence[] {
  const told = facts.filter(({ sentence }) => sentence)
  const first = told.filter(({ part }) => part === 'define')
  const later = told.filter(({ part }) => part !== 'define')
  const opening = first.length > 1 && random.next() < 0.25 ? random.shuffle(first) : first
  return [...opening, ...later].map(({ sentence }) => sentence!)
}

/**
 * Returns the sentences as texts without full stops. A person named in the sentence before becomes a pronoun now and then, unless another
 * of the cast is named there; and two things someone does may become one sentence.
 */
export function tellAll(sentences: readonly Sentence[], cast: readonly Mention[], random: Rng): string[] {
  const texts: string[] = []
  let previous: Mention | null = null
  let joined = false
  for (const sentence of sentences) {
    const { mention } = sentence
    const same = mention !== null && mention.name === previous?.name
    const before = texts.at(-1) ?? ''
    const clear =
      same &&
      mention.he !== 'it' &&
      !cast.some(({ name }) => name !== mention.name && !mention.name.includes(name) && before.includes(name))
    if (same && !joined && texts.length > 1 && sentence.template.startsWith('{S} ') && random.next() < 0.3) {
      texts[texts.length - 1] += ` and then ${expand({ ...sentence, template: sentence.template.slice(4) })}`
      joined = true
    } else {
      texts.push(capitalize(expand(sentence, clear && random.next() < 0.7)))
      joined = false
    }
    previous = mention
  }
  return texts
}
