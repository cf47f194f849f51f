/**
 * What stands before the phrase of an answer: `the final` leaves it what it is, `the trap`, `twice
 * the` and `some say the` do not.
 */

/**
 * Words before the noun that make it another answer, or somebody's, in the languages in which they
 * are seen.
 */
const others = new RegExp(
  '(?<!\\p{L})(?:' +
    [
      "(?:(?:student|pupil|friend|child|teacher|classmate|person|people|someone|somebody|solver|author|calculator)['’]s|students['’]|previous|prior|earlier|example|sample|partial|old|former|initial|trap|worst|least(?: likely| plausible)?|less likely|(?:second|third|next)(?:[- ](?:best|most likely))?|first",
      'wrong|incorrect|false|fake|invalid|mistaken|erroneous|bad|intermediate|tentative|provisional|naive|naïve|tempting|obvious but \\p{L}+|easier|simpler|other|another|alternative|rejected|unlikely|impossible|dummy|placeholder|not)',
      'falsche|falsa|errada|equivocada|incorrecta|incorrecte|fausse|mauvaise|sbagliata|неверный|неправильный|ошибочный',
    ].join('|') +
    ')(?!\\p{L})[\\s*_"\'“({`]{0,4}(?:(?:student|final|possible|option|choice|correct|right)[\\s*_]{1,3})?$|^\\W*(?:could|can|is|was|might|should|would|does|did) (?:the|it|this|that|my|your)\\s*(?:final |correct )?$|(?:错误|誤|不正确)的?$',
  'iu',
)

/**
 * What makes another number of the answer: `twice the`, `the square of the`, `the remainder when
 * the`.
 */
const changing =
  /(?<!\p{L})(?:(?:twice|thrice|half|double|triple|quadruple|doubling|halving|a (?:third|quarter|fifth|tenth)|when|whether|if|unless|plus|minus|times|from|than|that)|(?:squares?|cubes?|roots?|opposite|negative|reciprocal|inverse|complement|logarithm|factorial|digits?|sum|product|difference|quotient|remainder|multiples?|factors?|divisors?|percent|half|halves|thirds?|quarters?|parts?|number|double|power|estimates?|bounds?) (?:of|for|on)|twice(?: as)?)(?: both)? (?:the|this|that|my|our|your)?\s?[*_]*(?:(?:final|correct|true|actual|real|right)[\s*_]+)?$/iu

