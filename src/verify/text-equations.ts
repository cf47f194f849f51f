/** The equations that prose states in plain sight: `16 eggs - 3 eggs = 13 eggs` is `16-3=13`. */
import { plainMath } from './plain-math.ts'

/** Longer equations are left out, as annotations of that length are garbage. */
const maxEquationLength = 500

/** No solution is as long; what comes later in a text is not read. */
const maxTextLength = 1_000_000

/**
 * `16 eggs that the ducks lay - 3`: so many words may stand between a number and what is done with
 * it.
 */
const maxUnitWords = 6

/** Parentheses around products that are shorter are left out where they change nothing. */
const maxPlainGroup = 20

/** `= a total of 9`: so many words may stand between an equals sign and the number. */
const maxWordsAfterEquals = 3

/**
 * The pieces of a formula in prose. A letter or a word counts as a sign only before an operand. No
 * piece is passed over more than once.
 */
const piece = new RegExp(
  [
    /(?<number>(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|(?<![\w)])\.\d+)%?)/,
    /(?<equals>==?(?![=>])|≈|equals(?=\s[$€£]?\.?\d))/,
    /(?<operator>\/\/|[-+*/×÷−–·∙⋅^]|(?:[xX]|times|plus|minus|divided by|multiplied by|of)(?=\s{0,2}[$€£]?(?:\.?\d|\()))/,
    /(?<word>\p{L}[\p{L}\p{M}'’_]*(?:-\p{L}[\p{L}\p{M}'’_]*)*)/u,
    /(?<open>\()/,
    /(?<close>\))/,
    /(?<line>\n(?!\s{0,20}&?\s{0,4}[=≈]))/,
    /(?<skipped>[\s$€£¢<`~&{}_])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy',
)

/**
 * Stands after an operand and is passed over: `66 (to Ms. Thompson) + 22`. One that holds an
 * equation is looked into.
 */
const aside = /\([^()=≈]{1,60}\)/y

const signs: Readonly<Record<string, string>> = {
  '×': '*',
  '·': '*',
  '∙': '*',
  '⋅': '*',
  '÷': '/',
  '−': '-',
  '–': '-',
  x: '*',
  X: '*',
  of: '*',
  times: '*',
  'multiplied by': '*',
  'divided by': '/',
  plus: '+',
  minus: '-',
}

/** What no unit holds: `30% of 130 trees is (30/100) * 130 = 39`. */
const verbs: ReadonlySet<string> = new Set(['is', 'are', 'was', 'were', 'has', 'have', 'because'])

interface Scan {
  readonly text: string
  position: number
  readonly found: string[]
  /** The sides of the equation being read that an equals sign has closed. */
  sides: string[]
  /** The numbers and signs of the side being read. */
  side: string[]
  /** Where in `side` parentheses are open. */
  opens: number[]
  /** So much of `side` is an expression on its own. */
  complete: number
  wantsOperand: boolean
  /** Words since the last number or sign. */
  words: number
  /**
   * What stands before an equation: after a word and a sign comes the rest of a formula that is not
   * all numbers, and it is skipped up to its equals sign.
   */
  before: 'nothing' | 'word' | 'sign' | 'rest'
}

/**
 * Returns the arithmetic equations that `text` states, in order and without blanks: `9 eggs *
 * $2/egg = $18` is `9*2=18`, a chain `2 * 3 = 6 + 1 = 7` is one. The first side has an operator
 * between numbers; sides without one before it (`Total = 3 * 4 = 12`) are left out. Units,
 * currencies and asides are skipped; `×`, `\times`, `x` and `times` are `*`, `≈` is `=`; numbers
 * have no thousands separators and no trailing zeros after the point; parentheses around a product
 * within a product or sum are dropped. A formula with variables is none. Whether the equations hold
 * is not asked. Never throws; linear in the length of the text, of which the first million
 * characters are read.
 */
export function textEquations(text: string): string[] {
  const scan: Scan = {
    text: plainMath(text.slice(0, maxTextLength)),
    position: 0,
    found: [],
    ...fresh('nothing'),
  }
  while (scan.position < scan.text.length) {
    piece.lastIndex = scan.position
    const match = piece.exec(scan.text)
    const start = scan.position
    scan.position += match?.[0].length ?? 1
    readPiece(scan, match?.groups ?? { line: '' }, start)
  }
  finish(scan, 'nothing')
  return scan.found
}

function fresh(before: Scan['before']): Omit<Scan, 'text' | 'position' | 'found'> {
  return { sides: [], side: [], opens: [], complete: 0, wantsOperand: true, words: 0, before }
}

/** Ends the equation being read, keeps it if it is one, and starts the next. */
function finish(scan: Scan, before: Scan['before']): void {
  if (scan.complete > 0) scan.sides.push(scan.side.slice(0, scan.complete).join(''))
  const first = scan.sides.findIndex((side) => /[\d)%][-+*/^]/.test(side))
  const equation = first === -1 ? '' : scan.sides.slice(first).join('=')
  if (equation.includes('=') && equation.length <= maxEquationLength) scan.found.push(equation)
  Object.assign(scan, fresh(before))
}

function isFresh({ sides, side }: Scan): boolean {
  return sides.length === 0 && side.length === 0
}

function readPiece(scan: Scan, groups: Record<string, string | undefined>, start: number): void {
  const { number, equals, operator, word } = groups
  if (groups['skipped'] !== undefined) return
  if (groups['line'] !== undefined) finish(scan, 'nothing')
  else if (equals !== undefined) readEquals(scan)
  else if (scan.before === 'rest') return
  else if (number !== undefined) readNumber(scan, number)
  else if (operator !== undefined) readOperator(scan, operator, start)
  else if (word !== undefined) readWord(scan, word, start)
  else if (groups['open'] !== undefined) readOpen(scan, start)
  else readClose(scan)
}

function readNumber(scan: Scan, number: string): void {
  if (!scan.wantsOperand) finish(scan, 'nothing')
  if (scan.before === 'sign') scan.before = 'rest'
  else readOperand(scan, canonicalNumber(number))
}

/** Takes what may follow a sign: a number or an expression in parentheses. */
function readOperand(scan: Scan, operand: string): void {
  scan.side.push(operand)
  scan.before = 'nothing'
  scan.wantsOperand = false
  scan.words = 0
  if (scan.opens.length === 0) scan.complete = scan.side.length
}

/** `1,080.50` is `1080.5`. */
function canonicalNumber(number: string): string {
  if (number.length > maxEquationLength) return number
  const plain = number.replaceAll(',', '').replace(/^\./, '0.')
  return plain.includes('.') ? plain.replace(/\.?0*(%?)$/, '$1') : plain
}

function readOperator(scan: Scan, operator: string, start: number): void {
  const sign = signs[operator] ?? operator
  const { text, side } = scan
  if (operator === '*' && text[start + 1] === '*') return readStars(scan, start)
  // `5-minute`, `16-egg`: a hyphen.
  if (sign === '-' && /\S\p{L}/u.test(text.charAt(start - 1) + text.charAt(start + 1))) return
  if (operator === 'of' && !isFraction(scan)) return readWord(scan, operator, start)
  if (!scan.wantsOperand) {
    // `15 m^2`: a unit's power.
    if (sign === '^' && scan.words > 0) finish(scan, 'sign')
    else take(scan, sign)
  } else if (isFresh(scan) && scan.before === 'word') scan.before = 'sign'
  else if (sign === '-' && side.at(-1) !== '-' && /[\d.$€£(]/.test(text.charAt(start + 1)))
    side.push('-')
  else if (!isFresh(scan)) finish(scan, 'nothing')
}

function take(scan: Scan, sign: string): void {
  scan.side.push(sign)
  scan.wantsOperand = true
  scan.words = 0
}

/** Two stars are bold type, and a power only where both neighbours are operands. */
function readStars(scan: Scan, start: number): void {
  scan.position = start + 2
  const isPower = /^[\d)]\*\*[\d(]$|^ \*\* $/.test(scan.text.slice(start - 1, start + 3))
  if (isPower && !scan.wantsOperand) take(scan, '^')
}

/** Whether the side ends with what `of` makes a product: a percentage or a fraction. */
function isFraction({ side, wantsOperand, words }: Scan): boolean {
  return !wantsOperand && words === 0 && (side.at(-1)!.endsWith('%') || side.at(-2) === '/')
}

function readWord(scan: Scan, word: string, start: number): void {
  const { side, text } = scan
  if (isFresh(scan)) scan.before = 'word'
  else if (scan.wantsOperand) {
    // `$2/egg`: the sign belonged to the unit.
    if (side.at(-1) === '/') {
      side.pop()
      scan.wantsOperand = false
      scan.words++
    } else if (side.length > 0 || ++scan.words > maxWordsAfterEquals) finish(scan, 'word')
  } else if (verbs.has(word) || (isVariable(word) && /\d|\)/.test(text.charAt(start - 1))))
    finish(scan, 'word')
  else if (++scan.words > maxUnitWords) finish(scan, 'word')
}

/**
 * Whether a letter that is run on to a number, as in `3x`, is a variable: the others abbreviate
 * units.
 */
function isVariable(word: string): boolean {
  return /^[a-zA-Zπ]$/.test(word) && !/^[mgsclhk]$/.test(word)
}

function readEquals(scan: Scan): void {
  if (scan.wantsOperand) {
    finish(scan, 'nothing')
    return
  }
  const open = scan.opens.at(-1)
  if (open === undefined) scan.sides.push(scan.side.join(''))
  // `7 eggs are used (3 + 4 = 7)`: the equation began in the parenthesis.
  else scan.sides = [scan.side.slice(open + 1).join('')]
  Object.assign(scan, { side: [], opens: [], complete: 0, wantsOperand: true, words: 0 })
}

function readOpen(scan: Scan, start: number): void {
  if (!scan.wantsOperand) {
    if (/[\d)]/.test(scan.text.charAt(start - 1))) take(scan, '*')
    else {
      aside.lastIndex = start
      const passed = aside.exec(scan.text)?.[0]
      if (passed !== undefined) {
        scan.position = start + passed.length
        return
      }
      finish(scan, 'nothing')
    }
  }
  if (scan.before === 'sign') {
    scan.before = 'rest'
    return
  }
  scan.opens.push(scan.side.length)
  scan.side.push('(')
}

function readClose(scan: Scan): void {
  const open = scan.opens.at(-1)
  if (open === undefined || scan.wantsOperand) {
    finish(scan, 'nothing')
    return
  }
  scan.opens.pop()
  if (needsParentheses(scan, open)) readOperand(scan, ')')
  else {
    scan.side.splice(open, 1)
    readOperand(scan, scan.side.pop()!)
  }
}

/** Not so `(36)/(12)` and `(1/2) * 12`, but `(1+2)*3`, `6/(2*3)` and `(2*3)^2`. */
function needsParentheses({ side, text, position }: Scan, open: number): boolean {
  const inner = side.slice(open + 1, open + 1 + maxPlainGroup)
  if (inner.length === 1) return false
  const isProduct =
    inner.length < maxPlainGroup &&
    inner.every((token, index) => index % 2 === 0 || token === '*' || token === '/')
  return (
    !isProduct ||
    /[/^]/.test(side[open - 1] ?? '') ||
    /^\s?(?:\^|\*\*)/.test(text.slice(position, position + 3))
  )
}
