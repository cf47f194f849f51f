/**
 * Texts that may or may not be answers: formulas from a grammar, soups of tokens, mutated real
 * answers, any characters at all.
 */
import fc from 'fast-check'

/** Answers as data sets and models write them, one or more of every kind. */
export const realAnswers: readonly string[] = [
  '42',
  '-7',
  '1,234,567',
  '0.125',
  '\\frac{3}{4}',
  '-\\dfrac{11}{6}',
  '2\\frac{1}{3}',
  '3 1/2',
  '12.5\\%',
  '90^\\circ',
  '\\$1,250.50',
  '5\\text{ cm}',
  '9.8 m/s^2',
  '1.5 \\times 10^{-3}',
  '6.02e23',
  '0.\\overline{142857}',
  '\\sqrt{2}+\\sqrt[3]{5}',
  '\\frac{-1\\pm\\sqrt{5}}{2}',
  '2\\pi r(r+h)',
  'x^2+2xy+y^2',
  '(x+1)(x-2)^3',
  'e^{i\\pi}+1',
  '3-4i',
  '\\ln 2+\\log_{10} 5',
  '\\sin^2 x+\\cos^2 x',
  '\\arctan\\left(\\frac{1}{2}\\right)',
  '\\binom{10}{3}',
  '7!',
  '\\sum_{k=1}^{n} k^2',
  '\\lfloor x\\rfloor',
  '|x-3|',
  '(1,2)',
  '\\left(-\\infty, 3\\right]\\cup(5,\\infty)',
  '[0,1)',
  ']0,1[',
  '\\{1,2,3\\}',
  '\\{x\\mid x>2\\}',
  '1, 2, 3',
  'x=1, y=-2',
  'x=\\pm 3',
  'x = 2 \\text{ or } x = -5',
  'x < -1 \\text{ or } x \\ge 4',
  '-2 \\le x < 7',
  'x \\in \\mathbb{R}',
  'y = 3x - 4',
  'x^2+y^2=25',
  'f(x)=x^3+C',
  '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
  '\\begin{bmatrix}x\\\\y\\end{bmatrix}',
  '\\begin{cases}x=1\\\\y=2\\end{cases}',
  '\\begin{vmatrix}a&b\\\\c&d\\end{vmatrix}',
  '\\langle 1,2,3\\rangle',
  '2:3:5',
  '8:34 PM',
  'March 3, 2021',
  '1011_2',
  'x\\equiv 3\\pmod{5}',
  '\\text{(B) } 12',
  'A, C',
  '\\textbf{(D)}',
  '\\text{no solution}',
  'The answer is 5.',
  '\\boxed{\\frac{1}{2}}',
  '**17**',
  '$x+1$',
  '\\[ a^2 \\]',
  '½√3·π',
  '−5 × 10⁻³',
  '\\mathbf{i}+2\\mathbf{j}-\\mathbf{k}',
  '\\emptyset',
]

