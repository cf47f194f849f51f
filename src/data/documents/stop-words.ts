/** English words that hold sentences together and say little of what a text is about. */
import { wordHashes } from './words.ts'

const text = `
  a an the this that these those
  i me my mine myself we us our ours ourselves you your yours yourself yourselves
  he him his himself she her hers herself it its itself they them their theirs themselves
  who whom whose which what when where why how
  am is are was were be been being do does did doing done have has had having
  can could will would shall should may might must
  and or but nor so yet if then else than as because while though although unless until since whether
  of in on at by for with from to into onto upon about against between among through during before
  after above below over under up down out off within without toward towards across along around
  behind beside beyond near per via
  not no yes there here again ever never also too very just only even still already
  both either neither some any such same own other another
  im ive id youre youve hes shes its were theyre isnt arent wasnt werent dont doesnt didnt havent
  hasnt hadnt cant couldnt wont wouldnt shouldnt lets thats theres whats
`

/** Those that other languages of Latin script have too, as German has `in`, `was` and `so`. */
const shared = `
  a am an as at be but by do had has he i im in is it its me my mine no nor of off on or over per so
  some up us via was we were will
`

export const stopWords: ReadonlySet<string> = new Set(text.trim().split(/\s+/))
/** The same as `wordHashes` gives them. */
export const stopHashes: ReadonlySet<number> = new Set(wordHashes(text))
/** Those that English alone has. */
export const englishHashes: ReadonlySet<number> = hashesWithout(shared)

function hashesWithout(words: string): Set<number> {
  const hashes = new Set(stopHashes)
  for (const hash of wordHashes(words)) hashes.delete(hash)
  return hashes
}
