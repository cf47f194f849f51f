/**
 * Words that deny the answer beside them, or make another number of it: `not 42`, `at least 42`,
 * `twice 42`, `42 squared`.
 */

import { wordsOfAnother } from './lead-words.ts'

/**
 * A verb that begins a new statement: what stands before it says nothing about what comes behind
 * it.
 */
const verb = '(?:is|are|was|were|equals|has|have|had|gives?|makes?|leaves?|est|es|ist|è|é|=)'

/** Words that may stand between a word that changes a number and the number. */
const fillers =
  '(?:\\W{1,3}(?:be|been|equals?|to|the|a|an|that|it|exactly|quite|possibly|actually|necessarily|likely|going|really|simply|just|even|always|only|more|less|fewer|greater|larger|smaller|than|or|as|many|much|large|big|long|at|least|most|answer|option|choice|number|value|of|about|around|approximately|roughly|think|believe|say|so|der|die|das|el|la|le|un|una|une)(?!\\p{L})){0,7}'
const gap = `${fillers}[^\\p{L}\\p{N}]{0,6}$`

const denials =
  "not|by no means|in no way|never|neither|nor|cannot|none|hardly|doubt|unlikely|unless|(?:isn|aren|wasn|won|don|doesn|didn|couldn|wouldn|shouldn|can)['’]?t|no (?:more|less|fewer|greater|larger|smaller) than|nicht|kein|no (?:es|son|puede)|pas|nunca|não|non|не|ليس|không|bukan"
