/** Tells a story as plain text, for pre-training: results as facts, never an equation. */
import type { Rng } from '../../core/index.ts'
import type { Fact } from './draft.ts'
import type { Quantity } from './quantity.ts'
import { tellAll, toldFacts } from './question.ts'
import { capitalize, expand } from './sentence.ts'
import type { Story } from './story.ts'
import { amount } from './unit.ts'

/** A part of a narrative, with the result that it states, if it states one. */
export interface NarrativePart {
  text: string
  result?: Quantity
}

/**
 * Returns the story with its intermediate results unfolding, or told after the facts, or the facts,
 * the question and the bare outcome. The parts together are the text.
 */
export function narrativeParts(story: Story, random: Rng): NarrativePart[] {
  const dice = random.next()
  const sentences =
    dice < 0.4
      ? story.facts.flatMap((fact) => factWithResults(fact, random))
      : dice < 0.75
        ? afterwards(story, random)
        : outcome(story, random)
  return sentences.flatMap((parts, place) => [
    ...(place === 0 ? [] : [{ text: ' ' }]),
    ...parts,
    { text: '.' },
  ])
}

/** Returns a narrative as text. */
export function writeNarrative(story: Story, random: Rng): string {
  return narrativeParts(story, random)
    .map(({ text }) => text)
    .join('')
}

/** A sentence without its end. */
type Sentence = NarrativePart[]

/** All facts, then what they came to. */
function afterwards(story: Story, random: Rng): Sentence[] {
  const facts = tellAll(toldFacts(story.facts), story.cast, random)
  const results = story.facts.flatMap((fact) => fact.results.map(sentenceOf))
  return [...facts.map((text) => [{ text }]), ...results]
}

const sentenceOf = (result: Quantity): Sentence => [{ text: capitalize(stated(result)), result }]

function stated(quantity: Quantity, pronoun = false): string {
  return expand(quantity.say!, pronoun).replace('{v}', () => amount(quantity.unit, quantity.value))
}

function factWithResults({ sentence, results, part }: Fact, random: Rng): Sentence[] {
  if (sentence === null) return results.map(sentenceOf)
  const fact = { text: capitalize(expand(sentence)) }
  const last = results.at(-1)
  if (!last) return [[fact]]
  const end = stated(
    last,
    last.say!.mention?.name === sentence.mention?.name &&
      !fact.text.includes(' as ') &&
      !fact.text.includes(' than '),
  )
  const so = { text: `, so ${end}`, result: last }
  if (results.length === 1) return random.next() < 0.7 ? [[fact, so]] : [[fact], sentenceOf(last)]
  const between = results
    .slice(0, -1)
    .map((result) => ({ text: resultBetween(result, part, sentence.past), result }))
  const told = between.map(({ text, result }) => [{ text: capitalize(text), result }])
  if (random.next() < 0.3) return [[fact], ...told, sentenceOf(last)]
  const other = last.say!.mention?.name !== sentence.mention?.name && part === 'event'
  if (!other) return [[fact], ...told.slice(0, -1), [...told.at(-1)!, so]]
  const joined = between.map(({ text, result }, place) => ({
    text: `${place === 0 ? ', so ' : ' and '}${text}`,
    result,
  }))
  return [[fact, ...joined, { text: ` and ${end}`, result: last }]]
}

/** What an event comes to is stated by the amount alone, as the fact just told it in words. */
function resultBetween(result: Quantity, part: Fact['part'], past: boolean): string {
  const event = part === 'event' && /_(added|removed)$/.test(result.name)
  return event ? `that ${past ? 'was' : 'is'} ${amount(result.unit, result.value)}` : stated(result)
}

function outcome(story: Story, random: Rng): Sentence[] {
  const facts = tellAll(toldFacts(story.facts), story.cast, random).map((text) => [{ text }])
  const say = stated(story.answer)
  const isPlain = /^on average|(now|then)$/.test(say) || random.next() < 0.5
  // The question has a mark of its own.
  const asked = { text: `${capitalize(expand(story.ask))}? ` }
  const closing = { text: isPlain ? capitalize(say) : `In the end, ${say}`, result: story.answer }
  return [...facts, [asked, closing]]
}
