/** Programs in chat texts, as models write them: found, run, and what they say read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../../src/execute/index.ts'
import { evaluationPolicy, rewardPolicy, verifyProgram, withGold } from '../../src/verify/index.ts'

const mark = '```'
const fenced = (code: string): string => `${mark}python\n${code}\n${mark}`

/** Texts whose program gives 42. */
const texts: readonly (readonly [name: string, text: string])[] = [
  [
    'imports, helper, main',
    `First imports:\n${mark}python\nfrom math import comb\nfrom fractions import Fraction\n${mark}\nA helper:\n${mark}python\ndef ways(n):\n    return comb(n, 2)\n${mark}\nAnswer:\n${mark}python\nprint(ways(7) * 2)\n${mark}`,
  ],
  [
    'star import',
    `${mark}python\nfrom math import *\n${mark}\nthen\n${mark}python\nprint(int(sqrt(1764)))\n${mark}`,
  ],
  [
    'data then mutate then use',
    `${mark}python\nprices = [10, 20]\n${mark}\n${mark}python\nprices.append(12)\n${mark}\n${mark}python\nprint(sum(prices))\n${mark}`,
  ],
  [
    'rewritten program',
    `${mark}python\ndef solution():\n    return 1/0\nprint(solution())\n${mark}\nThis fails. Corrected:\n${mark}python\ndef solution():\n    return 42\nprint(solution())\n${mark}`,
  ],
  [
    'usage with argument',
    `${mark}python\ndef solution(n):\n    return n * 6\n${mark}\n### Example usage\n${mark}python\nresult = solution(7)\nprint(f"Result: {result}")\n${mark}\nThis prints 42.`,
  ],
  [
    'uses in f-string only',
    `${mark}python\ntotal = 42\n${mark}\n${mark}python\nprint(f"{total} apples")\n${mark}`,
  ],
  [
    'step by step variables',
    `**Step 1**\n${mark}python\na = 6\n${mark}\n**Step 2**\n${mark}python\nb = 7\n${mark}\n**Step 3**\n${mark}python\nprint(a*b)\n${mark}`,
  ],
  [
    'output block named text',
    `${mark}python\nprint(42)\n${mark}\n\n**Output**\n${mark}text\n7\n${mark}`,
  ],
  ['unnamed output', `${mark}python\nprint(42)\n${mark}\nOutput:\n${mark}\nx = 7\n${mark}`],
  [
    'untagged then plain output w/ label The output is:',
    `${mark}\nprint(42)\n${mark}\nThe output is:\n${mark}\n7\n${mark}`,
  ],
  ['bash first', `${mark}bash\npip install sympy\n${mark}\n${mark}python\nprint(42)\n${mark}`],
  [
    'prose above unfenced no colon',
    `Let me write a program to solve this.\n\ndef solution():\n    a = 6\n    return a * 7\n\nThis returns 42.`,
  ],
  [
    'prose above and below with numbers',
    `We have 6 boxes with 7 pens each.\nboxes = 6\npens = 7\ntotal = boxes * pens\nprint(total)\nSo there are 42 pens in total.`,
  ],
  ['Answer: unfenced after', `def solution():\n    return 42\nAnswer: 7`],
  [
    'Q: run-on',
    `def solution():\n    x = 42\n    return x\n\nQ: Anna has 3 apples. How many?\n\ndef solution():\n    return 3`,
  ],
  ['# Question run-on', `ans = 42\n\n# Question: Sam has 3\nans = 3`],
  ['Problem 2: run-on', `print(42)\n\nProblem 2: Sam has 3\nprint(3)`],
  [
    '### Question run-on',
    `def solution():\n    return 42\n\n### Question 2:\nfoo\n\ndef solution():\n    return 3`,
  ],
  [
    'zero-shot top question comment',
    `import math\n\n# Question: Sam has 42\n# Answer it\ndef solver():\n    return 42\nans = solver()`,
  ],
  ['<code>', `<code>\nprint(42)\n</code>`],
  ['<python> inline', `<python>print(42)</python>`],
  ['python_tag', `<|python_tag|>x = 6\nprint(x*7)<|eom_id|>`],
  [
    '[PYTHON] inline',
    `[PYTHON]\ndef solution():\n    return 42\n[/PYTHON]\n[TESTS]\nassert 1\n[/TESTS]`,
  ],
  ['tool_code', `${mark}tool_code\nprint(42)\n${mark}\n${mark}tool_output\n7\n${mark}`],
  [
    'INST',
    `[/INST] Sure!\n${mark}python\nprint(42)\n${mark}</s>[INST] next [/INST]\n${mark}python\nprint(3)\n${mark}`,
  ],
  [
    'think closed w code',
    `<think>\nmaybe\n${mark}python\nprint(1)\n${mark}\n</think>\n${mark}python\nprint(42)\n${mark}`,
  ],
  ['think open', `<think>Let me do it.\n${mark}python\nprint(42)\n${mark}`],
  [
    'think closed, code only inside',
    `<think>\n${mark}python\nprint(42)\n${mark}\n</think>\nThe answer is 42.`,
  ],
  ['glued both', `${mark}python print(42)${mark}`],
  ['glued close multi', `${mark}python\nx = 6\nprint(x*7)${mark}\nDone.`],
  ['inline fence no lang', `${mark}print(42)${mark}`],
  ['unclosed then new', `${mark}python\nx = 1\n${mark}python\nprint(42)\n${mark}`],
  ['only closing', `x = 6\nprint(x * 7)\n${mark}`],
  [
    'docstring with fence',
    `${mark}python\ndef solution():\n    '''Example\n    ${mark}python\n    solution()\n    ${mark}\n    '''\n    return 42\n${mark}\nbye`,
  ],
  ['whole indented', `        total = 6\n        total *= 7\n        print(total)`],
  ['body only', `    a = 6\n    if a > 3:\n        return a * 7\n    return 0`],
  ['body only, prompt indent', `a = 6\n    b = 7\n    return a * b`],
  ['body only, then call', `    a = 6\n    return a * 7\nans = solver()`],
  ['top-level return fenced', `${mark}python\na = 6\nreturn a * 7\n${mark}`],
  ['body in fence', `${mark}python\n    a = 6\n    return a * 7\n${mark}`],
  ['body then next question', `    a = 6\n    return a * 7\n\nQ: Anna\n    return 3`],
  ['magic', `${mark}python\n%matplotlib inline\n!pip install numpy\nprint(42)\n${mark}`],
  ['multi-line call', `values = [\n    1, 2,\n    39,\n]\nprint(\n    sum(values)\n)\nThat is it.`],
  ['unindented list', `values = [\n1, 2,\n39\n]\nprint(sum(values))`],
  [
    'list bullets',
    `- Step one:\n  ${mark}python\n  x = 6\n  ${mark}\n- Step two:\n  ${mark}python\n  print(x * 7)\n  ${mark}`,
  ],
  ['blockquote', `> ${mark}python\n> print(42)\n> ${mark}`],
  [
    'class and main',
    `${mark}python\nclass A:\n    def run(self):\n        return 42\n${mark}\n${mark}python\na = A()\nprint(a.run())\n${mark}`,
  ],
  [
    'test block after',
    `${mark}python\ndef solution():\n    return 42\n${mark}\nTest:\n${mark}python\nassert solution() == 42\n${mark}`,
  ],
  ['bare expr', `${mark}python\nx = 6\nx * 7\n${mark}`],
  ['unfenced bare expr', `x = 6\nx * 7`],
  ['final var', `apples = 6\nresult = apples * 7`],
  ['comment prose after', `def solution():\n    return 42\n\n# This is 42`],
  [
    'unfenced two funcs & call by prose',
    `def f(x):\n    return x * 7\n\nNow call it:\n\nprint(f(6))`,
  ],
  [
    'im_start',
    `<|im_start|>assistant\n${mark}python\nprint(42)\n${mark}<|im_end|>\n<|im_start|>user\nmore`,
  ],
  ['windows', `Here:\r\n${mark}python\r\nprint(42)\r\n${mark}\r\n`],
  ['Python3 fence caps', `${mark}Python\nprint(42)\n${mark}`],
  ['python:main.py', `${mark}python:main.py\nprint(42)\n${mark}`],
  ['python, line numbers', `${mark}python {.line-numbers}\nprint(42)\n${mark}`],
  ['json after', `${mark}python\nprint(42)\n${mark}\n${mark}json\n{"answer": 7}\n${mark}`],
  [
    'latex prose',
    `We compute $6 \\cdot 7$.\n\\[ 6*7 = 42 \\]\n${mark}python\nprint(6*7)\n${mark}\n\\boxed{7}`,
  ],
  [
    'ans in if main',
    `${mark}python\ndef main():\n    print(42)\n\nif __name__ == "__main__":\n    main()\n${mark}`,
  ],
  [
    'try import',
    `${mark}python\ntry:\n    import numpy as np\nexcept ImportError:\n    np = None\nprint(42 if np is None else 1)\n${mark}`,
  ],
  ['unicode minus in comment', `${mark}python\nx = 45  # 45 − 3\nprint(x - 3)\n${mark}`],
  [
    'text with inline math lines then code',
    `x = 5 apples\ny = 3\nHence:\n\ndef solution():\n    return 42`,
  ],
  ['solution with default arg', `${mark}python\ndef solution(n=6):\n    return n * 7\n${mark}`],
  [
    'two solutions self-correct in one block',
    `${mark}python\ndef solution():\n    return 41\n\n# corrected\ndef solution():\n    return 42\n${mark}`,
  ],
  ['~~~', `~~~python\nprint(42)\n~~~`],
  ['Output: on same line then number unfenced', `print(6*7)\nOutput: 42`],
  ['docstring start', `"""Solve it."""\nx = 6\nprint(x*7)`],
  [
    'decorated',
    `from functools import lru_cache\n\n@lru_cache(None)\ndef f(n):\n    return n * 7\n\nprint(f(6))`,
  ],
  ['lambda', `f = lambda x: x * 7\nprint(f(6))`],
  ['annotated', `apples: int = 6\ntotal: int = apples * 7\nprint(total)`],
  ['aug after', `total = 40\ntotal += 2\nprint("Total:", total)`],
  ['with global', `count = 0\ndef add():\n    global count\n    count += 42\nadd()\nprint(count)`],
]