/** `We find that the` says it, `when the` and `times the` change it. */
const saidByUs =
  /(?:(?<!\p{L})(?:(?:i|we|it|this|which|that|these|us|therefore|so|thus|hence)(?:['’]\p{L}+)?(?: \p{Ll}+){0,3}|follows|clear|see|find|found|get|conclude|know|means?|note|shows?|tells us|implies|gives|such|so|think|believe|say|is)) that (?:the|this|my|our|your)?\s?[*_]*(?:\p{Ll}+[\s*_]+)?$/iu

/** Who is not the one that answers says so, or nobody does. */
const saidByOthers =
  /(?<!\p{L})(?:(?:you|one|some|someone|somebody|people|students?|solvers?|many|most|anyone|they|he|she|others|readers?|intuition|key|book|friend|(?:common |typical |easy )?mistake|error|tempt(?:ing|ed|ation))(?!\p{L})[^.!?]{0,60}(?<!\p{L})(?:think|thinks|thought|say|says|said|saying|claim\p{L}*|argue\p{L}*|believe\p{L}*|assum\p{L}+|suppos\p{L}+|guess\p{L}*|expect\p{L}*|conclude\p{L}*|answer\p{L}*|insist\p{L}*|suggest\p{L}*|choose|chooses|pick|picks|hope\p{L}*|find|get|gets)(?!\p{L})|(?:no (?:way|chance|reason|possibility)|false|wrong|incorrect|untrue|mistaken|impossible|doubtful|misconception|pretend\p{L}*|imagin\p{L}+|wish\p{L}*|fear\p{L}*|deny|denies|denied|doubt\p{L}*|refute\p{L}*|disprove\p{L}*)(?: that)?(?: (?:the|my|our))?\s?(?:final |correct )?$)/iu

/** The form of an answer is shown: `in the form: `, `The format is "`, `for example, "`. */
const example =
  /(?<!\p{L})(?:(?:format(?:ted)?|in (?:the|this) (?:form|style)|template|please (?:answer|write|respond|reply|end)|(?:end|finish|conclude|respond|reply) (?:your \p{L}+ )?with)(?!\p{L})[^.!?]{0,40}[:"“‘']|(?:for example|for instance|e\.g\.|such as|something like)[,:]?)\s*["“‘']?(?:the )?$/iu

/** `If it were base 10`, `Had we counted order`: what follows holds of another question. */
const contrary =
  /(?<!\p{L})if (?:(?!,)[^.!?]){0,60}(?<!\p{L})(?:were|weren['’]t|had|hadn['’]t)(?!\p{L})|^\W*(?:had|were) (?:\p{L}+ ){1,4}\p{L}+|(?<!\p{L})(?:without the|otherwise|ignoring|if we (?:forget|forgot|ignore|ignored)|first attempt)(?!\p{L})[^.!?]{0,60}$/iu

/** Words that may stand before the noun of an answer and leave it what it is. */
const harmless = new Set(
  (
    'final correct closest my our the so right best exact numerical numeric required desired requested simplified complete overall total ultimate actual true resulting only ' +
    'therefore thus hence then finally and or a an is are be this that it which why means gives giving gave we i get got find found have has see conclude can could will ' +
    'to in sum up summary conclusion short conclude concluding so as result here now because of all everything together based on calculations calculation work working ' +
    "above below following us that’s that's here’s here's this'll let let's state write present give box boxed report provide summarize choose say think believe would " +
    "i'd i'm we've i've we're confident sure know deduce obtain arrive at reach your user question indeed clearly simply integer short nearest rounded whole letter most likely " +
    'logical reasonable appropriate suitable probable accurate valid since these those steps step by with using combining putting adding up yields leads leaves leaving problem solution ' +
    'option multiple choice single direct quick brief one-word last but yes ok okay well great perfect verified confirmed checking double-checked consequently accordingly ergo ' +
    'la el le die das der de den a o é por lo tanto donc ainsi also daher somit ist est es y et und e entonces portanto logo então quindi dunque perciò bonne richtige ' +
    'correcta correcte final finale respuesta resposta risposta réponse una un eine il l het juiste dus jadi maka yang benar follows lautet vậy alors portanto så darum deshalb folglich ang ay'
  ).split(' '),
)

/** The sentence and the clause that end at the noun. */
function sentenceBefore(lead: string): string {
  return (
    lead
      .slice(-200)
      .split(/[.!?。！？]\s/)
      .at(-1) ?? ''
  )
}

/** Returns the words before the noun that make it no answer to what is asked, or `null`. */
export function wordsOfAnother(lead: string): string | null {
  if (!/\p{L}/u.test(lead)) return null
  const sentence = sentenceBefore(lead)
  const clause = clauseBefore(sentence)
  const changed = changing.exec(clause)
  const found =
    others.exec(clause) ??
    saidByOthers.exec(sentence) ??
    example.exec(sentence) ??
    contrary.exec(sentence) ??
    (changed && !saidByUs.test(clause) ? changed : null)
  return found ? found[0].trim() : null
}

const clauseBefore = (sentence: string): string =>
  sentence.split(/[,;:，；：—–](?=\D|$)/).at(-1) ?? ''

/**
 * Returns the first word before the noun that is not known to leave an answer what it is, or
 * `null`; names and numbers are none.
 */
export function unknownLead(lead: string): string | null {
  const clause =
    clauseBefore(sentenceBefore(lead))
      .split(/\d[\d.,]*%?|\$|\\[\])]/)
      .at(-1) ?? ''
  for (const [word] of clause.matchAll(/\p{sc=Latin}[\p{sc=Latin}'’]+/gu))
    if (!harmless.has(word.toLowerCase())) return word
  return null
}
