/** The tokens of chat templates in a text: where a turn ends, and what else says nothing. */

const roles = 'user|human|system|developer|tool|assistant|model'

/** What ends a turn, in the templates of the common model families, or begins the next one. */
const boundary = new RegExp(
  [
    '<[|｜](?:im_end|eot_id|eom_id|end_?of_?text|end_of_turn|end_of_turn_token|end|eos|eot|return|call|end[▁_ ]of[▁_ ]sentence)[|｜]>',
    '</s>|<eos>|<pad>|<end_of_turn>|<end_of_utterance>|\\[EOS\\]|\\[/?INST\\]',
    `(?=<\\|(?:im_start|start_header_id|${roles})\\|>|<start_of_turn>)`,
  ].join('|'),
  'gi',
)

/** The header of a turn, with the role that speaks in it. */
const header = new RegExp(
  `^\\s*(?:(?:<s>|<bos>|<\\|begin_of_text\\|>)\\s{0,4})?(?:(?:<\\|(?:im_start|start|start_header_id)\\|>|<start_of_turn>)\\s{0,4}(${roles})?|<[|｜](${roles})[|｜]>)`,
  'i',
)

/** Other tokens. */
const otherTokens =
  /<[|｜][\w▁ /-]{1,40}[|｜]>|<\/?s>|<bos>|\[\/(?:SOLUTION|ANSWER|RESPONSE|FINAL)\]\s{0,9}$/g

/** The box of models that have tokens for it. */
const boxTokens = /<\|(begin|end)_of_box\|>/g

/** Turns that are looked at: a text of nothing but tokens has no more that matter. */
const maxTurns = 16

/** A channel in which a model does not speak to its user. */
const otherChannel = /<\|channel\|>(?!final)/i

/**
 * Returns the first turn of `text` in which its model speaks to its user; what comes after it is a
 * text that did not stop. Time is linear in the length.
 */
export function firstTurn(text: string): string {
  if (!/[<[]/.test(text)) return text
  let start = 0
  let turns = 0
  for (const { 0: token, index } of text.matchAll(boundary)) {
    const turn = text.slice(start, index)
    if (turn.trim() !== '') {
      if (token !== '[/INST]' && isSpoken(turn)) return withoutHeader(turn)
      // `20[/INST]` ends an answer where nothing began what a user says.
      if (token === '[/INST]' && !text.slice(0, index).includes('[INST]'))
        return withoutHeader(turn)
    }
    start = index + token.length
    if (++turns === maxTurns) break
  }
  return withoutHeader(text.slice(start))
}

function isSpoken(turn: string): boolean {
  const found = header.exec(turn.slice(0, 200))
  const role = found?.[1] ?? found?.[2]
  const isModel = role === undefined || /assistant|model/i.test(role)
  return isModel && withoutTokens(withoutHeader(turn)).trim() !== '' && !otherChannel.test(turn)
}

const withoutHeader = (turn: string): string => turn.replace(header, '')

/** Returns the text with a blank for each token. */
export function withoutTokens(text: string): string {
  if (!/<[|｜/sb]|\[\//.test(text)) return text
  return text
    .replaceAll(boxTokens, (_, side: string) =>
      side.toLowerCase() === 'begin' ? ' \\boxed{' : '} ',
    )
    .replaceAll(otherTokens, ' ')
}