/** What answers are made of, and what breaks readers. */
const tokens: readonly string[] = [
  ...'0 1 2 7 10 12 100 999 1234 0.5 .5 3. 1e5 1e-9 00 007 1,000 1{,}000 1\\,000 12 345 1.000.000 0.333... 0.\\overline{3}'.split(
    ' ',
  ),
  ...'x y z a b n k t i e f g h A B C P E I pi sin cosx abc the and or if for apples meters'.split(
    ' ',
  ),
  ...'+ - * / ^ _ = < > <= >= != == := -> ! % & | : ; , . .. ... \' " ` # @ ~ ? $ $$ \\$ ** // ^2 ^{2} _1 _{10} ^\\circ'.split(
    ' ',
  ),
  ...'( ) [ ] { } \\{ \\} \\left( \\right) \\left[ \\right] \\left. \\right. \\left\\{ \\right\\} \\langle \\rangle \\lfloor \\rceil'.split(
    ' ',
  ),
  ...'\\frac \\dfrac \\tfrac \\frac{1}{2} \\frac12 \\sqrt \\sqrt[3] \\sqrt{2} \\binom \\over \\choose \\cdot \\times \\div'.split(
    ' ',
  ),
  ...'\\pm \\mp \\le \\geq \\neq \\approx \\equiv \\in \\cup \\cap \\setminus \\infty \\pi \\theta \\sin \\cos \\tan^{-1} \\ln'.split(
    ' ',
  ),
  ...'\\log_ \\exp \\max \\min \\gcd \\sum \\sum_{k=1}^{9} \\prod \\int \\lim \\to \\bmod \\pmod{5} \\mid \\vert \\lvert'.split(
    ' ',
  ),
  ...'\\text{ \\text{cm} \\mathrm{ \\mathbf{ \\operatorname{ \\mathbb{R} \\boxed{ \\displaystyle \\quad \\! \\, \\; \\\\ \\'.split(
    ' ',
  ),
  ...'\\begin{pmatrix} \\end{pmatrix} \\begin{cases} \\end{cases} \\begin{array}{cc} \\end{array} \\hline \\overline{ \\vec{'.split(
    ' ',
  ),
  ...'cm km/h kg hours dollars percent degrees million € £ ° % m/s cm^2 $5 mph'.split(' '),
  ...'− × ÷ · √ π ∞ ≤ ≥ ≠ ∪ ∈ ∅ ± ½ ⅓ ² ³ ⁻¹ ₂ ⁄ “ ” ′ … ℝ → ∠ é ß 中 。 α Ω 𝑥 ４ ٣ 😀'.split(' '),
  '\u0301',
  '\u200b',
  '\u00a0',
  '\u202e',
  '\ufeff',
  '\ud800',
  '\udc00',
  '\0',
  '\f',
  '\t',
  '\n',
  '\r\n',
  '\b',
  '\v',
  ' ',
  '  ',
  'x=',
  'f(x)=',
  'The answer is ',
  'answer: ',
  'no solution',
  '(A)',
  'B. ',
  '1:2',
  '12:30',
  '1/2/2020',
  '_2',
  '±1',
]

/** Tokens in any order, glued or with blanks between. */
const soup: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 24 }),
    fc.constantFrom('', '', ' '),
  )
  .map(([parts, glue]) => parts.join(glue))

const join = (...parts: readonly (fc.Arbitrary<string> | string)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''))

/** Answers that are well formed for the most part, of any kind and depth. */
const grammar = fc.letrec<{ leaf: string; sum: string; item: string; answer: string }>((tie) => {
  const [leaf, sum, item] = [tie('leaf'), tie('sum'), tie('item')]
  const relation = fc.constantFrom(
    '=',
    '<',
    '>',
    '\\le ',
    '\\ge ',
    '\\ne ',
    '\\in ',
    '\\approx ',
    '\\equiv ',
  )
  const operator = fc.constantFrom(
    '+',
    '-',
    '*',
    '/',
    '\\cdot ',
    '\\times ',
    '+',
    '-',
    'x',
    '\\pm ',
    '^',
    '\\bmod ',
  )
  const call = fc.constantFrom(
    '\\sin ',
    '\\cos',
    '\\ln',
    '\\exp',
    '\\sqrt',
    '\\tan',
    '\\gcd',
    'f',
    'g',
    '\\arccos',
    'abs',
    '\\log_2',
  )
  const brackets = fc.constantFrom(
    '(_)',
    '(_)',
    '[_]',
    '(_]',
    '\\{_\\}',
    '\\left(_\\right)',
    ']_[',
    '{_}',
    '\\langle _\\rangle',
    '(_}',
    '_',
  )
  const bracketed = fc
    .tuple(brackets, item, item)
    .map(([pair, first, second]) => pair.replace('_', () => `${first}, ${second}`))
  const suffix = fc.constantFrom(
    '',
    '%',
    '\\%',
    '^\\circ',
    '!',
    ' cm',
    '\\text{ apples}',
    ' dollars',
    "'",
    '_2',
    '_1',
    '^2',
    '^{-1}',
  )
  const matrix = fc.constantFrom('pmatrix', 'bmatrix', 'vmatrix', 'cases', 'array', 'matrix')
  return {
    leaf: fc.oneof(
      fc.integer({ min: 0, max: 30 }).map(String),
      fc.integer({ min: 0, max: 99_999 }).map((value) => (value / 100).toFixed(value % 3)),
      fc.constantFrom(
        'x',
        'y',
        'n',
        'a',
        'i',
        'e',
        '\\pi',
        '\\infty',
        'x_1',
        '\\theta',
        '10^{9}',
        '10^{-9}',
        '\\frac12',
        '0',
        'C',
      ),
    ),
    sum: fc.oneof(
      { maxDepth: 3 },
      leaf,
      join(sum, operator, sum),
      join('\\frac{', sum, '}{', sum, '}'),
      join(call, '(', sum, ')'),
      join('\\sqrt{', sum, '}'),
      join('(', sum, ')', fc.constantFrom('', '!', '^2', '^{-1}', '^{1/2}', '\\%')),
      join('\\lfloor ', sum, '\\rfloor '),
      join('(-', leaf, ')'),
      join(leaf, '^{', sum, '}'),
      join('|', sum, '|'),
      join('\\binom{', leaf, '}{', leaf, '}'),
      join('\\sum_{k=', leaf, '}^{', leaf, '}', sum),
    ),
    item: fc.oneof(
      { maxDepth: 3 },
      sum,
      join(leaf, suffix),
      join(sum, relation, sum),
      join(sum, relation, sum, relation, sum),
      bracketed,
      join(item, '\\cup ', item),
      join('\\begin{', matrix, '}', sum, '&', sum, '\\\\', sum, '&', sum, '\\end{', matrix, '}'),
      join('\\{x', fc.constantFrom(':', '|', '\\mid '), item, '\\}'),
    ),
    answer: fc.oneof(
      { weight: 4, arbitrary: item },
      {
        weight: 2,
        arbitrary: join(item, fc.constantFrom(', ', ';', ' or ', '\\text{ and }', ','), item),
      },
      { weight: 1, arbitrary: join('$', item, '$') },
      { weight: 1, arbitrary: join('x=', item) },
    ),
  }
})

