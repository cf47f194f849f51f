/** Tells a line of Python from a line of prose. */
import { nothingOpen, scanLine } from './python-lines.ts'

export const keywords: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield match case type'
  ).split(' '),
)

/** What may begin a statement. */
const statementStart =
  /^(?:@\w|[)\]}]|""|(?:async\s+)?def\s+\w+\s*[([]|class\s+\w+\s*[:(]|import\s+\w|from\s+[\w.]+\s+import\b|(?:if|elif|while|for|with|match|case|except|async)\b.*:|(?:else|try|finally|except)\s*:|(?:return|raise|assert|del|global|nonlocal|yield|await)\b|(?:pass|break|continue)\s*(?:;|$)|print\s*\(|\(?[A-Za-z_*][\w.]*(?:\[[^=]*\])?(?:\s*,\s*\*?[A-Za-z_][\w.]*)*\)?\s*(?::[^=]{1,80})?(?:[-+*/%&|^@]|\/\/|\*\*|<<|>>)?=(?!=)|[A-Za-z_][\w.]*\()/

/** Two operands side by side, as words of prose stand and as nothing in Python does. */
const neighbours = /(?<![\w."])([A-Za-z_]\w*|\d[\w.]*|"")[ \t]+(?=([A-Za-z_]\w*|\d|""))/g

/** Whether words stand side by side in what is left of a line without its strings. */
function isProse(bare: string): boolean {
  for (const [, word = '', next = ''] of bare.matchAll(neighbours)) {
    const areOperands = !keywords.has(word) && !keywords.has(next)
    if (areOperands && !(word === '""' && next === '""')) return true
  }
  return /[.!?]\s*$/.test(bare) || /[^\p{ASCII}]/u.test(bare.replaceAll(/[\p{L}\p{N}_]+/gu, ''))
}

/**
 * An assignment is one also where it is broken, such as `x = ?`: a program with it does not run,
 * and is not to be mended.
 */
const assignment = /^[a-z_]\w*\s*=(?!=)(?!.*[.!:]\s*$)/

/**
 * Whether a line, as it stands outside of strings and brackets, is a statement that no prose looks
 * like.
 */
export function isStatement(line: string): boolean {
  const { bare } = scanLine(line.trim(), nothingOpen)
  return (statementStart.test(bare) && !isProse(bare)) || assignment.test(bare)
}

/**
 * Whether a line may be an expression among statements: prose is none, and neither is a single
 * word.
 */
export function isExpression(line: string): boolean {
  const { bare } = scanLine(line.trim(), nothingOpen)
  return (
    /[-+*/%([{<>]/.test(bare) && !/[:,]\s*$/.test(bare) && !/^[-*+>]\s/.test(bare) && !isProse(bare)
  )
}
