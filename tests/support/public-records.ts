/**
 * Small files in the shapes that public records come in, each written for this test, with what is
 * right about them.
 */
import { publicChoiceFiles, publicQuestions, type PublicFile } from './public-choice-records.ts'

export type { PublicFile }

const { problem, second } = publicQuestions
const right = 'She has 3 + 4 = 7 nets. The answer is 7.'
const wrong = 'She has 12. The answer is 12.'
const chat = (question: string, answer: string) => [
  { role: 'system', content: 'Solve it.' },
  { role: 'user', content: question },
  { role: 'assistant', content: answer },
]
const said = (content: string | null) => ({
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content } }],
})
const harnessLog = (place: number, filter: string, response: string, target: string) => ({
  doc_id: place,
  doc: { question: place === 0 ? problem : second, answer: `#### ${target}` },
  target: ` #### ${target}`,
  arguments: { gen_args_0: { arg_0: 'Q: …', arg_1: { until: ['Q:'] } } },
  resps: [[response]],
  filtered_resps: [response.slice(-2)],
  filter,
  metrics: ['exact_match'],
  exact_match: 1,
})

export const publicFiles: readonly PublicFile[] = [
  {
    shape: 'gsm8k',
    file: 'gsm8k.jsonl',
    holds: 'problems',
    rows: [
      { question: problem, answer: 'She has 3+4=<<3+4=7>>7.\n#### 7' },
      { question: second, answer: '<<30/2=15>>15\n#### 15' },
    ],
    others: [right, wrong],
    accuracy: 50,
  },
  {
    shape: 'math',
    file: 'math.json',
    holds: 'problems',
    rows: [
      { problem, level: 'Level 1', type: 'Prealgebra', solution: 'It is $\\boxed{7}$.' },
      { problem: second, solution: '…', answer: '15', unique_id: 'test/1' },
      { id: 9, problem: 'Solve $x^2=1$.', answer: ['1', '-1'] },
    ],
    others: [
      { problemId: 'math-0', text: right },
      { problemId: 'test/1', text: 'So $\\boxed{15}$.' },
      { problemId: 9, text: 'We get $\\boxed{-1, 1}$.' },
    ],
    accuracy: 100,
  },
  {
    shape: 'question-answer',
    file: 'exam.csv',
    holds: 'problems',
    rows: [
      'question,answer',
      `"${problem}",7`,
      '"Is 3 > 2, ""true"" or ""false""?",true',
      `${second},15`,
    ],
    others: [right, 'The answer is false.', 'The answer is 15.'],
    accuracy: 66.7,
  },
  {
    shape: 'svamp',
    file: 'svamp.json',
    holds: 'problems',
    rows: [
      {
        ID: 'chal-1',
        Body: 'Nina has 3 nets and buys 4 more',
        Question: 'How many nets?',
        Equation: '( 3.0 + 4.0 )',
        Answer: 7.0,
        Type: 'Addition',
      },
      {
        ID: 'chal-2',
        Body: 'Nina has 30 nets',
        Question: 'How many is half?',
        Equation: '( 30.0 / 2.0 )',
        Answer: 15.0,
        Type: 'Division',
      },
    ],
    others: [
      { problemId: 'chal-1', text: right },
      { problemId: 'chal-2', text: null },
    ],
    accuracy: 50,
  },
  {
    shape: 'asdiv',
    file: 'asdiv.jsonl',
    holds: 'problems',
    rows: [
      {
        id: 'a1',
        body: 'Nina has 3 nets and buys 4 more.',
        question: 'How many nets?',
        answer: '7 (nets)',
        formula: '3+4=7',
      },
    ],
    others: [{ problemId: 'a1', text: right }],
    accuracy: 100,
  },
  ...publicChoiceFiles,
  {
    shape: 'pal',
    file: 'gsm-hard.jsonl',
    holds: 'problems',
    rows: [
      { input: problem, code: 'def solution():\n  return 7', target: 7.0 },
      { input: second, code: '…', target: 15.0 },
    ],
    others: [right, wrong],
    accuracy: 50,
  },
  {
    shape: 'aime',
    file: 'aime.tsv',
    holds: 'problems',
    rows: [
      'ID\tProblem\tSolution\tAnswer',
      `2024-I-1\t${problem}\t…\t007`,
      `2024-I-2\t${second}\t…\t15`,
    ],
    others: [
      { problemId: '2024-I-1', text: right },
      { problemId: '2024-I-2', text: wrong },
    ],
    accuracy: 50,
  },
  {
    shape: 'numinamath',
    file: 'numinamath.jsonl',
    holds: 'problems',
    rows: [
      {
        source: 'olympiads',
        problem,
        solution: 'It is $\\boxed{7}$.',
        messages: chat(problem, 'It is 7.'),
      },
      {
        source: 'amc',
        problem: second,
        solution: 'Clearly $\\boxed{15}$.',
        answer: 'notfound',
        problem_type: 'Algebra',
      },
    ],
    others: [right, 'So 15.'],
    accuracy: 100,
  },
  {
    shape: 'verl',
    file: 'verl.jsonl',
    holds: 'problems',
    rows: [
      {
        data_source: 'openai/gsm8k',
        prompt: [{ role: 'user', content: problem }],
        ability: 'math',
        reward_model: { style: 'rule', ground_truth: '7' },
        extra_info: { split: 'test', index: 0 },
      },
    ],
    others: [right],
    accuracy: 100,
  },
  {
    shape: 'metamath',
    file: 'metamath.json',
    holds: 'problems',
    rows: [
      {
        type: 'GSM_Rephrased',
        query: problem,
        original_question: problem,
        response: '3+4=7\n#### 7\nThe answer is: 7',
      },
      {
        type: 'MATH_SV',
        query: second,
        original_question: second,
        response: 'Half is 15.\nThe answer is: 15',
      },
    ],
    others: [right, wrong],
    accuracy: 50,
  },
  {
    shape: 'lm-eval',
    file: 'samples_gsm8k.jsonl',
    holds: 'outputs',
    rows: [
      harnessLog(0, 'strict-match', right, '7'),
      harnessLog(1, 'strict-match', wrong, '15'),
      harnessLog(0, 'flexible-extract', right, '7'),
      harnessLog(1, 'flexible-extract', wrong, '15'),
    ],
    accuracy: 50,
  },
  {
    shape: 'openr1',
    file: 'openr1.jsonl',
    holds: 'outputs',
    rows: [
      {
        problem,
        solution: '…',
        answer: '7',
        uuid: 'u1',
        generations: [right, wrong],
        correctness_math_verify: [true, false],
      },
      {
        problem: second,
        solution: '…',
        answer: '15',
        uuid: 'u2',
        generations: null,
        correctness_math_verify: [],
      },
    ],
    accuracy: 25,
  },
  {
    shape: 'openmathinstruct2',
    file: 'openmathinstruct2.jsonl',
    holds: 'outputs',
    rows: [
      {
        problem,
        generated_solution: 'So $\\boxed{7}$.',
        expected_answer: '7',
        problem_source: 'augmented_gsm8k',
      },
      {
        problem,
        generated_solution: 'So $\\boxed{12}$.',
        expected_answer: '7',
        problem_source: 'augmented_gsm8k',
      },
      {
        problem: second,
        generated_solution: 'So $\\boxed{15}$.',
        expected_answer: '15',
        problem_source: 'math',
      },
    ],
    accuracy: 75,
  },
  {
    shape: 'nemo-skills',
    file: 'nemo.jsonl',
    holds: 'outputs',
    rows: [
      { id: 'n1', problem, expected_answer: 7, generation: right, predicted_answer: '7' },
      { id: 'n2', problem: second, expected_answer: 15, generation: null, predicted_answer: null },
    ],
    accuracy: 50,
  },
  {
    shape: 'qwen-math-eval',
    file: 'qwen.jsonl',
    holds: 'outputs',
    rows: [
      {
        idx: 0,
        question: problem,
        gt_cot: '…',
        gt: '7',
        code: [right],
        pred: ['7'],
        report: [null],
        score: [true],
      },
      {
        idx: 1,
        question: second,
        gt_cot: '…',
        gt: '15',
        code: [wrong],
        pred: ['12'],
        report: [null],
        score: [false],
      },
    ],
    accuracy: 50,
  },
  {
    shape: 'deepmath',
    file: 'deepmath.jsonl',
    holds: 'outputs',
    rows: [
      {
        question: problem,
        final_answer: '7',
        difficulty: 1,
        topic: '…',
        r1_solution_1: right,
        r1_solution_2: right,
        r1_solution_3: wrong,
      },
      {
        question: second,
        final_answer: '15',
        difficulty: 1,
        topic: '…',
        r1_solution_1: wrong,
        r1_solution_2: wrong,
        r1_solution_3: wrong,
      },
    ],
    accuracy: 33.3,
  },
  {
    shape: 'prm800k',
    file: 'prm800k.jsonl',
    holds: 'outputs',
    rows: [
      {
        labeler: 'l',
        question: {
          problem,
          ground_truth_answer: '7',
          pre_generated_steps: ['Nina has 3 and 4.', '# Answer\n\n7'],
          pre_generated_answer: '7',
        },
        label: { steps: [], total_time: 1, finish_reason: 'solution' },
      },
      {
        labeler: 'l',
        question: {
          problem: second,
          ground_truth_answer: '15',
          pre_generated_steps: ['It is 12.', '# Answer\n\n12'],
        },
        label: { steps: [], total_time: 1, finish_reason: 'found_error' },
      },
    ],
    accuracy: 50,
  },
  {
    shape: 'openai-batch',
    file: 'batch_output.jsonl',
    holds: 'completions',
    rows: [
      {
        id: 'batch_req_1',
        custom_id: 'p1',
        response: { status_code: 200, request_id: 'r', body: said(right) },
        error: null,
      },
      {
        id: 'batch_req_2',
        custom_id: 'p2',
        response: null,
        error: { code: 'batch_expired', message: '…' },
      },
    ],
    others: [
      { id: 'p1', question: problem, answer: 7 },
      { id: 'p2', question: second, answer: 15 },
    ],
    accuracy: 50,
  },
  {
    shape: 'chat-completions',
    file: 'responses.jsonl',
    holds: 'completions',
    rows: [
      { id: 'p1', object: 'chat.completion', created: 1, ...said(right) },
      { id: 'p2', object: 'chat.completion', created: 1, ...said(null) },
    ],
    others: [
      { id: 'p1', question: problem, answer: 7 },
      { id: 'p2', question: second, answer: 15 },
    ],
    accuracy: 50,
  },
  {
    shape: 'alpaca',
    file: 'alpaca.json',
    holds: 'training',
    rows: [
      { instruction: 'Solve it.', input: problem, output: right },
      { instruction: second, input: '', output: 'Half of 30 is 15.' },
    ],
  },
  {
    shape: 'sharegpt',
    file: 'sharegpt.jsonl',
    holds: 'training',
    rows: [
      {
        id: 's1',
        conversations: [
          { from: 'human', value: problem },
          { from: 'gpt', value: right },
        ],
      },
    ],
  },
  {
    shape: 'messages',
    file: 'chats.jsonl',
    holds: 'training',
    rows: [{ messages: chat(problem, right) }, { messages: chat(second, '15.') }],
  },
]
