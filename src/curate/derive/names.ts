/** Names variables after the words around a calculation. */
import type { Surroundings } from './surroundings.ts'

const maxWords = 4
const maxNameLength = 40

const list = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/** Python's keywords and builtins, and what the program calls its own. */
const reserved = list(
  `False None True and as assert async await break class continue def del elif else except finally
  for from global if import in is lambda nonlocal not or pass raise return try while with yield
  match case type abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr
  classmethod compile complex copyright credits delattr dict dir divmod enumerate eval exec exit
  filter float format frozenset getattr globals hasattr hash help hex id input int isinstance
  issubclass iter len license list locals map max memoryview min next object oct open ord pow print
  property quit range repr reversed round set setattr slice sorted staticmethod str sum super tuple
  vars zip math result solution`,
)

const numberWords = `one two three four five six seven eight nine ten eleven twelve dozen hundred
  thousand million half twice`

/** Words that say nothing of what a number is. */
const empty = list(
  `${numberWords} the a an this that these those his her its their my our your he she it they we you
  i him them us there so then thus therefore hence also now next first second third finally last
  and but or of more only just altogether about around approximately exactly all if since because
  when after before which who whose what how much many be is are was were been being has have had do
  does did can could will would should must might let lets means meaning to get gets got going
  gives giving able than as by calculate calculated find finding figure out add adding subtract
  subtracting multiply multiplying divide dividing need needs know knows equal equals using take
  takes each every x y z n`,
)

/** End the phrase that follows a number. */
const ends = list(
  `and but or so because since which that who if when while as is are was were be been being has
  have had do does did can could will would should must might he she it they we you i there
  then thus therefore than though where to by after before until more less means leaving making
  equals plus minus times not`,
)

/** Stand within a phrase, but not at its end. */
const linking = list('in per of for on at from with into during over under between')

/**
 * Returns a name for each result: short, ASCII, unique, no keyword and no builtin. It is made of
 * what the sentence counts (`12 apples left`: `apples_left`), or where nothing follows the number,
 * of what it says before (`The total cost is $12`: `total_cost`).
 */
export function nameResults(results: readonly Surroundings[]): string[] {
  const taken = new Set<string>()
  return results.map((result) => {
    const names = candidates(result)
    const name = names.find((each) => !taken.has(each)) ?? numbered(names[0] ?? 'amount', taken)
    taken.add(name)
    return name
  })
}

function numbered(base: string, taken: ReadonlySet<string>): string {
  let name = base
  for (let number = 2; taken.has(name); number++) name = `${base}_${number}`
  return name
}

/** The names a result may have, the best first. */
function candidates({ before, after, sentence }: Surroundings): string[] {
  const tail = phraseAfter(after)
  const head = phraseBefore(before)
  const said = contentWords(sentence)
  const isTotal = /\b(?:total|altogether|in all|combined)\b/i.test(`${before} ${after}`)
  const total = isTotal && !tail.includes('total') ? ['total'] : []
  const isRate = tail.length > 0 && linking.has(tail[0]!)
  const lists =
    tail.length === 0 || isRate
      ? [
          [...(head.includes('total') ? [] : total), ...head.slice(-2), ...tail],
          [...head.slice(-3), ...tail],
          [...total, ...said.slice(0, 2), ...tail],
          said.slice(-2),
        ]
      : [
          [...total, ...tail],
          [...head.slice(0, 1), ...tail],
          [...head.slice(-1), ...tail],
          [...head.slice(0, 2), ...tail],
          head.slice(-3),
        ]
  return lists.map(identifier).filter((name) => name !== '')
}

function identifier(words: readonly string[]): string {
  const chosen = trimmed(words.filter((word, at) => words.indexOf(word) === at).slice(0, maxWords))
  const name = chosen.join('_').slice(0, maxNameLength).replace(/_+$/, '')
  return reserved.has(name) ? `the_${name}` : name
}

/** Without linking words at either end. */
function trimmed(words: readonly string[]): string[] {
  const start = words.findIndex((word) => !linking.has(word) || word === 'per')
  const end = words.findLastIndex((word) => !linking.has(word))
  return start === -1 ? [] : words.slice(start, end + 1)
}

/** The noun behind a number, with what belongs to it: `clips in May`. */
function phraseAfter(text: string): string[] {
  const words: string[] = []
  const clause = text.replace(/^\s?%/, ' percent ').split(/[,;:()=+*"]|\s[-–/]\s/, 1)[0]!
  for (const word of wordsOf(clause)) {
    if (/\d/.test(word) || (ends.has(word) && words.length > 0)) break
    if (ends.has(word) || (empty.has(word) && word !== 'of')) continue
    words.push(word)
    if (words.length === maxWords - 1) break
  }
  const end = words.findLastIndex((word) => !linking.has(word))
  return words.slice(0, end + 1)
}

/** The words before the calculation that carry meaning: of its clause, or else of its units. */
function phraseBefore(text: string): string[] {
  const start = text.search(/[$€£]?\.?\d|[=(]/)
  const clauses = (start === -1 ? text : text.slice(0, start)).split(/[,;:]/)
  const words = clauses.map(contentWords).findLast((each) => each.length > 0)
  return words ?? contentWords(text).slice(-2)
}

function contentWords(text: string): string[] {
  const words = wordsOf(text).filter((word) => !empty.has(word) && !/\d/.test(word))
  return trimmed(words)
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\/(?=[a-z])/g, ' per ')
    .replaceAll(/['’]s\b/g, '')
    .replaceAll(/['’]/g, '')
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
}
