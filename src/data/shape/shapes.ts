/**
 * The shapes that public records come in: one table, for every command that reads problems,
 * completions or training rows.
 */
import { describeValue } from '../../core/index.ts'
import { hasFinalAnswer } from '../gsm8k.ts'
import { choiceShapes } from './choice-shapes.ts'
import { followPath, listOf, parseFieldPath } from './field-path.ts'
import { parseMapping, type ImportMapping } from './mapping.ts'
import { firstOf, isObject, isText, type Shape } from './shape.ts'

/**
 * In the order in which they are tried: special ones first. docs/data.md shows a row of each, and
 * its test takes one from file to accuracy.
 */
export const shapes: readonly Shape[] = [
  {
    name: 'lm-eval-likelihoods',
    of: 'log-likelihood logs of lm-evaluation-harness',
    has: ['doc_id', 'doc', 'resps', 'filter'],
    when: ({ resps }) => {
      const first = firstOf(firstOf(resps))
      return first !== null && first !== undefined && !isText(first)
    },
    map: [],
    refusal:
      'it holds log-likelihoods of given choices (output_type multiple_choice or loglikelihood), but no text to grade. Log a task of output_type generate_until instead',
  },
  {
    name: 'lm-eval',
    of: 'lm-evaluation-harness logs, samples_*.jsonl of --log_samples',
    has: ['doc_id', 'doc', 'resps', 'filter'],
    map: [
      'id=doc_id',
      'question=doc.question|doc.problem|doc.Question|doc.Problem|doc.query|doc.input|arguments.gen_args_0.arg_0|arguments[0][0]',
      'answer=target',
      'options=doc.choices|doc.options|',
      'completion=resps[0][]',
      'filter=filter',
    ],
  },
  {
    name: 'openai-batch',
    of: 'output files of the OpenAI Batch API, and of vllm run-batch',
    has: ['custom_id', 'response'],
    map: [
      'id=custom_id',
      'completion=response.body.choices[].message.content|response.body.choices[].text',
    ],
  },
  {
    name: 'openai-batch-requests',
    of: 'input files of the OpenAI Batch API',
    has: ['custom_id', 'body.messages'],
    map: ['id=custom_id', 'messages=body.messages'],
  },
  {
    name: 'chat-completions',
    of: 'responses of OpenAI-compatible servers (vLLM, llama.cpp), one a line',
    has: ['id', 'choices'],
    when: ({ choices }) => {
      const choice = firstOf(choices)
      return isObject(choice) && ('message' in choice || 'finish_reason' in choice)
    },
    map: ['id=id', 'completion=choices[].message.content|choices[].text', 'model=model|'],
  },
  {
    name: 'preferences',
    of: 'pairs of preferences',
    has: ['chosen', 'rejected'],
    map: [],
    refusal:
      'it holds pairs of preferences. Choose with --map which text to learn from, such as --map question=prompt --map completion=chosen',
  },
  {
    name: 'prm800k',
    of: 'PRM800K and files in its layout',
    has: ['question.problem', 'question.ground_truth_answer', 'label.steps'],
    map: [
      'question=question.problem',
      'answer=question.ground_truth_answer',
      'completion=question.pre_generated_steps',
    ],
    joinsQuestions: true,
    joinsSteps: true,
  },
  {
    name: 'verl',
    of: 'training files of verl',
    has: ['prompt', 'reward_model.ground_truth'],
    when: ({ prompt }) => listOf(prompt) !== null,
    map: ['messages=prompt', 'answer=reward_model.ground_truth'],
  },
  {
    name: 'openr1',
    of: 'OpenR1-Math and other lists of generations',
    has: ['problem', 'generations'],
    map: [
      'question=problem',
      'id=uuid|id|',
      'answer=answer|',
      'solution=solution|',
      'completion=generations[]',
    ],
    noAnswer: ['proof', 'notfound'],
  },
  {
    name: 'openmathinstruct2',
    of: 'OpenMathInstruct-2, OpenMathInstruct-1 and OpenMathReasoning',
    has: ['generated_solution', 'expected_answer'],
    map: [
      'question=problem|question',
      'answer=expected_answer',
      'completion=generated_solution',
      'model=generation_model|',
    ],
    joinsQuestions: true,
  },
  {
    name: 'nemo-skills',
    of: 'outputs of NeMo-Skills',
    has: ['generation', 'expected_answer'],
    map: ['question=problem|question', 'id=id|', 'answer=expected_answer', 'completion=generation'],
    joinsQuestions: true,
  },
  {
    name: 'qwen-math-eval',
    of: 'outputs of math-evaluation-harness and of the Qwen2.5-Math evaluation',
    has: ['question', 'gt', 'code'],
    map: ['question=question', 'id=idx|', 'answer=gt', 'completion=code[]'],
  },
  {
    name: 'deepmath',
    of: 'DeepMath-103K',
    has: ['question', 'final_answer', 'r1_solution_1'],
    map: [
      'question=question',
      'answer=final_answer',
      ...['1', '2', '3'].flatMap((place) => [
        `completion=r1_solution_${place}`,
        'model="deepseek-r1"',
      ]),
    ],
  },
  {
    name: 'metamath',
    of: 'MetaMathQA',
    has: ['query', 'response'],
    map: ['question=query', 'solution=response'],
  },
  ...choiceShapes,
  {
    name: 'svamp',
    of: 'SVAMP',
    has: ['Body', 'Question', 'Answer'],
    map: ['question=Body+" "+Question', 'id=ID|', 'answer=Answer'],
  },
  {
    name: 'asdiv',
    of: 'ASDiv',
    has: ['body', 'question', 'answer'],
    map: ['question=body+" "+question', 'id=id|', 'answer=answer'],
  },
  {
    name: 'pal',
    of: 'GSM-Hard and MAWPS as PAL has them',
    has: ['input', 'target'],
    map: ['question=input', 'id=id|', 'answer=target'],
  },
  {
    name: 'aime',
    of: 'AIME problems with capitalised fields',
    has: ['Problem', 'Answer'],
    map: ['question=Problem', 'id=ID|', 'answer=Answer', 'solution=Solution|'],
  },
  {
    name: 'numinamath',
    of: 'NuminaMath-CoT and NuminaMath-1.5',
    has: ['problem', 'solution', 'source'],
    map: ['question=problem', 'id=id|uuid|', 'answer=answer|', 'solution=solution'],
    noAnswer: ['proof', 'notfound'],
  },
  {
    name: 'math',
    of: 'MATH, MATH-500 and collections with their fields',
    has: ['problem'],
    when: (row) =>
      ['answer', 'solution', 'final_answer', 'expected_answer'].some((key) =>
        Object.hasOwn(row, key),
      ),
    map: [
      'question=problem',
      'id=unique_id|id|',
      'answer=answer|final_answer|expected_answer|',
      'solution=solution|',
    ],
    isPlain: true,
  },
  {
    name: 'gsm8k',
    of: 'GSM8K',
    has: ['question', 'answer'],
    when: ({ answer }) => typeof answer === 'string' && hasFinalAnswer(answer),
    map: ['question=question', 'id=id|', 'answer=answer', 'solution=answer'],
    isPlain: true,
  },
  {
    name: 'question-answer',
    of: 'questions with their answers',
    has: ['question', 'answer'],
    map: ['question=context+passage+question', 'id=id|', 'answer=answer', 'solution=solution|'],
    isPlain: true,
  },
  {
    name: 'sharegpt',
    of: 'ShareGPT chats',
    has: ['conversations'],
    map: ['id=id|', 'messages=conversations'],
  },
  {
    name: 'messages',
    of: 'chats of {role, content}',
    has: ['messages'],
    map: ['id=id|', 'messages=messages'],
  },
  {
    name: 'alpaca',
    of: 'Alpaca instructions',
    has: ['instruction', 'output'],
    map: ['question=instruction+input', 'id=id|', 'solution=output'],
  },
]

