/** Integers, fractions, decimals, percentages and complex numbers, with the ways to write them. */
import fc from 'fast-check'
import { lenient, type Group, type Kind, type Notation } from './notation.ts'

const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b))

/** `p / q` in lowest terms. */
export interface Ratio {
  p: number
  q: number
}

export const ratio = (p: number, q = 1): Ratio => {
  const divisor = gcd(p, q) * Math.sign(q)
  return { p: p / divisor, q: q / divisor }
}

export const sameRatio = (a: Ratio, b: Ratio): boolean => a.p * b.q === b.p * a.q

export const ratios: fc.Arbitrary<Ratio> = fc
  .tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 40 }))
  .map(([p, q]) => ratio(p, q))

/** LaTeX of a fraction, with its sign before it. */
export function fraction({ p, q }: Ratio): string {
  return q === 1 ? String(p) : `${p < 0 ? '-' : ''}\\frac{${Math.abs(p)}}{${q}}`
}

/** Digits of an integer in groups of three. */
const grouped = (digits: string, separator: string): string =>
  digits.replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, () => separator)

function integerTexts(n: number): string[] {
  const [sign, digits] = [n < 0 ? '-' : '', String(Math.abs(n))]
  const mantissa = `${digits[0]}.${digits.slice(1) || '0'}`
  const power = digits.length - 1
  return [
    String(n),
    ...[',', '{,}', '\\,', '\\!,', ',\\!', ' ', '\\ '].map(
      (separator) => sign + grouped(digits, separator),
    ),
    `${n}.0`,
    `${n}.`,
    `\\frac{${2 * n}}{2}`,
    `\\dfrac{${-3 * n}}{-3}`,
    `${5 * n}/5`,
    `${n - 8}+8`,
    `8 + ${n - 8}`,
    `(${n})`,
    `\\left( ${n} \\right)`,
    `{${n}}`,
    `\\text{${n}}`,
    `\\mathbf{${n}}`,
    `x = ${n}`,
    `x=${n}`,
    `\\textbf{${n}}`,
    `${sign}${mantissa} \\times 10^{${power}}`,
    `${sign}${mantissa}\\cdot 10^${power}`,
    `${sign}${mantissa}e${power}`,
    `${sign}${mantissa}E+${power}`,
    `${sign}\\sqrt{${BigInt(n) ** 2n}}`,
    `${sign}\\sqrt[3]{${BigInt(Math.abs(n)) ** 3n}}`,
    `${100 * n}\\%`,
    `\\left\\lfloor ${n}+\\frac{1}{2}\\right\\rfloor`,
  ]
}

const integers: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -30, max: 30 }),
  fc.integer({ min: -9_999_999, max: 999_999_999 }),
)

const integerGroup = (n: number): Group => ({
  same: integerTexts(n),
  changed: [n + 1, n - 1, -n, 10 * n, Math.trunc(n / 10), n + 1000]
    .filter((other) => other !== n)
    .map(integerTexts),
})

/**
 * The digits of `p / q` with the repeated ones apart, or `null` for more than `longest` of them.
 */
function expansion(
  { p, q }: Ratio,
  longest = 8,
): { whole: number; fixed: string; period: string } | null {
  const whole = Math.floor(Math.abs(p) / q)
  const seen: number[] = []
  let digits = ''
  for (let rest = Math.abs(p) % q; rest !== 0; rest = (rest * 10) % q) {
    const start = seen.indexOf(rest)
    if (start >= 0) return { whole, fixed: digits.slice(0, start), period: digits.slice(start) }
    if (seen.length >= longest) return null
    seen.push(rest)
    digits += String(Math.floor((rest * 10) / q))
  }
  return { whole, fixed: digits, period: '' }
}

const mixed = (sign: string, whole: number, rest: number, q: number): string[] => [
  `${sign}${whole}\\frac{${rest}}{${q}}`,
  `${sign}${whole} \\frac{${rest}}{${q}}`,
  `${sign}${whole} ${rest}/${q}`,
]

