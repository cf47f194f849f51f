/** The numbers that a question gives: in digits, in words, and by words of measure. */
import { divideRational, formatRational, parseRational, type Rational } from '../../core/index.ts'
import { hundred } from './expression.ts'

/** What each word stands for; `half` divides by 2 or multiplies by 1/2. */
const meanings = new Map<string, readonly string[]>(
  `zero 0; one a an once single first 1; two second twice double doubled doubles doubling both couple
  pair pairs 2; three thrice triple tripled triples 3; four quadruple 4; five 5; six 6; seven 7;
  eight 8; nine 9; ten 10; eleven 11; twelve dozen dozens 12; thirteen 13; fourteen 14; fifteen 15;
  sixteen 16; seventeen 17; eighteen 18; nineteen 19; twenty score 20; thirty 30; forty 40; fifty 50;
  sixty 60; seventy 70; eighty 80; ninety 90; hundred 100; thousand 1000; million 1000000;
  half halves halved 2 1/2; third thirds 3 1/3 2/3; quarter quarters fourth fourths 4 1/4 3/4;
  fifth fifths 5 1/5; sixth sixths 6 1/6; seventh sevenths 7 1/7; eighth eighths 8 1/8;
  ninth ninths 9 1/9; tenth tenths 10 1/10; dime dimes 10 1/10; nickel nickels 5 1/20;
  penny pennies 1 1/100`
    .split(';')
    .flatMap((group) => {
      const terms = group.trim().split(/\s+/)
      const values = terms.filter((term) => /\d/.test(term))
      return terms.filter((term) => !/\d/.test(term)).map((word) => [word, values] as const)
    }),
)

/**
 * Returns the values of the numbers in a text, as `formatRational` writes them: digits, percentages
 * (also as shares), fractions, number words and what words such as `twice` and `dimes` stand for.
 */
export function numbersIn(text: string): Set<string> {
  const found = new Set<string>()
  const add = (value: Rational | null): void => {
    if (value) found.add(formatRational(value))
  }
  for (const match of text.matchAll(/(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+/g)) {
    const value = parseRational(match[0].replaceAll(',', ''))
    add(value)
    if (/^\s?(?:%|percent)/.test(text.slice(match.index + match[0].length)))
      add(divideRational(value, hundred.value))
  }
  for (const match of text.matchAll(/(\d+)\/(\d+)/g)) add(parseRational(match[0]))
  for (const word of text.toLowerCase().split(/[^a-z]+/)) {
    for (const value of meanings.get(word) ?? []) add(parseRational(value))
  }
  return found
}