/** Texts whose program does not, whatever else they say. */
const wrong: readonly (readonly [name: string, text: string, verdict: string])[] = [
  ['prose knows better', `${fenced('print(41)')}\nSo the answer is 42.`, 'incorrect'],
  ['a box knows better', `${fenced('ans = 41')}\n\\boxed{42}`, 'incorrect'],
  ['an output knows better', `${fenced('print(41)')}\nOutput:\n${mark}\n42\n${mark}`, 'incorrect'],
  ['no program', 'The answer is 42.', 'unparseable'],
  ['a program that fails, before a box', `${fenced('print(42 / 0)')}\n\\boxed{42}`, 'unparseable'],
  [
    'a corrected program that is wrong',
    `${fenced('print(42)')}\nCorrected:\n${fenced('print(41)')}`,
    'incorrect',
  ],
  ['the next question has it', 'ans = 41\n\nQ: Another?\nans = 42', 'incorrect'],
  [
    'the next definition has it',
    'def solution():\n    return 41\n\ndef solution():\n    return 42',
    'incorrect',
  ],
  ['a broken line among the code', 'x = ?\nans = 42', 'unparseable'],
  ['a broken line of words among the code', 'apples = 6 times 7\nans = 42', 'unparseable'],
  ['a line that is printed after it', fenced('print(42)\nprint("checked 3 times")'), ''],
  [
    'thoughts have it',
    `<think>\n${fenced('print(42)')}\n</think>\n${fenced('print(41)')}`,
    'incorrect',
  ],
  [
    'standard error has it',
    fenced('import sys\nprint(41)\nprint(42, file=sys.stderr)'),
    'incorrect',
  ],
  ['a block of another language', `${mark}bash\nans=42\n${mark}`, 'unparseable'],
  ['a block of R', `${mark}r\nx <- 42\nprint(42)\n${mark}`, 'unparseable'],
  ['pseudocode', `${mark}pseudocode\nprint(42)\n${mark}`, 'unparseable'],
  [
    'the next question, between fences',
    `${fenced('print(41)')}\n\n### Human: And this?\n${fenced('print(42)')}`,
    'incorrect',
  ],
  [
    'the next numbered question',
    `${fenced('ans = 41')}\nQuestion: And this?\n${fenced('ans = 42')}`,
    'incorrect',
  ],
  ['the whole, not the part', fenced('print("30 of the 42 apples are left")'), ''],
  ['a dict that is printed', fenced("print({'apples': 12, 'pears': 42})"), 'unparseable'],
  [
    'JSON that is printed',
    fenced('import json\nprint(json.dumps({"x": 3, "y": 42}))'),
    'unparseable',
  ],
  [
    'two things, of which none is the answer',
    fenced('print("Tom has 12 apples and Jane has 42")'),
    'unparseable',
  ],
  ['a package that is not there', fenced('import numpy as np\nprint(np.int64(42))'), 'unparseable'],
]

