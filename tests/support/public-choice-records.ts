/**
 * Small files of problems with options, in the shapes that public records come in, with what is
 * right about them.
 */

/** A file, how it is used, and the accuracy that comes out in percent. */
export interface PublicFile {
  shape: string
  /** Its ending says how the rows are written. */
  file: string
  rows: readonly unknown[]
  /**
   * What the file holds: problems (with completions for them), outputs of a model, completions of
   * problems that are elsewhere, training rows.
   */
  holds: 'problems' | 'outputs' | 'completions' | 'training'
  /**
   * Of problems: the completions, in the order of the rows, or by id. Of completions: the problems.
   */
  others?: readonly unknown[]
  accuracy?: number
}

/** Two questions that the files ask in their own ways. */
export const publicQuestions = {
  problem: 'Nina has 3 nets and buys 4 more. How many nets does Nina have?',
  second: 'What is half of 30?',
}
const { problem, second } = publicQuestions
const options = ['5', '7', '12', '1']

export const publicChoiceFiles: readonly PublicFile[] = [
  {
    shape: 'aqua',
    file: 'aqua.jsonl',
    holds: 'problems',
    rows: [
      {
        question: problem,
        options: ['A)5', 'B)7', 'C)12', 'D)1', 'E)30'],
        rationale: '3 + 4 = 7. The answer is B.',
        correct: 'B',
      },
      {
        question: second,
        options: ['A)5', 'B)7', 'C)12', 'D)15', 'E)30'],
        rationale: '…',
        correct: 'D',
      },
    ],
    others: ['3 + 4 = 7, so the answer is (B).', 'The answer is A.'],
    accuracy: 50,
  },
  {
    shape: 'mmlu',
    file: 'mmlu.jsonl',
    holds: 'problems',
    rows: [
      { question: problem, subject: 'elementary_mathematics', choices: options, answer: 1 },
      {
        question: second,
        subject: 'elementary_mathematics',
        choices: ['1', '2', '15', '0'],
        answer: 2,
      },
    ],
    others: ['The answer is B.', 'The answer is B.'],
    accuracy: 50,
  },
  {
    shape: 'mmlu-pro',
    file: 'mmlu-pro.jsonl',
    holds: 'problems',
    rows: [
      {
        question_id: 70,
        question: problem,
        options: [...options, '2'],
        answer: 'B',
        answer_index: 1,
        category: 'math',
      },
    ],
    others: [{ problemId: 70, text: 'The answer is (B).' }],
    accuracy: 100,
  },
  {
    shape: 'arc',
    file: 'arc.jsonl',
    holds: 'problems',
    rows: [
      {
        id: 'Mercury_1',
        question: problem,
        choices: { text: options, label: ['A', 'B', 'C', 'D'] },
        answerKey: 'B',
      },
      {
        id: 'Mercury_2',
        question: second,
        choices: { text: ['1', '15', '2', '0'], label: ['1', '2', '3', '4'] },
        answerKey: '2',
      },
    ],
    others: [
      { problemId: 'Mercury_1', text: 'B' },
      { problemId: 'Mercury_2', text: 'The answer is B.' },
    ],
    accuracy: 100,
  },
  {
    shape: 'arc-stems',
    file: 'ARC-Challenge-Test.jsonl',
    holds: 'problems',
    rows: [
      {
        id: 'Mercury_1',
        question: {
          stem: problem,
          choices: options.map((text, place) => ({ text, label: 'ABCD'[place] })),
        },
        answerKey: 'B',
      },
      {
        id: 'Mercury_2',
        question: {
          stem: second,
          choices: ['1', '15', '2'].map((text, place) => ({ text, label: String(place + 1) })),
        },
        answerKey: '2',
      },
    ],
    others: [
      { problemId: 'Mercury_1', text: 'The answer is 7.' },
      { problemId: 'Mercury_2', text: 'The answer is C.' },
    ],
    accuracy: 50,
  },
  {
    shape: 'hellaswag',
    file: 'hellaswag.jsonl',
    holds: 'problems',
    rows: [
      {
        ind: 24,
        activity_label: 'Mending nets',
        ctx_a: 'Nina sits on a pier.',
        ctx_b: 'She',
        ctx: 'Nina sits on a pier. She',
        endings: ['flies off.', 'mends a net.', 'is a net.', 'eats the pier.'],
        label: '1',
      },
      {
        ind: 25,
        activity_label: 'Mending nets',
        ctx: 'Nina has a net. It',
        endings: ['sings.', 'is late.', 'is torn.', 'has a net.'],
        label: 2,
      },
    ],
    others: ['B', 'The likeliest continuation is "is late."'],
    accuracy: 50,
  },
  {
    shape: 'ecqa',
    file: 'ecqa.csv',
    holds: 'problems',
    rows: [
      'q_no,q_concept,q_text,q_op1,q_op2,q_op3,q_op4,q_op5,q_ans,taskA_pos,taskA_neg,taskB',
      'e1,net,Where does one buy a net?,sea,harbour shop,pier,boat,sky,harbour shop,…,…,…',
      'e2,net,What does a net hold?,water,air,fish,light,sound,fish,…,…,…',
    ],
    others: [
      { problemId: 'e1', text: 'A shop sells nets. The answer is: harbour shop' },
      { problemId: 'e2', text: 'Fish cannot go through a net. The answer is: C' },
    ],
    accuracy: 100,
  },
  {
    shape: 'proofwriter',
    file: 'proofwriter.jsonl',
    holds: 'problems',
    rows: [
      { id: 't1', theory: 'Anne is big.', question: 'Anne is not big.', answer: 'False', QDep: 0 },
      { id: 't1', theory: 'Anne is big.', question: 'Anne is red.', answer: 'Unknown', QDep: 0 },
    ],
    others: ['So the statement is false.', '\\boxed{\\text{True}}'],
    accuracy: 50,
  },
  {
    shape: 'proofwriter-theories',
    file: 'meta-test.jsonl',
    holds: 'problems',
    rows: [
      {
        id: 'AttNoneg-OWA-D0-1',
        theory: 'Anne is big.',
        questions: {
          Q1: { question: 'Anne is big.', answer: true },
          Q2: { question: 'Anne is red.', answer: 'Unknown' },
        },
      },
    ],
    others: [
      { problemId: 'AttNoneg-OWA-D0-1_Q1', text: 'True' },
      { problemId: 'AttNoneg-OWA-D0-1_Q2', text: 'The answer is (C) Unknown.' },
    ],
    accuracy: 100,
  },
  {
    shape: 'logic-lm',
    file: 'proofwriter.json',
    holds: 'problems',
    rows: [
      {
        id: 'ProofWriter_1',
        context: 'Anne is big.',
        question: 'Is the following statement true, false, or unknown? Anne is not big.',
        options: ['A) True', 'B) False', 'C) Unknown'],
        answer: 'B',
      },
    ],
    others: [{ problemId: 'ProofWriter_1', text: '**False**' }],
    accuracy: 100,
  },
]
