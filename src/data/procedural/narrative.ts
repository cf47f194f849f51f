/** Tells a story as plain text, for pre-training: results as facts, never an equation. */
import type { Rng } from '../../core/index.ts'
import type { Fact } from './draft.ts'
import type { Quantity } from './quantity.ts'
import { tellAll, toldFacts } from './question.ts'
import { capitalize, expand } from './sentence.ts'
import type { Story } from './story.ts'
import { amount } from './unit.ts'

/**
 * Returns the story with its intermediate results unfolding, or told after the facts, or the facts,
 * the question and the bare outcome.
 */
export function writeNarrative(story: Story, random: Rng): string {
  const dice = random.next()
  return dice < 0.4
    ? unfolding(story, random)
    : dice < 0.75
      ? afterwards(story, random)
      : outcome(story, random)
}

/** All facts, then what they came to. */
function afterwards(story: Story, random: Rng): string {
  const facts = tellAll(toldFacts(story.facts), story.cast, random)
  const results = story.facts.flatMap((fact) =>
    fact.results.map((result) => capitalize(stated(result))),
  )
  return [...facts, ...results].map((text) => `${text}.`).join(' ')
}

function stated(quantity: Quantity, pronoun = false): string {
  return expand(quantity.say!, pronoun).replace('{v}', () => amount(quantity.unit, quantity.value))
}

function unfolding(story: Story, random: Rng): string {
  const texts = story.facts.flatMap((fact) => factWithResults(fact, random))
  return texts.map((text) => `${text}.`).join(' ')
}

function factWithResults({ sentence, results, part }: Fact, random: Rng): string[] {
  if (sentence === null) return results.map((result) => capitalize(stated(result)))
  const fact = capitalize(expand(sentence))
  const last = results.at(-1)
  if (!last) return [fact]
  const end = stated(
    last,
    last.say!.mention?.name === sentence.mention?.name &&
      !fact.includes(' as ') &&
      !fact.includes(' than '),
  )
  if (results.length === 1)
    return random.next() < 0.7 ? [`${fact}, so ${end}`] : [fact, capitalize(stated(last))]
  const between = results.slice(0, -1).map((result) => resultBetween(result, part, sentence.past))
  const told = between.map((text) => capitalize(text))
  if (random.next() < 0.3) return [fact, ...told, capitalize(stated(last))]
  const other = last.say!.mention?.name !== sentence.mention?.name && part === 'event'
  return other
    ? [`${fact}, so ${between.join(' and ')} and ${end}`]
    : [fact, ...told.slice(0, -1), `${told.at(-1)!}, so ${end}`]
}

/** What an event comes to is stated by the amount alone, as the fact just told it in words. */
function resultBetween(result: Quantity, part: Fact['part'], past: boolean): string {
  const event = part === 'event' && /_(added|removed)$/.test(result.name)
  return event ? `that ${past ? 'was' : 'is'} ${amount(result.unit, result.value)}` : stated(result)
}

function outcome(story: Story, random: Rng): string {
  const facts = tellAll(toldFacts(story.facts), story.cast, random).map((text) => `${text}.`)
  const say = stated(story.answer)
  const closing =
    /^on average|(now|then)$/.test(say) || random.next() < 0.5
      ? capitalize(say)
      : `In the end, ${say}`
  return [...facts, `${capitalize(expand(story.ask))}?`, `${closing}.`].join(' ')
}