/** What a program prints or gives, the gold answer, and whether it is that. */
const values: readonly (readonly [code: string, gold: string, verdict: string])[] = [
  ['print("Tom has 42 apples left.")', '42', 'correct'],
  ['print("Out of 50 apples, 42 are left.")', '42', 'correct'],
  ['print("The total cost is $42")', '42', 'correct'],
  ['print("The total cost is $1,234.50.")', '1234.5', 'correct'],
  ['print("**Answer:** 42")', '42', 'correct'],
  ['print("#### 42")', '42', 'correct'],
  ['print("The answer is \\\\boxed{42}")', '42', 'correct'],
  ['print(f"{1234567:_}")', '1234567', 'correct'],
  ['print(f"{1234567:,}")', '1234567', 'correct'],
  ['print("Probability:", 3/4)', '0.75', 'correct'],
  ['print("Answer: 42")\nprint("Done")', '42', 'correct'],
  ['print("42 of the 50 apples are left")', '42', 'correct'],
  ['print("Each pays $25 for a group of 4")', '25', 'correct'],
  ['print("20% of 150 is", 150 * 0.2)', '30', 'correct'],
  ['print(42)\nprint("-" * 20)', '42', 'correct'],
  ['print("There are 7 primes less than 18")', '7', 'correct'],
  ['def solution():\n    return f"{6 * 7} apples"', '42', 'correct'],
  ['def solution():\n    return "The answer is 42."', '42', 'correct'],
  ['ans = [-2, 2]', '\\{-2, 2\\}', 'correct'],
  ['ans = [2, -2]', '-2, 2', 'correct'],
  ['ans = {2, -2}', '\\{-2, 2\\}', 'correct'],
  ['ans = frozenset([1, 2])', '\\{1, 2\\}', 'correct'],
  ['ans = (3, 4)', '(3, 4)', 'correct'],
  ['ans = (4, 3)', '(3, 4)', 'incorrect'],
  ['ans = [(1, 2), (3, 4)]', '(1,2), (3,4)', 'correct'],
  ["ans = ['A', 'C']", 'A, C', 'correct'],
  ["ans = ['B']", 'B', 'correct'],
  ['ans = [5]', '5', 'correct'],
  ['ans = (5,)', '5', 'correct'],
  ['ans = []', '\\emptyset', 'correct'],
  ['ans = [[1, 2], [3, 4]]', '\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}', 'correct'],
  ['ans = [1, 2]', '\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}', 'correct'],
  ['ans = {"x": 5}', '5', 'correct'],
  ['ans = {"x": 5, "y": 6}', '5', 'unparseable'],
  ['from fractions import Fraction\nans = Fraction(3, 4)', '\\frac{3}{4}', 'correct'],
  [
    'from fractions import Fraction\nans = [Fraction(1, 2), Fraction(3, 4)]',
    '\\frac12, \\frac34',
    'correct',
  ],
  ['from decimal import Decimal\nans = [Decimal("0.5"), 2]', '0.5, 2', 'correct'],
  ['ans = -1j', '-i', 'correct'],
  ['ans = 3 + 4j', '3+4i', 'correct'],
  ['ans = 3 + 1j', '3+i', 'correct'],
  ['ans = 5 + 0j', '5', 'correct'],
  ['ans = 3 - 4j', '3+4i', 'incorrect'],
  ['ans = [1j, -1j]', 'i, -i', 'correct'],
  ['ans = float("inf")', '\\infty', 'correct'],
  ['ans = 5 > 3', 'yes', 'correct'],
  ['print(5 > 3)', 'no', 'incorrect'],
  ['ans = 5 > 3', 'True', 'correct'],
  ['ans = None', '42', 'unparseable'],
  ['ans = None', 'None', 'correct'],
  ['ans = 1e-07', '0.0000001', 'correct'],
  ['ans = [1, 2, 3]', '1, 2, 4', 'incorrect'],
  ['ans = [1, 2, 3]', '3', 'incorrect'],
  ['ans = [41, 42]', '42', 'incorrect'],
  ['ans = {41, 42}', '42', 'incorrect'],
]