const paths = new Map(
  shapes.map((shape) => [shape, shape.has.map((path) => parseFieldPath(path)!)]),
)
const mappings = new Map(
  shapes.map((shape) => {
    const { noAnswer, joinsSteps } = shape
    return [
      shape,
      {
        ...parseMapping(shape.map),
        ...(noAnswer && { noAnswer }),
        ...(joinsSteps && { joinsSteps }),
      },
    ]
  }),
)

/** The mapping of a shape. */
export const mappingOf = (shape: Shape): ImportMapping => mappings.get(shape)!

/** Returns the first shape that a row has, `null` where it has none. */
export function shapeOf(row: unknown): Shape | null {
  if (!isObject(row) || Array.isArray(row)) return null
  return shapes.find((shape) => hasShape(shape, row)) ?? null
}

const hasShape = (shape: Shape, row: Record<string, unknown>): boolean =>
  paths.get(shape)!.every((path) => hasPath(path, row)) && (shape.when?.(row) ?? true)

function hasPath(path: NonNullable<ReturnType<typeof parseFieldPath>>, row: unknown): boolean {
  const result = followPath(path, row)
  return 'found' in result && result.found.every(({ value }) => value !== undefined)
}

const withSeveralProblems = shapes.filter(({ problems }) => problems !== undefined)

/** Returns a row for each problem of a record that holds several, else the record itself. */
export function problemRows(record: unknown): unknown[] {
  if (!isObject(record)) return [record]
  const shape = withSeveralProblems.find((each) => hasShape(each, record))
  return shape?.problems?.(record) ?? [record]
}

/** Says which fields a row of no known shape has. */
export function describeRow(row: unknown): string {
  if (!isObject(row) || Array.isArray(row))
    return `expected an object with fields, found ${describeValue(row)}`
  return `no known shape has the fields ${Object.keys(row).slice(0, 20).join(', ') || '(none)'}`
}

/** What to do with a row of no known shape. */
export function unknownShapeHint(row: unknown): string {
  const list = isObject(row)
    ? Object.entries(row).find(([, value]) => Array.isArray(value) && isObject(value[0]))
    : undefined
  if (list && !Array.isArray(row))
    return `If the records are the list "${list[0]}": jq -c '.${list[0]}[]' FILE > records.jsonl.`
  return 'Say where the fields are: reckoner data import FILE --map question=… --map answer=… --out imported. docs/data.md lists the known shapes.'
}
