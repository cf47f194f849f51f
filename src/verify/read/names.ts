/** The names of mathematics: LaTeX commands and plain words, and what they stand for. */
import type { FunctionName } from '../expression/expression.ts'

/** Functions by every name they are written with, as a command or as a word. */
export const functionNames: ReadonlyMap<string, FunctionName> = new Map<string, FunctionName>([
  ['sin', 'sin'],
  ['cos', 'cos'],
  ['tan', 'tan'],
  ['tg', 'tan'],
  ['tang', 'tan'],
  ['sen', 'sin'],
  ['cot', 'cot'],
  ['ctg', 'cot'],
  ['cotg', 'cot'],
  ['cotan', 'cot'],
  ['sec', 'sec'],
  ['csc', 'csc'],
  ['cosec', 'csc'],
  ['arcsin', 'arcsin'],
  ['asin', 'arcsin'],
  ['arccos', 'arccos'],
  ['acos', 'arccos'],
  ['arctan', 'arctan'],
  ['atan', 'arctan'],
  ['arctg', 'arctan'],
  ['arctang', 'arctan'],
  ['arcsen', 'arcsin'],
  ['arccot', 'arccot'],
  ['arcctg', 'arccot'],
  ['arccotg', 'arccot'],
  ['acot', 'arccot'],
  ['arcsec', 'arcsec'],
  ['arccsc', 'arccsc'],
  ['arccosec', 'arccsc'],
  ['sinh', 'sinh'],
  ['cosh', 'cosh'],
  ['tanh', 'tanh'],
  ['coth', 'coth'],
  ['sech', 'sech'],
  ['csch', 'csch'],
  ['arsinh', 'arsinh'],
  ['asinh', 'arsinh'],
  ['arcsinh', 'arsinh'],
  ['arcosh', 'arcosh'],
  ['acosh', 'arcosh'],
  ['arccosh', 'arcosh'],
  ['artanh', 'artanh'],
  ['atanh', 'artanh'],
  ['arctanh', 'artanh'],
  ['ln', 'ln'],
  ['log', 'log'],
  ['lg', 'log'],
  ['exp', 'exp'],
  ['abs', 'abs'],
  ['sgn', 'sign'],
  ['sign', 'sign'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
  ['ceiling', 'ceil'],
  ['min', 'min'],
  ['max', 'max'],
  ['gcd', 'gcd'],
  ['lcm', 'lcm'],
  ['binom', 'binomial'],
  ['binomial', 'binomial'],
  ['cis', 'cis'],
  ['Re', 'realPart'],
  ['Im', 'imaginaryPart'],
  ['arg', 'argument'],
  ['conj', 'conjugate'],
  ['Gamma', 'gamma'],
  ['factorial', 'factorial'],
])

/** Hyperbolic functions by short names, which as words would be other things: `\sh x`. */
export const hyperbolicCommands: ReadonlyMap<string, FunctionName> = new Map<string, FunctionName>([
  ['sh', 'sinh'],
  ['ch', 'cosh'],
  ['th', 'tanh'],
])

/** Commands for a fraction. */
export const fractionCommands: ReadonlySet<string> = new Set(
  'frac dfrac tfrac cfrac sfrac nicefrac xfrac flatfrac'.split(' '),
)

/** sin⁻¹ is the inverse function. */
export const inverseFunctions: ReadonlyMap<FunctionName, FunctionName> = new Map<
  FunctionName,
  FunctionName
>([
  ['sin', 'arcsin'],
  ['cos', 'arccos'],
  ['tan', 'arctan'],
  ['cot', 'arccot'],
  ['sec', 'arcsec'],
  ['csc', 'arccsc'],
  ['sinh', 'arsinh'],
  ['cosh', 'arcosh'],
  ['tanh', 'artanh'],
])

const greek =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega'

/** Symbols with names of several letters, by command or word. */
export const symbolNames: ReadonlyMap<string, string> = new Map([
  ...greek.split(' ').map((name): [string, string] => [name, name]),
  ['varepsilon', 'epsilon'],
  ['vartheta', 'theta'],
  ['varphi', 'phi'],
  ['varrho', 'rho'],
  ['varsigma', 'sigma'],
  ['ell', 'l'],
  ['hbar', 'hbar'],
  ['imath', 'i'],
  ['jmath', 'j'],
])

/** Words that are infinity when they stand alone. */
export const infinityNames: ReadonlySet<string> = new Set([
  'infty',
  'infinity',
  'inf',
  'oo',
  'Infinity',
])

export type RelationOperator = '=' | '<' | '>' | '<=' | '>=' | '!=' | 'in' | '~' | 'equiv'

/** Relations, as symbols and commands. */
export const relations: ReadonlyMap<string, RelationOperator> = new Map<string, RelationOperator>([
  ['=', '='],
  ['==', '='],
  [':=', '='],
  ['<', '<'],
  ['>', '>'],
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['\\le', '<='],
  ['\\leq', '<='],
  ['\\leqslant', '<='],
  ['\\leqq', '<='],
  ['\\ge', '>='],
  ['\\geq', '>='],
  ['\\geqslant', '>='],
  ['\\geqq', '>='],
  ['\\lt', '<'],
  ['\\gt', '>'],
  ['\\ne', '!='],
  ['\\neq', '!='],
  ['\\in', 'in'],
  ['\\to', 'in'],
  ['\\rightarrow', 'in'],
  ['->', 'in'],
  ['\\approx', '~'],
  ['\\approxeq', '~'],
  ['\\simeq', '~'],
  ['\\sim', '~'],
  ['\\doteq', '~'],
  ['\\equiv', 'equiv'],
])

/** Commands that only lay out what follows. */
export const layoutCommands: ReadonlySet<string> = new Set(
  [
    'displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits displaylimits quad qquad hfill hfil left right middle',
    'big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm biggm Biggm mleft mright rm bf it sf tt cal bfseries itshape',
    'mathstrut strut enspace thinspace medspace thickspace negthinspace relax allowbreak nobreak nonumber notag',
    'tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath centering noindent',
    'checkmark blacksquare qed qedsymbol',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Commands whose argument is prose, and those whose argument is mathematics in another typeface.
 */
export const textCommands: ReadonlySet<string> = new Set(
  'text textnormal textrm textbf textit textsf texttt textsc textsl textup textmd mbox hbox emph'.split(
    ' ',
  ),
)
export const typefaceCommands: ReadonlySet<string> = new Set(
  [
    'mathrm mathbf mathit mathsf mathtt mathcal mathscr mathfrak mathnormal boldsymbol bm pmb operatorname overrightarrow vec underline',
    'mathop mathord mathopen mathclose mathbin mathrel mathpunct mathinner smash uline uuline underbar ensuremath llap rlap clap mathllap mathrlap mathclap',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Single letters are units where another unit follows after a slash, `9.8 m/s`, or in upright type
 * behind a number, `5\\text{ m}`.
 */
export const letterUnits = /^[mgsLNJWVhKA]$/
