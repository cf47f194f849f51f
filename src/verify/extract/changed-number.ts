/** Words that deny the answer beside them, or make another number of it: `not 42`, `at least 42`, `twice 42`, `42 squared`. */

/** A verb that begins a new statement: what stands before it says nothing about what comes behind it. */
const verb = '(?:is|are|was|were|equals|has|have|had|gives?|makes?|leaves?|est|es|ist|è|é|=)'

/** Words that may stand between a word that changes a number and the number. */
const fillers =
  '(?:\\W{1,3}(?:be|been|equals?|to|the|a|an|that|it|exactly|necessarily|likely|going|really|simply|just|even|always|only|more|less|fewer|greater|larger|smaller|than|or|as|many|much|large|big|long|at|least|most|answer|option|choice|number|value|of|about|around|approximately|roughly|think|believe|say|so|der|die|das|el|la|le|un|una|une)(?!\\p{L})){0,7}'
const gap = `${fillers}[^\\p{L}\\p{N}]{0,6}$`

const denials =
  "not|never|neither|nor|cannot|none|hardly|doubt|unlikely|unless|(?:isn|aren|wasn|won|don|doesn|didn|couldn|wouldn|shouldn|can)['’]?t|no (?:more|less|fewer|greater|larger|smaller) than|nicht|kein|no (?:es|son|puede)|pas|nunca|não|non|не|ليس|không|bukan"
const asianDenials = '不是|不等于|不為|不为|并非|並非|不可能|ではな|じゃな|아니'

/** `is not`, `cannot be`, `isn't`. */
const denied = new RegExp(`(?:(?<!\\p{L})(?:${denials})(?!\\p{L})(?! only)|(?:${asianDenials}))${gap}`, 'iu')

/** `I do not think that`, `It is not true that the`: before a statement, with no other verb in between. */
const deniedStatement = new RegExp(
  `(?<!\\p{L})(?:wrong|incorrect|false|mistaken)\\s*$|(?<!\\p{L})(?:${denials}|impossible|nobody|no one|suppose|assum(?:e|ing)|if|whether)(?!\\p{L})(?! only)(?:(?!(?<!\\p{L})${verb}(?!\\p{L})).){0,80}$|(?:${asianDenials})`,
  'iu',
)

const comparisons = [
  'than',
  'at (?:the )?(?:very )?(?:least|most)|(?:minimum|maximum) of',
  'up to|upto|over|under|above|below|beyond|exceed(?:s|ing)?|within|between|from|either|both|anywhere|somewhere',
  'twice|thrice|half|double|triple|quadruple|almost|nearly|close to|near|shy of|short of|far from|anything but',
  'ask(?:s|ed|ing)? for|look(?:s|ed|ing)? for|instead of|rather than|other than|except(?: for)?|excluding',
  '(?:any|all|every)\\S*(?: number| value)?s? but|plus|times|divided by|multiplied by|added to|subtracted from|to the power(?: of)?|mod(?:ulo)?',
  'menos (?:de|que)|más de|mais de|al menos|como (?:mucho|máximo)|pelo menos|no máximo|entre|hasta|moins (?:de|que)|plus de|au (?:moins|plus|maximum|minimum)',
  'mindestens|höchstens|weniger als|mehr als|zwischen|bis zu|almeno|al massimo|più di|meno di|fra|tra',
  'менее|более|меньше|больше|между|не менее|минимум|максимум|kurang dari|lebih dari|ít nhất|nhiều nhất|ít hơn|nhiều hơn',
].join('|')
const parts =
  'multiples?|factors?|divisors?|roots?|squares?|cubes?|half|halves|thirds?|quarters?|fourths?|fifths?|tenths?|fractions?|percent|percentage|%|powers?|' +
  'reciprocal|inverse|opposite|complement|log(?:arithm)?|factorial|predecessor|successor|remainder|digits?|one|none|any|some|most|part|portion|share|' +
  'negative|sum|product|difference|quotient|double|twice|triple|out|multiplo|múltiplo|mitad|moitié|carré|raíz|racine|hälfte|vielfaches'

/** What makes another number of the one behind it. */
const compared = new RegExp(
  `(?:(?<!\\p{L})(?:${comparisons}|(?:${parts}) (?:of|de|von|di))(?!\\p{L}))${gap}|(?:大于|小于|超过|至少|至多|最多|最少|不到|少于|多于|以上|以下|一半|倍|介于)(?:是|为|等于|有)?[^\\p{L}\\p{N}]{0,6}$`,
  'iu',
)

