/** A story under construction: its cast, its numbers, and the facts told so far. */
import type { Rng } from '../../core/index.ts'
import { drawCast, group } from './cast.ts'
import type { Frame } from './frame.ts'
import type { Plan } from './plan.ts'
import { given, type Quantity } from './quantity.ts'
import { drawScale, type Scale } from './scale.ts'
import { listNames, type Mention, type Sentence } from './sentence.ts'
import { things, type Noun, type Unit } from './unit.ts'

/**
 * One statement of the question, and the results it makes known. Without a sentence, the results
 * follow from what was said before.
 */
export interface Fact {
  sentence: Sentence | null
  results: Quantity[]
  part: 'define' | 'event' | 'end'
}

export interface Draft {
  frame: Frame
  unit: Unit
  plan: Plan
  random: Rng
  scale: Scale
  cast: Mention[]
  /** The current amount of each subject. */
  amounts: Quantity[]
  facts: Fact[]
}

export function startDraft(
  story: Pick<Draft, 'frame' | 'unit' | 'plan'>,
  steps: number,
  random: Rng,
): Draft {
  const { frame, unit, plan } = story
  const cast = drawCast(frame, plan.subjects.length, random)
  return {
    frame,
    unit,
    plan,
    random,
    scale: drawScale(steps, random),
    cast,
    amounts: [],
    facts: [],
  }
}

/** A sentence in the story's tense. */
export function sentence(
  draft: Draft,
  template: string,
  mention: Mention | null = null,
  slots: Record<string, string> = {},
): Sentence {
  return { template, slots, mention, past: draft.frame.past ?? false }
}

/** The sentence that states a result: `{v}` stays open for the amount. */
export function statement(
  draft: Draft,
  template: string,
  mention: Mention | null = null,
  slots: Record<string, string> = {},
): Sentence {
  return sentence(draft, template, mention, { n: '{v}', ...slots })
}

export function tell(
  draft: Draft,
  part: Fact['part'],
  told: Sentence | null,
  results: readonly Quantity[],
): void {
  draft.facts.push({ sentence: told, part, results: results.filter(({ step }) => step) })
}

/** A given of the story's unit, named after whom it belongs to. */
export function givenAmount(draft: Draft, value: number, name: string): Quantity {
  return given(value, name, draft.unit)
}

/** The verb of state, such as `[have|has|had]`. */
export function stateVerb({ frame }: Draft): string {
  return frame.verb ?? '[have|has|had]'
}

export function variable(...words: string[]): string {
  return words
    .join('_')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
}

/** Variable name for what a subject has. */
export function holdingName(draft: Draft, mention: Mention): string {
  return variable(mention.name.replace(/^the /, ''), things(draft.unit))
}

/**
 * Whoever acts on the final amount, and the phrases for what they own: in a sentence of theirs, and
 * alone.
 */
export interface Owner {
  actor: Mention
  /** Whoever has the amount: the places that the actor looks after, or the actor. */
  holder: Mention
  own: string
  owned: string
}

export function ownerOf(draft: Draft): Owner {
  const { frame, unit, plan, cast } = draft
  const asked = cast.slice(-plan.arity)
  const holder = plan.arity === 1 ? asked[0]! : group(asked)
  const all = plan.arity === cast.length
  const noun = things(unit)
  if (frame.places) {
    const keeper = frame.places.keeper
    const actor: Mention = { name: keeper, he: keeper, him: keeper, his: 'the', plural: false }
    const own =
      all && plan.arity > 1
        ? `all the ${noun}`
        : `the ${noun} from ${listNames(asked.map(({ name }) => name))}`
    return { actor, holder, own, owned: own }
  }
  if (plan.arity === 1)
    return {
      actor: holder,
      holder,
      own: `${holder.his} ${noun}`,
      owned: `${holder.name}'s ${noun}`,
    }
  return {
    actor: holder,
    holder,
    own: `all their ${noun}`,
    owned: all ? `all their ${noun}` : `the ${noun} of ${holder.name}`,
  }
}

/** A kind of groups for the story's unit. */
export function drawGroup({ unit, random }: Draft): Noun {
  return random.pick(unit.groups)
}