/** A well-formed answer, most of the time. */
export const formulas: fc.Arbitrary<string> = grammar.answer

interface Mutation {
  operation: 'delete' | 'insert' | 'repeat' | 'replace' | 'cut' | 'digit'
  place: number
  length: number
  token: string
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  operation: fc.constantFrom('delete', 'insert', 'repeat', 'replace', 'cut', 'digit'),
  place: fc.nat(999),
  length: fc.integer({ min: 1, max: 6 }),
  token: fc.constantFrom(...tokens),
})

function mutated(text: string, { operation, place, length, token }: Mutation): string {
  const at = Math.floor((place / 1_000) * (text.length + 1))
  const [before, part, after] = [
    text.slice(0, at),
    text.slice(at, at + length),
    text.slice(at + length),
  ]
  switch (operation) {
    case 'delete':
      return before + after
    case 'insert':
      return before + token + part + after
    case 'repeat':
      return before + part.repeat(3) + after
    case 'replace':
      return before + token + after
    case 'cut':
      return before
    case 'digit':
      return before + String(place % 10) + part + after
  }
}

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 })

/** A real answer with a few errors in it. */
const damaged: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...realAnswers), mutations)
  .map(([text, changes]) => changes.reduce(mutated, text))

/** Any UTF-16 code units: lone surrogates, controls, combining marks. */
const anyCharacters: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.integer({ min: 0x300, max: 0x36f }),
      fc.integer({ min: 0, max: 0x1f }),
    ),
    { maxLength: 30 },
  )
  .map((units) => String.fromCharCode(...units))

/** Any text of the fuzz. */
export const texts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: soup },
  { weight: 4, arbitrary: formulas },
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: fc.constantFrom(...realAnswers) },
  { weight: 1, arbitrary: anyCharacters },
)

/**
 * Two texts: unrelated, or one a mutation of the other, which is where equality is hard to tell.
 */
export const pairs: fc.Arbitrary<[string, string]> = fc.oneof(
  fc.tuple(texts, texts),
  fc
    .tuple(texts, mutations)
    .map(([text, changes]): [string, string] => [text, changes.reduce(mutated, text)]),
  fc.tuple(formulas, formulas),
)
