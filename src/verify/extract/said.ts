/** What a text says to its reader: one turn of a chat, without thoughts, tokens and markup. */
import { firstTurn, withoutTokens } from './chat-tokens.ts'
import { withoutMarkup } from './markup.ts'
import { withoutThoughts, type Said } from './thoughts.ts'

/** Returns what a text says, or why that is nothing. Time is linear in the length. */
export function whatIsSaid(text: string): Said {
  const said = withoutThoughts(firstTurn(text))
  return said.text === null ? said : { text: withoutMarkup(withoutTokens(said.text)) }
}
