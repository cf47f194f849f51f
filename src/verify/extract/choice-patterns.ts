/** The patterns by which letters of a choice are told from letters of words and formulas. */

/** The letters of a choice unless others are given. */
export const defaultChoices = 'ABCDEFGHIJ'

export interface ChoicePatterns {
  /** A letter at the start of a statement. */
  leading: RegExp
  /** `(C)`, `option C`. */
  named: RegExp
  /** `C) 12` at the start of a line. */
  listed: RegExp
  /** Several letters in their order, and nothing between them: `AC`. */
  run: RegExp
  /**
   * What comes between two letters that are enumerated, or offered to choose from, and the next
   * one; the same before a letter.
   */
  next: RegExp
  previous: RegExp
  /** `Both A and C are correct`. */
  both: RegExp
  /** Several letters and nothing else, none of them offered instead of another. */
  enumeration: RegExp
  /** A letter alone, and at the start of a line, small or capital. */
  only: RegExp
  listedAnyCase: RegExp
  /** A letter that is no part of a word or an expression. */
  alone: RegExp
}

/** Words after `A` or `I` that make it a letter after all. */
const afterLetter = 'is|because|since|as|and|or|which|for|with|not|but|due'

/** Returns the patterns for choices among `letters`. */
export function choicePatterns(letters: string): ChoicePatterns {
  const upper = letters.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
  const one = `[${upper}]`
  const either = `[${upper}${upper.toLowerCase()}]`
  const inText = '(?:\\\\(?:text|textbf|mathrm|mathbf|mbox)\\s?\\{\\s?)?'
  const article = `(?![AI] (?!(?:${afterLetter})\\b)\\p{Ll})`
  const between =
    '[)\\]}.*_$"\\s]{0,6}(,? ?\\b(?:and|or|oder|ou|und|et|y|e)\\b|,|;|、|，|和|与|及|或|&|/|\\+|(?<=[)\\]$])\\s?|(?=\\s?[(\\[ $]))\\s{0,3}(?:(?:option|choice) )?[(\\[$*{"]{0,4}'
  const end = `(?![\\p{sc=Latin}\\p{N}_'’]|\\s?[=+*/^]|-\\p{L})`
  return {
    leading: new RegExp(
      `^(?:(?:the )?(?:option|choice|letter|statement|answer)s?:? )?[$*_"'\\s]*(?:\\\\\\()?${inText}(?:[(\\[]\\s?(${either})\\s?[)\\]]|${article}(${one})${end}|(${either})(?:[)}\\].:*]|$))`,
      'u',
    ),
    named: new RegExp(
      `(?<!(?:not|except) |[\\p{L}\\p{N}_^}])\\((${one})\\)|\\b(?:[Oo]ption|[Cc]hoice|[Aa]nswer)s? \\(?(${one})${end}`,
      'gu',
    ),
    run: new RegExp(`^[(\\[]?([${upper}]{2,10})(?=[)\\]]?(?:[^\\p{L}\\p{N}'’-]|选项|$))`, 'u'),
    next: new RegExp(`^${between}(${one})${end}`, 'u'),
    previous: new RegExp(`(?<![\\p{sc=Latin}\\p{N}])(${one})${between}$`, 'u'),
    both: new RegExp(
      `\\b[Bb]oth \\(?(${one})\\)? (?:and|&) \\(?(${one})\\)? (?:are|is) (?:both )?(?:correct|right|true|valid)\\b`,
      'u',
    ),
    enumeration: new RegExp(
      `^(?:[(\\[]?${one}[)\\]]?(?:,? and |,? & |\\s?[,;、]\\s?)){1,8}[(\\[]?${one}[)\\]]?$`,
      'u',
    ),
    only: new RegExp(`^(?:(?:[Oo]ption|[Cc]hoice) )?[(\\[]?(${either})[)\\].:]?$`, 'u'),
    listedAnyCase: new RegExp(`^[(\\[]?(${either})[)\\].:](?=\\s|$)`, 'u'),
    listed: new RegExp(
      `^[ \\t>*-]*(?:\\((${one})\\)|(${one})(?:[.):]|\\*\\*))(?=[\\s*\\p{L}\\p{N}$.\\-]|$)`,
      'u',
    ),
    alone: new RegExp(
      `(?<!(?:not|except) |[\\p{sc=Latin}\\p{N}_^{}\\\\$'’°(+*/=-]|[\\p{N}+*/=°}$-]\\s)${article}(${one})${end}(?![(}$]|\\s[-<>+(∩∪]| is (?!correct|right|true|the (?:correct|right|best|answer|only)))`,
      'gu',
    ),
  }
}
