/** Telling an answer that is stated for certain from a number that is taken out of a sentence. */

/** Words that may stand between a mark and its answer and leave it what it is. */
const harmless = new Set(
  (
    'a an the it its this that there is are was be been being equal equals to exactly simply just precisely therefore thus hence so then indeed now clearly ' +
    'finally my our your final overall total totals number value answer result point points set pair tuple list interval vector matrix function expression ' +
    'fraction ratio integer option choice letter given by of as follows namely i we guess think believe say get obtain have find found conclude ' +
    'respuesta es la el los las un una total igual réponse est le de donc égale égal à also gleich die der das ist lautet risposta è il uguale ' +
    'resposta é o ответ равен равно равна это number: x y z n m k 是 为 為 等于 共 一共 总共 即 就是 は 約'
  ).split(' '),
)

/** The same in Chinese and Japanese, which put no blanks between words. */
const chinese = /一共|总共|合计|总计|应该|就|共|有|是|为|為|等于|即|数|个数|最终|正确|选项/g

/**
 * Returns the first word before an answer that is not known to leave it as it is, or `null`. Names
 * left of an equals sign are none.
 */
export function unknownWord(before: string): string | null {
  const plain = before
    .slice(before.lastIndexOf('=') + 1)
    .replaceAll(/\\[a-zA-Z]+/g, ' ')
    .toLowerCase()
  for (const [word] of plain.replaceAll(chinese, ' ').matchAll(/\p{L}[\p{L}'’]*/gu))
    if (!harmless.has(word)) return word
  return null
}