/** `40, 41, ` and `40, 41 and `: the number is the last of a list. */
const lastOfList = /\d[\d.,]*\s?[,;、]\s?[$€£]?\d[\d.,]*\s?(?:[,;、]|,? (?:and|or)|[和或])\s?[$€£]?$/

/** `40 to 42`, `40 or 42`: the number is one of two. */
const secondOfTwo =
  /^\s*(?:minus|to|or|through|until|oder|ou|o|или|or (?:maybe|perhaps|possibly|even|about)|至|到|或|~|–|—|-|\.\.\.?)\s*\$?$/iu
const firstOfTwo = /^\s*\(?(?:to|or|through|–|—|~|至|到|或|oder|ou)\s*(?:about |even |maybe |perhaps |possibly )?[$€£]?\d/iu

/** What makes another number of the one before it, or denies it. */
const after = new RegExp(
  '^[\\s)*$\\]"\']*(?:squared|cubed|factorial|to the power|or (?:more|less|fewer|above|below|greater|higher|lower|over|larger|smaller|so on)|and (?:above|over|up|more|below|under)\\b|' +
    '(?:percent |per cent |% ?)?of \\$?\\d|at (?:the )?(?:very )?(?:least|most)|(?:more|less|fewer|greater) than (?:twice|half|[$\\\\\\d])|(?:plus|minus|times|divided by|multiplied by|mod(?:ulo)?|over) [\\p{L}\\d$(]?(?![\\p{L}])|times (?:as|the|that)|' +
    '以上|以下|不对|不是|错|ではな|的(?:一半|[\\p{L}\\d]{0,3}倍|平方|立方|倒数|相反数|[\\p{L}\\d]{0,3}分之))',
  'iu',
)
const deniedAfter =
  /^[\s)*$\]"']*(?:(?:is|was|seems|looks)(?:n['’]t| (?:\w+ly )?(?:not|never|wrong|incorrect|false|impossible|unlikely|invalid|ruled out|excluded|too \w+))|cannot|can['’]t|can not|is out|doesn['’]t|does not|didn['’]t|won['’]t)(?!\p{L})/iu

/** What a sentence says where it states no answer, whatever numbers are in it. */
const nothingStated = /(?<!\p{L})(?:none of (?:these|them|those|the)|neither \S{1,20}(?: \S{1,20})? nor)(?!\p{L})/iu

/** `needs at least 42`, `can take at most 42`: the bound itself is what is asked for. */
const isBound =
  /(?<!\p{L})(?:need|needs|needed|must|ha(?:ve|s) to|require[sd]?|should|can)(?!\p{L})[^.;]{0,60}at (?:least|most)\W{1,4}$/iu

/** The words between the last number or clause and the end of `before`. */
function nearest(before: string): string {
  const clause =
    before
      .slice(-200)
      .split(/[,;:.!?，；：。](?=\D|$)/)
      .at(-1) ?? ''
  return clause.split(/\d[\d.,]*%?/).at(-1) ?? ''
}

/**
 * Returns the words that deny the number between `before` and `behind`, or make another one of it; `null` where there are none. Both are
 * looked at as far as its clause goes.
 */
export function changingWords(before: string, behind: string): string | null {
  const clause =
    before
      .slice(-200)
      .split(/[,;:.!?，；：。](?=\s|$|[^\d\s])/)
      .at(-1) ?? ''
  const near = nearest(before)
  const isSecond = secondOfTwo.test(near) && /\d/.test(clause.slice(0, clause.length - near.length))
  const isBetween =
    /^\s*(?:and|y|et|und|e|и|和|与)\s*\$?$/iu.test(near) &&
    /(?:between|entre|zwischen|между|介于|from|sum of|product of|difference of)/iu.test(clause)
  if (isSecond || isBetween || lastOfList.test(before.slice(-80))) return near.trim() || 'a list'
  const found =
    denied.exec(clause) ??
    (isBound.test(clause) ? null : compared.exec(near)) ??
    firstOfTwo.exec(behind) ??
    after.exec(behind) ??
    deniedAfter.exec(behind)
  return found ? found[0].trim().slice(0, 40) : null
}

/** Whether a sentence says outright that nothing in it is the answer: `None of these is correct: 42`. */
export const statesNothing = (sentence: string): boolean => nothingStated.test(sentence.slice(0, 400))

/** Whether what stands before a statement turns it round: `I do not think that the answer is 42`. */
export function isDenied(before: string): boolean {
  const clause =
    before
      .slice(-200)
      .split(/[,;:.!?\n，；：。]/)
      .at(-1) ?? ''
  return deniedStatement.test(clause)
}
