/** The phrases with which texts state an answer, in the languages in which models are asked. */

import { isAscii } from './is-ascii.ts'

/** Of languages that are written in plain ASCII, or may be. */
const asciiNouns =
  'answer|ans|respuesta|risposta|resposta|antwort|antwoord|svar(?:et)?|vastaus|cevap|jawaban(?:nya| akhir(?:nya)?)?|odgovor|endergebnis|valasz|jibu|sagot'
const nouns = [
  asciiNouns,
  'válasz|odpoveď|réponse|solución|lösung|odpowiedź|odpověď|yanıt|răspuns(?:ul)?|ответ|відповідь|отговор|απάντηση|đáp (?:án|số)|câu trả lời',
  '(?:ال)?(?:جواب|إجابة)(?: النهائية?)?|התשובה|ה?תשובה הסופית|پاسخ|תשובה|उत्तर|উত্তর|جواب|คำตอบ|정답|답|సమాధానం|பதில்|ಉತ್ತರ',
].join('|')
/**
 * What would be the answer to another question: `if` or `without` stands before it or behind it in
 * its sentence.
 */
const wouldBe =
  '(?:would be(?<!(?<!\\p{L})(?:if|had|were|unless|without|otherwise)(?!\\p{L})(?:[^.!?\\n]|\\.(?=\\d)){0,160})(?!(?:[^.!?\\n]|\\.(?=\\d)){0,160}(?<!\\p{L})(?:if|unless|without|were|had|otherwise)(?!\\p{L})))'
const asciiVerbs = `is|was|be|${wouldBe}|should be|must be|equals|seems to be|comes to|est|es|ist|lautet|er|on|to(?! (?:the|an?|this|that|your|our|my|which|what|how) )|je|adalah|ni|este|ay|jest|turns out to be|comes out (?:to be|as|to)|works out to be|came out to be|I (?:got|get|found|obtained) is|we (?:got|get|found|obtain|obtained) is`
const verbs = `${asciiVerbs}|é|è|beträgt|är|là|είναι|هو|هي|היא|है|হল|হলো|হচ্ছে`

/** Words between noun and verb: `answer choice`, `answer to the question`, `réponse finale est`. */
const between =
  '(?: (?:choice|option|finale?|correcta|correcte|correta|corretta))?(?: (?:to|of|for|in) (?!(?:the|an?) (?:easier|simpler|other|previous|related|similar|different) )[^\\n.:=]{1,80}?)?(?: ?\\([^()\\n]{1,40}\\))?[*_"\'`]*'

/** `The correct option is`, `I choose`: of choices. */
const choosing = [
  '(?<!\\p{L})(?:correct|right|best|final|correcta|correta|richtige|bonne) (?:option|choice|letter|statement|opción|réponse|antwort)s?(?: is| are|:| es| ist| est)[*_:"\'`]*(?= )',
  "(?<!\\p{L})(?:i|we)(?:['’](?:d|ll)| will| would| must)? (?:choose|pick|select|go with|chose|picked)(?: (?:option|answer|choice))?[ :]+(?=[(*]{0,3}[A-J](?!\\p{L}))",
]

/** `A alternativa correta é a C`. */
const romance = [
  '(?<!\\p{L})(?:alternativa|opción|opção|respuesta|resposta|opzione|risposta) corre[ct]{0,2}t?a (?:es|é|è)(?: la| a)?[*_:"\'`]* (?=[(*]{0,3}[A-J](?!\\p{L}))',
]

/** `Das Ergebnis ist 42.` at the end of a text; before it a result is one of several. */
const result =
  '(?<!\\p{L})(?:(?:das )?ergebnis|el resultado|le résultat|il risultato|o resultado|sonuç|kết quả)(?: final)?(?: (?:ist|es|est|è|é|là))?:? ?(?=[$*]{0,3}-?\\d[\\d.,]*[$*.]{0,3}\\s{0,4}(?![^]))'

/** Chinese and Japanese put nothing or a colon behind the noun. */
const eastAsian = [
  '【(?:最终|正确|参考)?(?:答案|解答|答え)】[:：]?',
  '(?:最终|最後|最后|计算|所求的?)?(?:结果|結果)(?:就|便|则|也)?(?:[:：]|[是为為は][\\s:：]*)(?=[$\\\\(（]{0,3}[-−]?\\d[^\\n]{0,30}\\s{0,4}(?![^]))',
  '(?:故|应|应该|因此|所以|答案)填(?:入|写)?\\s?[:：]?\\s?(?=[$\\\\]{0,2}\\(?-?\\d)',
  '答案等于\\s?',
  '(?:答案|答え|正解|正答|解答|答)\\s?(?:应该|应当|應該|应|就|便|则|也)?\\s?(?:[:：]|(?:即为|[是为為は])[\\s:：、，]*(?!不|多少|什么|否|何))',
  '(?:选项|选择)(?:应该)?(?:[:：]|[是为])\\s?(?=[(（$*]{0,3}[A-J]{1,6}(?![a-z]))',
  '(?:(?<!\\p{L})|故|应|應|所以|因此|本题|答案|应该)选(?:择|擇|项|项是)?\\s?[:：]?\\s?(?=[(（$*]{0,3}[A-J]{1,6}(?![a-z]))',
]

/** A statement goes on to the end of its sentence. */
function statementPattern(noun: string, verb: string, more: readonly string[]): RegExp {
  const patterns = [
    '^[ \\t>#*_"\'{]*a ?:',
    `(?<!\\p{L})(?:${noun})${between} ?(?::|：|(?<!\\p{L})(?:${verb})(?!\\p{L})|=|คือ|[은는])(?:, ?(?:therefore|thus|hence|then|of course|indeed|simply|in fact),)?[*_:"'\`]*`,
    `^[ \\t>#*_]*(?:final )?(?:${noun})[*_]* (?=\\\\[([]|\\$|-?\\d)`,
    `^[ \\t>#*_]*(?:final )?(?:${noun}|答案|答え)[*_]*\\n+(?=[^\\n]{1,40}$)`,
    ...choosing,
    ...more,
  ]
  return new RegExp(patterns.join('|'), 'gimu')
}

const inAscii = statementPattern(asciiNouns, asciiVerbs, [])
const inAnyScript = statementPattern(nouns, verbs, [
  ...romance,
  result,
  'ดังนั้นคำตอบคือ',
  ...eastAsian,
])

const endsInResult = /ergebnis|r[ei]sulta/i

/** Returns the phrases that are looked for in a text: those that its characters can make. */
export const statementMark = (text: string): RegExp =>
  isAscii(text) && !endsInResult.test(text.slice(-60)) ? inAscii : inAnyScript
