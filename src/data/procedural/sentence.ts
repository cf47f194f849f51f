/** Sentence templates: slots, verb forms, names and pronouns. */

/** Someone or something a sentence is about. */
export interface Mention {
  name: string
  he: string
  him: string
  his: string
  plural: boolean
}

/**
 * A template and what fills it. `{S}` is the mention, `{he}`, `{him}` and `{his}` its pronouns,
 * `{does}` the auxiliary that agrees with it; `[share|shares|shared]` chooses plural, singular or
 * past; any other `{slot}` comes from `slots`.
 */
export interface Sentence {
  template: string
  slots: Readonly<Record<string, string>>
  mention: Mention | null
  past: boolean
}

const slot = /\{(\w+)\}|\[([^|\]]*)\|([^|\]]*)\|([^\]]*)\]/g

/** Returns the sentence without its first capital and full stop. Unknown slots stay as they are. */
export function expand(sentence: Sentence, pronoun = false): string {
  const { mention, past, slots } = sentence
  return sentence.template.replace(slot, (whole: string, ...groups: (string | undefined)[]) => {
    const [key, plural, singular, before] = groups
    if (key === undefined) return (past ? before : mention?.plural ? plural : singular) ?? whole
    if (key === 'S' && mention) return pronoun ? mention.he : mention.name
    if (key === 'he' && mention) return mention.he
    if (key === 'him' && mention) return mention.him
    if (key === 'his' && mention) return mention.his
    if (key === 'does') return past ? 'did' : mention?.plural ? 'do' : 'does'
    return slots[key] ?? whole
  })
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** `two`, `three`: small counts are written out where they are no givens. */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}`
}
