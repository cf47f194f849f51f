import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { drain } from '../../core/index.ts'
import { embeddingSimilarity, type KeptNumbers } from './embedding-similarity.ts'
import { evenSample } from './reference-texts.ts'
import { textOfProblem, type TextSimilarity } from './similarity.ts'
import { tfIdfSimilarity } from './tf-idf.ts'

async function* stream<T>(items: Iterable<T>): AsyncGenerator<T, void, void> {
  yield* items
}

const problems = [
  'Tom has 3 apples and buys 4 apples. How many apples has he?',
  'Ann sells 12 pears for 2 dollars each. How many dollars does she get?',
]
const news = ['The parliament voted on the new law.', 'Rain is expected in the north on Monday.']

/** By shared words; the rarity of words is learnt from `corpus`. */
async function byWords(
  reference: readonly string[],
  corpus: readonly string[],
): Promise<TextSimilarity> {
  const similarity = await drain(tfIdfSimilarity(stream(reference)))
  similarity.learn!(corpus)
  return similarity
}

describe('tfIdfSimilarity', () => {
  it('finds texts with the rare words of the reference', async () => {
    const similarity = await byWords(problems, [...news, ...problems])
    const [alike, other, empty] = await similarity.of([
      'How many dollars does Tom get for his apples?',
      'Parliament is expected to vote on Monday.',
      'and of the',
    ])
    expect(alike).toBeGreaterThan(0.2)
    expect(alike).toBeLessThan(1)
    expect([other, empty]).toEqual([0, 0])
  })

  it('is the cosine with the mean of the vectors', async () => {
    const similarity = await byWords(
      ['red green', 'red blue'],
      ['red x', 'red red', 'y blue green'],
    )
    const idf = (df: number): number => Math.log(1003 / (1 + df))
    const [red, other] = [idf(2), idf(1)]
    const length = Math.hypot(red, other)
    const mean = [(2 * red) / length, other / length, other / length]
    const [found] = await similarity.of(['Green: red, red!'])
    const twice = (1 + Math.log(2)) * red
    const dot = twice * mean[0]! + other * mean[1]!
    const expected = dot / Math.hypot(twice, other) / Math.hypot(...mean)
    expect(found).toBeCloseTo(expected, 6)
  })

  it('works on a corpus of one document, and needs words in the reference', async () => {
    const similarity = await byWords(problems, [problems[0]!])
    expect((await similarity.of([problems[0]!]))[0]).toBeGreaterThan(0.3)
    await expect(drain(tfIdfSimilarity(stream(['!', 'of the'])))).rejects.toThrow('has a word')
  })
})

describe('embeddingSimilarity', () => {
  /** A text's vector: whether it has an `a`, whether it has a `b`. */
  const embed = async (texts: readonly string[]): Promise<Float32Array[]> =>
    texts.map((text) => {
      const vector = Float32Array.of(text.includes('a') ? 1 : 0, text.includes('b') ? 1 : 0)
      const length = Math.hypot(...vector) || 1
      return vector.map((each) => each / length)
    })

  it('is the cosine with the mean of the vectors', async () => {
    const open = embeddingSimilarity(stream(['a', 'a', 'a', 'b']), { embed })
    const similarity = await drain(open)
    const found = await similarity.of(['a', 'b', 'ab', 'c'])
    const [a, b] = [3 / Math.hypot(3, 1), 1 / Math.hypot(3, 1)]
    for (const [place, cosine] of [a, b, (a + b) / Math.SQRT2, 0].entries())
      expect(found[place]).toBeCloseTo(cosine, 6)
    expect(await similarity.of([])).toEqual([])
  })

  it('needs a reference, and says how far it is', async () => {
    await expect(drain(embeddingSimilarity(stream([]), { embed }))).rejects.toThrow('no text')
    const done: unknown[] = []
    const texts = Array.from({ length: 100 }, () => 'a')
    await drain(embeddingSimilarity(stream(texts), { embed }), (event) => {
      if (event.type === 'progress') done.push([event.done, event.total])
    })
    expect(done).toEqual([
      [64, 100],
      [100, 100],
    ])
  })
})

describe('embeddingSimilarity that is kept', () => {
  it('embeds nothing twice, and tells the same', async () => {
    const embedded: string[] = []
    const embed = async (texts: readonly string[]): Promise<Float32Array[]> => {
      embedded.push(...texts)
      return texts.map((text) => Float32Array.of(text.length, 1 / text.length))
    }
    const store = new Map<string, number[]>()
    const kept: KeptNumbers = async (name, compute) => {
      const numbers = store.get(name) ?? (await compute())
      store.set(name, JSON.parse(JSON.stringify(numbers)) as number[])
      return numbers
    }
    const texts = Array.from({ length: 100 }, (_, index) => 'a'.repeat(index + 1))
    const batches = [['b', 'bb'], [], ['bbb']]
    const judge = async (kept?: KeptNumbers, most = batches.length): Promise<number[]> => {
      const similarity = await drain(embeddingSimilarity(stream(texts), { embed }, { kept }))
      const found: number[] = []
      for (const batch of batches.slice(0, most)) found.push(...(await similarity.of(batch)))
      return found
    }
    const whole = await judge()
    expect(await judge(kept, 1)).toEqual(whole.slice(0, 2))
    embedded.length = 0
    expect(await judge(kept)).toEqual(whole)
    expect(embedded).toEqual(['bbb'])
    expect([...store.keys()]).toEqual([
      'reference-0',
      'reference-64',
      'similarities-0',
      'similarities-2',
    ])
  })
})

describe('evenSample', () => {
  it('takes all of a few, and of many those in equal distances', async () => {
    const texts = Array.from({ length: 100 }, (_, index) => String(index))
    expect(await evenSample(stream(texts), 60)).toEqual(texts)
    const sample = (await evenSample(stream(texts), 10)).map(Number)
    expect(sample).toEqual(Array.from(sample, (_, index) => index * 8))
    expect(sample.at(-1)).toBe(96)
  })
})

it('problems lend their question and solution, without annotations', () => {
  const problem = { id: 'a', question: 'How many?', answer: '7' }
  expect(textOfProblem(problem)).toBe('How many?\n7')
  const solution = 'It is 3+4=<<3+4=7>>7.\n#### 7'
  expect(textOfProblem({ ...problem, solution })).toBe('How many?\nIt is 3+4=7.\n#### 7')
})

const data = process.env.RECKONER_DATA ?? join(import.meta.dirname, '../../../../shared/data')
const isHere = existsSync(join(data, 'gsm8k/train.jsonl'))
const skipped = isHere ? '' : ` (skipped: no data in ${data})`

describe.runIf(isHere)(`shared words on real texts${skipped}`, () => {
  const rows = (name: string): Record<string, string>[] =>
    readFileSync(join(data, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, string>)
  const solved = ({ question, answer }: Record<string, string>): string =>
    textOfProblem({ id: '', question: question!, solution: answer! })

  it('tell problems of GSM8K from stories of HellaSwag', async () => {
    const alike = rows('gsm8k/test_dev.jsonl').map(solved)
    const other = rows('commonsense_logic/hellaswag_val_sample_dev.jsonl').map(
      ({ context, endings }) => `${context} ${endings![0]}`,
    )
    const similarity = await byWords(rows('gsm8k/train.jsonl').map(solved), [...alike, ...other])
    const least = similarity.defaultThreshold
    const share = async (texts: string[]): Promise<number> =>
      (await similarity.of(texts)).filter((cosine) => cosine >= least).length / texts.length
    expect(await share(alike)).toBeGreaterThan(0.85)
    expect(await share(other)).toBeLessThan(0.1)
  })
})