function ratioTexts(value: Ratio): string[] {
  const { p, q } = value
  const [sign, top] = [p < 0 ? '-' : '', Math.abs(p)]
  const digits = expansion(value)
  const decimal = digits && `${sign}${digits.whole}.${digits.fixed}`
  const whole = Math.floor(top / q)
  return [
    fraction(value),
    `\\frac{${p}}{${q}}`,
    `\\frac{${-p}}{${-q}}`,
    `${sign}\\frac{${3 * top}}{${3 * q}}`,
    `${p}/${q}`,
    `${p} / ${q}`,
    `(${p})/(${q})`,
    `${p}⁄${q}`,
    `${p} \\div ${q}`,
    `{${p} \\over ${q}}`,
    `${p}\\cdot ${q}^{-1}`,
    `\\left(\\frac{${q}}{1}\\right)^{-1}\\cdot(${p})`,
    `${p}\\cdot\\frac{1}{${q}}`,
    `\\frac{1}{${q}}\\times (${p})`,
    `2+\\frac{${p - 2 * q}}{${q}}`,
    `\\frac{${p - 5}}{${q}} + \\frac{5}{${q}}`,
    `x=\\frac{${p}}{${q}}`,
    `x = ${p}/${q}`,
    `\\frac{${p}/7}{${q}/7}`,
    ...(top > q && top % q !== 0 ? mixed(sign, whole, top % q, q) : []),
    ...(digits && decimal && digits.period !== ''
      ? [
          `${decimal}\\overline{${digits.period}}`,
          `${decimal}\\bar{${digits.period}}`,
          `${decimal}${digits.period.repeat(3)}...`,
        ]
      : []),
    ...(decimal && digits?.period === ''
      ? [decimal, `${decimal}0`, `${decimal}00`, decimal.replace(/^(-?)0\.(?=\d)/, '$1.')]
      : []),
    ...(top < 10 && q < 10 && p >= 0 ? [`\\frac${p}${q}`, `\\frac ${p}{${q}}`] : []),
  ]
}

function ratioGroup(value: Ratio): Group {
  const { p, q } = value
  const glued =
    p > q && q > 1 ? [ratio(Math.floor(p / q) * 10 ** String(p % q).length + (p % q), q)] : []
  const others = [
    ratio(p + 1, q),
    ratio(p - 1, q),
    ratio(-p, q),
    ratio(p, q + 1),
    ...(p === 0 ? [] : [ratio(q, p)]),
    ...glued,
  ]
  return {
    same: ratioTexts(value),
    changed: others.filter((other) => !sameRatio(other, value)).map(ratioTexts),
  }
}

/** `units / 10^places` in decimals, without a double between. */
function decimalText(units: number, places: number): string {
  const digits = String(Math.abs(units)).padStart(places + 1, '0')
  return `${units < 0 ? '-' : ''}${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`
}

function decimalTexts([units, places]: readonly [number, number]): (string | Notation)[] {
  const text = decimalText(units, places)
  const [whole = '', part = ''] = text.split('.')
  const reduced = ratio(units, 10 ** places)
  return [
    text,
    `${text}0`,
    `${text}000`,
    text.replace(/^(-?)0\./, '$1.'),
    ...[',', '{,}', '\\,', ',\\!'].map(
      (separator) =>
        `${whole.startsWith('-') ? '-' : ''}${grouped(whole.replace('-', ''), separator)}.${part}`,
    ),
    fraction(reduced),
    `\\frac{${units}}{${10 ** places}}`,
    `${reduced.p}/${reduced.q}`,
    `${units}e-${places}`,
    `${units} \\times 10^{-${places}}`,
    `${units}\\cdot 10^{-${places}}`,
    `\\frac{${text}}{1}`,
    `\\text{${text}}`,
    `(${text})`,
    `x = ${text}`,
    `x=${fraction(reduced)}`,
    `${decimalText(units, places + 2)}\\cdot 100`,
    `${decimalText(units * 100, places)}\\%`,
    `${decimalText(units * 100, places)} percent`,
    `${decimalText(units + 3 * 10 ** places, places)} - 3`,
    ...(part.length !== 3 ? [lenient(`${whole},${part}`)] : []),
  ]
}

