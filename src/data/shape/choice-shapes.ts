/**
 * The shapes of problems with options to choose from, in the order in which they are tried.
 */
import { listOf } from './field-path.ts'
import { firstOf, isObject, isText, type Shape } from './shape.ts'

/** HellaSwag's rows and ProofWriter's do not say what is asked. */
const asksForEnding = String.raw`\nWhich ending is the likeliest continuation?`
const asksForTruth = String.raw`\nBased on the above information, is the following statement true, false, or unknown? `

export const choiceShapes: readonly Shape[] = [
  {
    name: 'aqua',
    of: 'AQuA-RAT',
    has: ['question', 'options', 'correct'],
    map: [
      'question=question',
      'id=id|',
      'options=options',
      'answer=correct',
      'solution=rationale|',
    ],
  },
  {
    name: 'hellaswag',
    of: 'HellaSwag',
    has: ['endings'],
    when: ({ ctx, context }) => isText(ctx) || isText(context),
    map: [
      `question=activity_label+": "+ctx+"${asksForEnding}"|activity+": "+context+"${asksForEnding}"`,
      'options=endings',
      'answer=label|',
    ],
    noAnswer: ['', '-1'],
  },
  {
    name: 'ecqa',
    of: 'ECQA',
    has: ['q_text', 'q_op1', 'q_op2', 'q_ans'],
    map: [
      'question=q_text',
      'id=q_no|',
      ...['1', '2', '3', '4', '5'].map((place) => `options=q_op${place}|`),
      'answer=q_ans',
    ],
  },
  {
    name: 'proofwriter-theories',
    of: 'ProofWriter as its authors publish it, a theory with all its questions a row',
    has: ['theory', 'questions'],
    when: ({ questions }) => isObject(questions),
    map: [],
    problems: theoryQuestions,
  },
  {
    name: 'proofwriter',
    of: 'ProofWriter, a question a row',
    has: ['theory', 'question', 'answer'],
    when: ({ answer }) => /^(?:true|false|unknown)$/i.test(String(answer)),
    map: [
      // A field id is that of a theory, which has several questions.
      'id=question_id|',
      `question=theory+"${asksForTruth}"+question`,
      `options="['True', 'False', 'Unknown']"`,
      'answer=answer',
    ],
  },
  {
    name: 'logic-lm',
    of: 'ProofWriter, FOLIO and other logic as Logic-LM has them',
    has: ['context', 'question', 'options', 'answer'],
    when: ({ options }) => String(firstOf(options)).startsWith('A)'),
    map: ['question=context+question', 'id=id|', 'options=options', 'answer=answer'],
  },
  {
    name: 'mmlu-pro',
    of: 'MMLU-Pro',
    has: ['question', 'options', 'answer'],
    map: [
      'question=context+passage+question',
      'id=question_id|id|',
      'options=options',
      'answer=answer',
    ],
  },
  {
    name: 'mmlu',
    of: 'MMLU, and multiple choice with an index or a letter',
    has: ['question', 'choices'],
    when: (row) =>
      listOf(row['choices']) !== null &&
      ['answer', 'answer_index', 'label', 'answerKey'].some((key) => Object.hasOwn(row, key)),
    map: [
      'question=context+passage+question',
      'id=id|',
      'options=choices',
      'answer=answer|answer_index|label|answerKey',
    ],
  },
  {
    name: 'arc',
    of: 'ARC, CommonsenseQA and OpenBookQA',
    has: ['choices.text', 'answerKey'],
    map: ['question=question|question_stem', 'id=id|', 'options=choices', 'answer=answerKey'],
    noAnswer: [''],
  },
  {
    name: 'arc-stems',
    of: 'ARC, CommonsenseQA and OpenBookQA as their authors publish them',
    has: ['question.stem', 'question.choices'],
    map: ['question=question.stem', 'id=id|', 'options=question.choices', 'answer=answerKey|'],
    noAnswer: [''],
  },
  {
    name: 'multiple-choice',
    of: 'multiple choice with options that are not in a list',
    has: ['question'],
    when: (row) =>
      hasUnlistedOptions(row) &&
      ['answer', 'answer_index', 'label', 'answerKey'].some((key) => Object.hasOwn(row, key)),
    map: [],
    refusal:
      'its options are not a list, so they would be lost. Say with --map where they are: options=FIELD for a field with a list such as ["5", "7"], or options=A, options=B and so on for a field each',
  },
]

/** `{id, theory, questions: {Q1: {question, answer}, …}}`, as a row for each question. */
function theoryQuestions({ id, theory, questions }: Record<string, unknown>): unknown[] {
  return Object.entries(questions as object).map(([name, each]: [string, unknown]) => ({
    ...(typeof id === 'string' && { question_id: `${id}_${name}` }),
    theory,
    ...(isObject(each) && { question: each['question'], answer: each['answer'] }),
  }))
}

/** Options in a text that is no list, or in columns of their own. */
function hasUnlistedOptions(row: Record<string, unknown>): boolean {
  const options = row['choices'] ?? row['options']
  if (options !== null && options !== undefined) return listOf(options) === null
  return ['A', 'B'].every((key) => row[key] !== null && row[key] !== undefined)
}
