/** The phrases with which texts state an answer, in the languages in which models are asked. */

/** Latin, Cyrillic and other scripts that put a verb behind the noun. */
const noun = [
  'answer|ans|réponse|respuesta|solución|risposta|resposta|antwort|lösung|antwoord|odpowiedź|odpověď|svar(?:et)?|vastaus|cevap|yanıt|răspuns(?:ul)?',
  'ответ|відповідь|отговор|απάντηση|đáp (?:án|số)|câu trả lời|jawaban(?:nya)?|jibu|sagot',
  '(?:ال)?(?:جواب|إجابة)|پاسخ|תשובה|उत्तर|উত্তর|جواب|คำตอบ|정답|답|సమాధానం|பதில்|ಉತ್ತರ',
].join('|')
const verb =
  '(?:(?<!\\p{L})(?:is|was|be|would be|should be|must be|equals|seems to be|comes to|est|es|é|è|ist|lautet|beträgt|är|er|on|jest|to|je|là|adalah|ni|είναι|هو|هي|है|হল|হলো|হচ্ছে|=)(?!\\p{L})|คือ|[은는])'

/** Words between noun and verb: `answer choice`, `answer to the question`, `réponse finale est donc`. */
const between =
  '(?: (?:choice|option|finale?|final|correcta|correcte|correta|corretta))?(?: (?:to|of|for|in) [^\\n.:=]{1,80}?)?(?: ?\\([^()\\n]{1,40}\\))?[*_"\'`]*'

/** Chinese and Japanese put nothing or a colon behind it. */
const eastAsian = [
  '【(?:最终|正确|参考)?(?:答案|解答|答え)】[:：]?',
  '(?:答案|答え|正解|正答|解答|答)\\s?(?:应该|应当|應該|应|就|便|则|也)?\\s?(?:[:：]|(?:即为|[是为為は])[\\s:：、，]*(?!不|多少|什么|否|何))',
  '(?:正确|合适|最佳)?(?:的)?(?:选项|选择)(?:应该)?(?:[:：]|[是为]|是)\\s?(?=[(（$*]{0,3}[A-J]{1,6}(?![a-z]))|(?<![\\p{L}])选\\s?[:：]?\\s?(?=[(（]?[A-J]{1,6}(?![a-z]))',
  '(?:故|应|應|所以|因此|本题|答案)(?:应该|应)?选(?:择|擇|项|项是)?\\s?[:：]?\\s?(?=[(（$*]{0,3}[A-J]{1,6}(?![a-z]))',
].join('|')

/** Marks of statements; a statement goes on to the end of its sentence. */
export const statementMark = new RegExp(
  [
    '^[ \\t>#*_"\'{]*a ?:',
    `(?<!\\p{L})(?:${noun})${between} ?(?::|：|${verb})[*_:"'\`]*`,
    eastAsian,
    '(?<!\\p{L})(?:correct|right|best|final|correcta|richtige|bonne) (?:option|choice|letter|statement|opción|réponse|antwort)s?(?: is| are|:| es| ist| est)[*_:"\'`]*(?= )',
    "(?<!\\p{L})(?:i|we)(?:['’](?:d|ll)| will| would| must)? (?:choose|pick|select|go with|chose|picked)(?: (?:option|answer|choice))?[ :]+(?=[(*]{0,3}[A-J](?!\\p{L}))",
    `^[ \\t>#*_]*(?:final )?(?:${noun})[*_]* (?=\\\\[([]|\\$|-?\\d)`,
    '^[ \\t>#*_]*(?:final )?(?:answer|ответ|réponse|respuesta|antwort|答案|答え)[*_]*\\n+(?=[^\\n]{1,40}$)',
  ].join('|'),
  'gimu',
)