const decimals: fc.Arbitrary<[number, number]> = fc.tuple(
  fc.integer({ min: -99_999_999, max: 99_999_999 }),
  fc.integer({ min: 1, max: 6 }),
)

function decimalGroup([units, places]: [number, number]): Group {
  const others: [number, number][] = [
    [units + 1, places],
    [-units, places],
    [units, places + 1],
    [units + 10 ** places, places],
  ]
  return {
    same: decimalTexts([units, places]),
    changed: others
      .filter(([other, at]) => other * 10 ** (7 - at) !== units * 10 ** (7 - places))
      .map(decimalTexts),
  }
}

/** Hundredths of a percent. */
function percentTexts(basisPoints: number): string[] {
  const text = decimalText(basisPoints, 2)
  const value = ratio(basisPoints, 10_000)
  return [
    `${text}\\%`,
    `${text}%`,
    `${text} \\%`,
    `${text}\\,\\%`,
    `${text} percent`,
    `${text}\\text{ percent}`,
    `${text}\\text{\\%}`,
    `${text}0 \\%`,
    `x = ${text}\\%`,
    `(${text})\\%`,
    decimalText(basisPoints, 4),
    `${decimalText(basisPoints, 4)}0`,
    fraction(value),
    `\\frac{${basisPoints}}{10000}`,
    `\\frac{${text}}{100}`,
    `${value.p}/${value.q}`,
    `${fraction(ratio(basisPoints, 100))}\\%`,
    `x = ${fraction(value)}`,
    `${text} / 100`,
    `${text}\\cdot 10^{-2}`,
  ]
}

const percentGroup = (points: number): Group => ({
  same: percentTexts(points),
  changed: [points + 1, points + 100, -points, points + 10_000]
    .filter((other) => other !== points)
    .map(percentTexts),
})

type ComplexValue = readonly [re: number, im: number]

function complexTexts([re, im]: ComplexValue): string[] {
  const [sign, size] = [im < 0 ? '-' : '+', Math.abs(im)]
  return [
    `${re}${sign}${size}i`,
    `${re} ${sign} ${size} i`,
    `${re}${sign}i\\cdot ${size}`,
    `${im}i+${re}`.replace('+-', '-'),
    `${re}${sign}${size}\\cdot i`,
    `${re}-(${-im})i`,
    `(${re}${sign}${size}i)`,
    `z = ${re}${sign}${size}i`,
    `z=${im}i + (${re})`,
    `\\frac{${2 * re}${sign}${2 * size}i}{2}`,
    `\\frac{${-re}${sign === '+' ? '-' : '+'}${size}i}{-1}`,
    `\\frac{${3 * re}}{3}${sign}\\frac{${4 * size}}{4}i`,
    `i(${im}-(${re})i)`,
    `${re}${sign}${size}i^5`,
    `${re}${sign}${size}\\sqrt{-1}`,
    `\\frac{${-im}+(${re})i}{i}`,
    `\\overline{${re}${sign === '+' ? '-' : '+'}${size}i}`,
    `${re}${sign}${size}\\mathrm{i}`,
    `${re}${sign}${size}*i`,
    `${re - 1}+1${sign}${size}i`,
  ]
}

const complexGroup = ([re, im]: ComplexValue): Group => ({
  same: complexTexts([re, im]),
  changed: [
    [re + 1, im] as const,
    [re, im + 1] as const,
    [re, -im] as const,
    [im, re] as const,
    [-re, im] as const,
  ]
    .filter(([a, b]) => a !== re || b !== im)
    .map(complexTexts),
})

const small = fc.integer({ min: -20, max: 20 })

export const numberKinds: readonly Kind[] = [
  { name: 'integer', specimens: integers.map(integerGroup) },
  { name: 'fraction', specimens: ratios.map(ratioGroup) },
  { name: 'decimal', specimens: decimals.map(decimalGroup) },
  { name: 'percent', specimens: fc.integer({ min: -20_000, max: 30_000 }).map(percentGroup) },
  { name: 'complex', specimens: fc.tuple(small, small).map(complexGroup) },
]