describe('programs in chat texts', { timeout: 60_000 }, () => {
  let sandbox: Sandbox
  beforeAll(() => {
    sandbox = openSandbox({ workers: 1 })
  })
  afterAll(() => sandbox[Symbol.asyncDispose]())
  const verdictOn = async (text: string, answer: string, options = {}): Promise<string> => {
    const problem = withGold({ id: 'p', question: '', answer })
    const { verdict, reason } = await verifyProgram(
      { problemId: 'p', index: 0, text },
      problem,
      sandbox,
      options,
    )
    return verdict === 'correct' ? verdict : `${verdict} (${reason})`
  }

  it.each(texts)('are found: %s', async (_, text) => {
    expect(await verdictOn(text, '42')).toBe('correct')
    expect(await verdictOn(text.replaceAll('\n', '\r\n'), '42')).toBe('correct')
  })

  it.each(wrong)('are graded by what they compute: %s', async (_, text, verdict) => {
    for (const policy of [evaluationPolicy, rewardPolicy]) {
      const found = await verdictOn(text, '42', { policy })
      expect(found).not.toBe('correct')
      expect(found).toContain(verdict)
    }
  })

  it.each(values)('%j against %s', async (code, gold, verdict) => {
    expect(await verdictOn(fenced(code), gold)).toContain(verdict)
  })

  it.each([
    ['ans = 0.1 + 0.2', '0.3', 'correct'],
    ['ans = 2 / 3', '\\frac{2}{3}', 'correct'],
    ['print(2 ** 0.5)', '\\sqrt{2}', 'correct'],
    ['ans = 100 * 1.1 - 92', '18', 'correct'],
    ['ans = 0.667', '\\frac{2}{3}', 'incorrect'],
    ['print("Tom has 42 apples left.")', '42', 'unparseable'],
    ['print("The answer is 42")', '42', 'correct'],
  ])('as a reward, %j against %s', async (code, gold, verdict) => {
    expect(await verdictOn(fenced(code), gold, { policy: rewardPolicy })).toContain(verdict)
  })

  it('give answers as notebooks do, unless that is not wanted', async () => {
    for (const code of ['answer = 42', 'result = 42', 'x = 6\nx * 7']) {
      expect(await verdictOn(fenced(code), '42')).toBe('correct')
      expect(await verdictOn(fenced(code), '42', { isNotebook: false })).toContain('NoAnswer')
    }
  })
})
