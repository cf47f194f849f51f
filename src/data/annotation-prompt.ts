/** How a model that follows instructions is asked to write down what a text leaves unsaid. */
import { annotate, rationaleMarks } from './rationale-format.ts'

const { open, close } = rationaleMarks

/** Texts with rationales as they are wanted: of a story, a worked solution, and an argument. */
const examples = [
  annotate([
    { text: 'Mia put 3 rows of 5 chairs into the hall.' },
    { text: ' Then she carried 4 chairs away.', rationale: '3 rows of 5 chairs are 3*5=15 chairs' },
    { text: ' 11 chairs were left.', rationale: '4 of the 15 chairs are gone: 15-4' },
  ]),
  annotate([
    { text: 'Question: A pen costs $2. How much do 7 pens and a book for $6 cost?\nAnswer:\n' },
    { text: 'The pens cost $14.', rationale: 'first the price of all pens: 7*2' },
    { text: '\nTogether they cost $20.', rationale: 'add the price of the book: 14+6' },
  ]),
  annotate([
    { text: 'It had not rained for six weeks.' },
    {
      text: ' The farmers drove their cattle to the river.',
      rationale: 'without rain the wells near the farms ran dry',
    },
  ]),
]

/**
 * The format in which a model that follows instructions is asked for the rationale of what comes
 * next in a text. The words are our own.
 */
export const rationaleTurn =
  'chat: {question}\n\nThe text above is unfinished. Say in one short sentence what the writer leaves unsaid here and what helps to predict the text that comes next. Do not say the final answer, and write nothing else.'

/**
 * Returns the request to annotate a text: rules, examples, and the text. Source: RATIONALYST
 * (2410.01044), extraction; the words and the examples are our own.
 */
export function annotationPrompt(text: string): string {
  return [
    'Copy the text below. At places where a reader has to work something out, insert in one short',
    `sentence what the writer leaves unsaid and what helps to predict the text that comes next,`,
    `between ${open} and ${close}. Say nothing that the text has said already, and never the final`,
    'answer. Do not change, add or leave out anything else.',
    '',
    ...examples.flatMap((example) => [`Text: ${plain(example)}`, `Annotated: ${example}`, '']),
    `Text: ${text}`,
    'Annotated:',
  ].join('\n')
}

const plain = (annotated: string): string =>
  annotated.replaceAll(new RegExp(`${open}.*?${close}`, 'gs'), '')