/** Negations of other languages, which deny what follows them in their clause. */
const foreignDenial =
  /(?<!\p{L})(?:nicht|kein\p{L}{0,2}|keinesfalls|keineswegs|niemals|nie|niet|geen|inte|ikke|ikkje|nem|ei (?:ole|voi)|nunca|jamás|jamais|no (?:es|son|puede|podría)|n['’]est pas|pas|não|non|не|ні|není|nejsou|nu (?:este|e|poate|sunt)|δεν|δε|ليس\p{L}{0,2}|ليست|غير|לא|אינה|אינו|không|chưa|chẳng|bukan|bukanlah|tidak|değil)(?!\p{L})[^\d]{0,30}$|ไม่[^\d]{0,30}$/iu

/** Comparisons of other languages, with nothing but small words up to the number. */
const foreignComparison =
  /(?<!\p{L})(?:mayor|maior|menor|mayores|menores|superior(?:e|es)?|inferior(?:e|es)?|supérieure?|inférieure?|größer|grösser|kleiner|mehr|weniger|doppelt so \p{L}+|halb so \p{L}+|maggiore|minore|meer|minder|groter|kleiner|minstens|hoogstens|więcej|mniej|większ\p{L}+|mniejsz\p{L}+|co najmniej|co najwyżej|mer|mindre|större|minst|högst|højst|større|lớn|nhỏ|nhiều|ít|en (?:az|fazla|çok)|como mínimo|no mínimo|أكبر|أقل|أصغر|أكثر|יותר|פחות)(?!\p{L})(?: (?:que|a|als|wie|di|dan|niż|än|enn|end|hơn|de|à|من|מ|מ-))?[^\p{L}\d]{0,4}$|(?:มาก|น้อย)กว่า[^\p{L}\d]{0,4}$|(?<!\p{L})(?:(?:от|из) \d+(?:[.,]\d+)? до|within \d+(?:[.,]\d+)? of) $/iu

const asianDenials = '不是|不等于|不為|不为|并非|並非|不可能|ではな|じゃな|아니'

/** `is not`, `cannot be`, `isn't`. */
const denied = new RegExp(
  `(?:(?<!\\p{L})(?:${denials})(?!\\p{L})(?! only)|(?:${asianDenials})(?:是|为|為|等于|选|選)?)${gap}`,
  'iu',
)

/**
 * `I do not think that`, `It is not true that the`: before a statement, with no other verb in
 * between.
 */
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
  'off by|co-?prime (?:to|with)|relatively prime to|divisible by|congruent to|within \\d+ of|at minimum|at maximum|(?:we|i) (?:reject|discard|exclude|dismiss|eliminate|rule out)(?: \\p{L} ?=)?|extraneous(?: solution)?',
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
const lastOfList =
  /\d[\d.,]*\s?[,;、]\s?[$€£]?\d[\d.,]*\s?(?:[,;、]|,? (?:and|or)|[和或])\s?[$€£]?$/

/** `40 to 42`, `40 or 42`: the number is one of two. */
const secondOfTwo =
  /^\s*(?:minus|to|or|through|until|oder|ou|o|или|or (?:maybe|perhaps|possibly|even|about)|至|到|或|~|–|—|-|\.\.\.?)\s*\$?$/iu
const firstOfTwo =
  /^\s*\(?(?:to|or|through|–|—|~|至|到|或|oder|ou)\s*(?:about |even |maybe |perhaps |possibly )?[$€£]?\d/iu

/** What makes another number of the one before it, or denies it. */
const after = new RegExp(
  '^[\\s)*$\\]"\']*(?:\\\\text\\w*\\{\\s*)?(?:squared|cubed|factorial|to the power|or (?:more|less|fewer|above|below|greater|higher|lower|over|larger|smaller|so on)|(?:st|nd|rd|th) (?:prime|term|power|root|triangular|fibonacci|square|cube|multiple|digit|percentile|harmonic|element|positive|odd|even)|(?:more|less|fewer|greater|smaller) than (?:the|its) (?:total|sum|answer|product|original|number)|or (?:is it|was it|maybe|perhaps)|and (?:above|over|up|more|below|under)\\b|' +
    '(?:percent |per cent |% ?)?of \\$?\\d|at (?:the )?(?:very )?(?:least|most)|(?:more|less|fewer|greater) than (?:twice|half|[$\\\\\\d])|(?:plus|minus|times|divided by|multiplied by|mod(?:ulo)?|over) [\\p{L}\\d$(]?(?![\\p{L}])|times (?:as|the|that)|' +
    '不正确|有误|以上|以下|不对|不是|错|ではな|的(?:一半|[\\p{L}\\d]{0,3}倍|平方|立方|倒数|相反数|[\\p{L}\\d]{0,3}分之))',
  'iu',
)
const deniedAfter =
  /^,? or (?:is it|was it|maybe|perhaps|possibly)|^[\s)*$\]"']*(?:(?:is|was|seems|looks)(?:n['’]t| (?:\w+ly )?(?:not|never|wrong|incorrect|false|impossible|unlikely|invalid|ruled out|excluded|too \w+))|cannot|can['’]t|can not|is out|(?:is|was|must be|has to be|should be|can be) (?:extraneous|rejected|discarded|excluded|dismissed|eliminated|thrown out)|doesn['’]t|does not|didn['’]t|won['’]t)(?!\p{L})/iu

/** Languages whose verb stands last deny and compare behind the number. */
const lastDenial =
  /^["'」』)\s$*]{0,4}(?:では(?:な|あり)|じゃ(?:な|あり)|とは(?:限|言え)|より(?:も)?(?:大き|小さ|多|少|上|下)|未満|以上|以下|を(?:超|下回|上回)|の\s?(?:[\d半二三]+倍|半分|[二三]乗)|は(?:誤|間違|不正|不適|違)|(?:선택지)?[이가은는]?\s?(?:아니|아닙|틀[렸린리])|보다|이상|이하|미만|초과|[이가]\s?될\s?수\s?없|['’]?\p{Ll}{0,3}\s?değil|['’]?(?:den|dan|ten|tan) (?:büyük|küçük|fazla|az|çok)|नहीं|से (?:अधिक|कम|ज्यादा|ज़्यादा|बड़ा|छोटा|बड़ी|छोटी)|নয়|না|(?:这个|的)?(?:选项|答案)?(?:是|为)?(?:不对|不正确|不是|错|有误)|[-–—:\s]*(?:неправильн|неверн|ошибочн|не явля|не подход|falsch|ist (?:nicht|falsch)|no es (?:la|correct)|n['’]est pas|est fau|não é|non è|är inte|er ikke|is niet|nie jest|không (?:phải|đúng)))/iu

/**
 * Returns the words with which what stands behind an answer denies it in a language whose verb
 * stands last, or `null`.
 */
const deniedLast = (behind: string): RegExpExecArray | null =>
  /^[\s\w"'’)$*.,:-]{0,3}$/.test(behind) ? null : lastDenial.exec(behind.slice(0, 60))

/** Whether a statement that begins with a number denies it behind: `42ではない`. */
export function isDeniedBehind(statement: string): boolean {
  const [, head, behind] =
    /^[\s$*_"'「(\\]{0,6}(?:\p{L}\s?=\s?)?([-+−]?\d[\d.,]*|[A-J](?!\p{sc=Latin}))(.*)$/su.exec(
      statement,
    ) ?? []
  if (head === undefined || behind === undefined) return false
  return deniedLast(behind) !== null || (/\d/.test(head) && deniedAfter.test(behind))
}

/** What a sentence says where it states no answer, whatever numbers are in it. */
const nothingStated =
  /(?<!\p{L})(?:none of (?:these|them|those|the)|neither \S{1,20}(?: \S{1,20})? nor)(?!\p{L})/iu

/**
 * What speaks of the answer without stating it, or of another question: `the answer minus 3`,
 * `would be 42 if`.
 */
const ofAnother = new RegExp(
  [
    'answer (?:plus|minus|squared|cubed|times|mod(?:ulo)?|divided|used to|has|had|contains|ends|starts|begins|depends|key says|would have)(?!\\p{L})',
    '(?:to the (?:easier|simpler|other|previous|related|similar|different) \\p{L}+|used to be|tempting to|not sure whether|thought to be|would have been)(?!\\p{L})',
    '(?:answer|it) would be(?!\\p{L}).{0,160}(?<!\\p{L})(?:if|unless|without|were|had|otherwise)(?!\\p{L})',
    '(?:if|had|were|unless|without)(?!\\p{L}).{0,160}(?<!\\p{L})(?:answer|it) would be(?!\\p{L})',
  ]
    .map((part) => `(?<!\\p{L})${part}`)
    .join('|'),
  'iu',
)

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
 * Returns the words that deny the number between `before` and `behind`, or make another one of it;
 * `null` where there are none. Both are looked at as far as its clause goes.
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
    (/\p{L}/u.test(clause) ? wordsBefore(clause, near) : null) ??
    (behind === ''
      ? null
      : (firstOfTwo.exec(behind) ??
        after.exec(behind) ??
        deniedAfter.exec(behind) ??
        deniedLast(behind)))
  return found ? found[0].trim().slice(0, 40) : null
}

function wordsBefore(clause: string, near: string): RegExpExecArray | null {
  return (
    denied.exec(clause) ??
    foreignDenial.exec(near) ??
    foreignComparison.exec(clause) ??
    (isBound.test(clause) ? null : compared.exec(near))
  )
}

/**
 * Whether a sentence says outright that nothing in it is the answer: `None of these is correct:
 * 42`.
 */
export const statesNothing = (sentence: string): boolean =>
  nothingStated.test(sentence.slice(0, 400)) || isOfAnother(sentence)

const mayBeOfAnother = /answer|would|used|tempt|sure|thought|to the /i

/** Whether a sentence speaks of another question, or of what is made of the answer. */
export const isOfAnother = (sentence: string): boolean =>
  mayBeOfAnother.test(sentence) && ofAnother.test(sentence.slice(0, 400))

/**
 * Whether what stands before a statement turns it round: `I do not think that the answer is 42`.
 */
export function isDenied(before: string): boolean {
  const clause =
    before
      .slice(-200)
      .split(/[,;:.!?\n，；：。]/)
      .at(-1) ?? ''
  return deniedStatement.test(clause) || wordsOfAnother(before) !== null
}
