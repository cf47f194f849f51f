/** What a text says to its reader: one turn of a chat, without thoughts, tokens and markup. */
import { firstTurn, withoutTokens } from './chat-tokens.ts'
import { withoutMarkup, withoutStruckOut } from './markup.ts'
import { withoutThoughts, type Said } from './thoughts.ts'

/**
 * What tokens, thoughts and markup begin with, and characters that are not ASCII. `<<3*4=12>>` is
 * none of them: most texts have nothing else.
 */
const mayHoldMore =
  // eslint-disable-next-line no-control-regex
  /<[|/a-zA-Z]|[&\u0000\u0080-\uFFFF]|\[(?:\/?(?:INST|THINK|think|inst|[A-Z]{5,8})|EOS)\]|^\s{0,8}analysis/

/** Returns what a text says, or why that is nothing. Time is linear in the length. */
export function whatIsSaid(text: string): Said {
  const end = text.slice(-60)
  if (!/\d$/.test(end) && flourishHint.test(end))
    return saidWithin(text.slice(0, -60) + end.replace(flourish, ''))
  return saidWithin(text)
}

/**
 * What a text may end with that says nothing: `in total`, `as claimed`, `QED`, the square behind a
 * proof.
 */
const flourish =
  /(?<=[\d)}$*])(?:(?:,? (?:in total|altogether|as (?:claimed|desired|required|needed|expected)|QED|Q\.E\.D)|\.?\s{0,2}(?:\$?\\(?:square|blacksquare|qed|Box)\$?|[∎□■]))[.\s]{0,3}){1,2}$/iu
const flourishHint = /total|altogether|as [cdrne]\w+d|q\.?e\.?d|square|\\Box|[∎□■]/iu

function saidWithin(text: string): Said {
  if (
    !mayHoldMore.test(text) &&
    !text.includes('~~') &&
    !text.includes('assistanta') &&
    !text.includes('assistantc')
  )
    return { text }
  const said = withoutThoughts(firstTurn(withoutStruckOut(text)))
  return said.text === null ? said : { text: withoutMarkup(withoutTokens(said.text)) }
}
