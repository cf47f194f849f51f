/** Puts a story into words as a question. */
import type { Rng } from '../../core/index.ts'
import type { Fact } from './draft.ts'
import { capitalize, expand, type Mention, type Sentence } from './sentence.ts'
import type { Story } from './story.ts'

/**
 * Returns the question's text: every fact, then what is asked. `aside` is a template for a fact
 * that does not matter.
 */
export function writeQuestion(story: Story, random: Rng, aside: string | null = null): string {
  const facts = orderFacts(story.facts, random)
  if (aside !== null) addAside(facts, aside, random)
  const texts = tellAll(facts, story.cast, random)
  return `${texts.map((text) => `${text}.`).join(' ')} ${capitalize(expand(story.ask))}?`
}

/** A fact that is told. */
type Told = Pick<Fact, 'part'> & { sentence: Sentence }

/** The facts in the order of telling; how much everyone has at first may come in any order. */
function orderFacts(facts: readonly Fact[], random: Rng): Told[] {
  const told = toldFacts(facts)
  const first = told.filter(({ part }) => part === 'define')
  const later = told.filter(({ part }) => part !== 'define')
  return [...(first.length > 1 && random.next() < 0.25 ? random.shuffle(first) : first), ...later]
}

export function toldFacts(facts: readonly Fact[]): Told[] {
  return facts.flatMap(({ part, sentence }) => (sentence ? [{ part, sentence }] : []))
}

/** Adds the aside after one of the opening facts, and about whom that was. */
function addAside(facts: Told[], template: string, random: Rng): void {
  const after = random.int(0, facts.filter(({ part }) => part === 'define').length - 1)
  const { sentence } = facts[after]!
  facts.splice(after + 1, 0, {
    part: 'define',
    sentence: { ...sentence, template, slots: { x: String(random.int(3, 40)) } },
  })
}

/**
 * Returns the facts as texts without full stops. A person named in the sentence before becomes a
 * pronoun now and then, unless another of the cast is named there; and two things someone does may
 * become one sentence.
 */
export function tellAll(facts: readonly Told[], cast: readonly Mention[], random: Rng): string[] {
  const texts: string[] = []
  let previous: Told | null = null
  let joined = false
  for (const fact of facts) {
    const { part, sentence } = fact
    const { mention } = sentence
    const same = mention !== null && mention.name === previous?.sentence.mention?.name
    const before = texts.at(-1) ?? ''
    const clear =
      same &&
      mention.he !== 'it' &&
      !cast.some(
        ({ name }) =>
          name !== mention.name && !mention.name.includes(name) && before.includes(name),
      )
    const joinable =
      same &&
      !joined &&
      part === 'event' &&
      previous?.part === 'event' &&
      sentence.template.startsWith('{S} ')
    if (joinable && random.next() < 0.5) {
      texts[texts.length - 1] +=
        ` and then ${expand({ ...sentence, template: sentence.template.slice(4) })}`
      joined = true
    } else {
      texts.push(capitalize(expand(sentence, clear && random.next() < 0.7)))
      joined = false
    }
    previous = fact
  }
  return texts
}
