/** The snippets of a document, and what they say that they print. */

/** Returns the blocks of code in a language, in their order. */
export const snippetsOf = (document: string, language: string): string[] =>
  Array.from(
    document.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm')),
    ([, code]) => code!,
  )

/** Returns the lines that a snippet prints by its own comments. */
export const saidIn = (snippet: string): string[] =>
  Array.from(snippet.matchAll(/\/\/ (.*)$/gm), ([, text]) => text!)

/** Returns what was printed as lines, without blanks at their ends. */
export const printedLines = (stdout: string): string[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd())
