/** Five short texts to score. */
export const scoredItems = [
  {
    prompt: 'Question: Tom has 3 boxes of 4 pens. How many pens?\nAnswer:\n',
    continuation: 'Tom has 3*4=12 pens.\n#### 12',
  },
  { prompt: 'The capital of France is', continuation: ' Paris.' },
  { prompt: '2 + 2 =', continuation: ' 4' },
  { prompt: 'Water boils at', continuation: ' 100 degrees Celsius.' },
  { prompt: 'def add(a, b):\n', continuation: '    return a + b\n' },
]
