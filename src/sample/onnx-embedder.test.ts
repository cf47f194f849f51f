/** Sentence embeddings: pooled as their directory says, of files that may be bad. */
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ModelError } from '../core/index.ts'
import { OnnxEmbedder } from './onnx-embedder.ts'

const golden = join(import.meta.dirname, '../../tests/golden/embedder')
const root = mkdtempSync(join(tmpdir(), 'reckoner-embedder-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let count = 0
/** A directory with an ONNX file and others. */
function directory(
  onnx = 'plain.onnx',
  files: Readonly<Record<string, string>> = {},
  place = 'model.onnx',
): string {
  const made = join(root, `${count++}`)
  mkdirSync(join(made, 'onnx'), { recursive: true })
  mkdirSync(join(made, '1_Pooling'))
  cpSync(join(golden, onnx), join(made, place))
  cpSync(join(golden, 'weights.bin'), join(root, 'weights.bin'))
  cpSync(join(golden, 'tokenizer.json'), join(made, 'tokenizer.json'))
  writeFileSync(join(made, 'config.json'), '{"max_position_embeddings": 6}')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}
const embed = async (path: string, texts: readonly string[]): Promise<Float32Array[]> => {
  await using embedder = await OnnxEmbedder.open(path, 1)
  return await embedder.embed(texts)
}

/** The vector of each token in the golden graphs. */
const table = (id: number): number[] => [0, 1, 2, 3].map((axis) => (((id * 4 + axis) * 5) % 7) - 3)
function meanOf(...ids: number[]): number[] {
  const sum = [0, 1, 2, 3].map((axis) => ids.reduce((all, id) => all + table(id)[axis]!, 0))
  const length = Math.hypot(...sum)
  return sum.map((each) => each / length)
}
function expectNear(found: Float32Array | undefined, expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length)
  for (const [axis, number] of expected.entries()) expect(found![axis]).toBeCloseTo(number, 5)
}
const [CLS, SEP, TOM, HAS, PEN, S] = [2, 3, 4, 5, 9, 8] as const

describe('a directory of sentence embeddings', () => {
  it('gives the mean of the tokens, without padding, whatever stands beside a text', async () => {
    const texts = ['Tom has', 'tom', '', 'pens tom tom tom tom']
    const found = await embed(directory(), texts)
    expectNear(found[0], meanOf(CLS, TOM, HAS, SEP))
    expectNear(found[1], meanOf(CLS, TOM, SEP))
    expectNear(found[2], meanOf(CLS, SEP))
    for (const [place, text] of texts.entries())
      expectNear((await embed(directory(), [text]))[0], [...found[place]!])
    expect(await embed(directory(), [])).toEqual([])
  })

  it('reads no more tokens than the model has places for, and keeps the last mark', async () => {
    const [long] = await embed(directory(), ['tom has tom has has has has tom'])
    expectNear(long, meanOf(CLS, TOM, HAS, TOM, HAS, SEP))
    const shorter = { 'sentence_bert_config.json': '{"max_seq_length": 3}' }
    const [shortest] = await embed(directory('plain.onnx', shorter), ['tom has has'])
    expectNear(shortest, meanOf(CLS, TOM, SEP))
  })

  it('takes the first token where its directory says so', async () => {
    const pooling = '{"pooling_mode_cls_token": true, "pooling_mode_mean_tokens": false}'
    const [found] = await embed(directory('plain.onnx', { '1_Pooling/config.json': pooling }), [
      'tom',
    ])
    expectNear(found, meanOf(CLS))
  })

  it('may have its file in onnx/, and weights beside it', async () => {
    const inFolder = directory('plain.onnx', {}, 'onnx/model.onnx')
    expectNear((await embed(inFolder, ['pen']))[0], meanOf(CLS, PEN, SEP))
    const beside = directory('beside.onnx')
    cpSync(join(golden, 'weights.bin'), join(beside, 'weights.bin'))
    expectNear((await embed(beside, ['tom has']))[0], meanOf(CLS, TOM, HAS, SEP))
  })

  it('knows pieces of words', async () => {
    expectNear((await embed(directory(), ['toms']))[0], meanOf(CLS, TOM, S, SEP))
  })
})

describe('a bad one is refused, with what to do', () => {
  const pooling = '{"pooling_mode_max_tokens": true}'
  it.each([
    ['weights above the directory', () => directory('above.onnx'), 'cannot be opened'],
    ['weights anywhere', () => directory('absolute.onnx'), 'cannot be opened'],
    ['weights of a constant above', () => directory('constant.onnx'), 'cannot be opened'],
    ['weights that are not there', () => directory('beside.onnx'), 'cannot be opened'],
    ['another kind of model', () => directory('images.onnx'), 'it takes input_ids, attention_mask'],
    ['no ONNX', () => directory('plain.onnx', { 'model.onnx': 'hello' }), 'cannot be opened'],
    ['an empty file', () => directory('plain.onnx', { 'model.onnx': '' }), 'cannot be opened'],
    ['no file', () => directory('plain.onnx', {}, 'other.onnx'), 'no model.onnx'],
    ['no config', () => join(root, 'nowhere'), 'there is no'],
    ['no JSON', () => directory('plain.onnx', { 'config.json': '{' }), 'no JSON object'],
    ['another object', () => directory('plain.onnx', { 'config.json': '[1]' }), 'no JSON object'],
    ['no tokenizer', () => directory('plain.onnx', { 'tokenizer.json': '{}' }), 'not supported'],
    [
      'another pooling',
      () => directory('plain.onnx', { '1_Pooling/config.json': pooling }),
      'not supported',
    ],
  ])('%s', async (_, make, message) => {
    const failed = embed(make(), ['tom'])
    await expect(failed).rejects.toBeInstanceOf(ModelError)
    await expect(failed).rejects.toThrow(message)
  })

  it('and so are tokens that the graph does not know', async () => {
    const text = readFileSync(join(golden, 'tokenizer.json'), 'utf8')
    const tokenizer = text.replace('"tom": 4', '"tom": 99')
    await expect(
      embed(directory('plain.onnx', { 'tokenizer.json': tokenizer }), ['tom']),
    ).rejects.toThrow('cannot be run')
  })

  it('and so are weights that are no numbers', async () => {
    const damaged = directory('beside.onnx')
    const weights = readFileSync(join(golden, 'weights.bin'))
    weights.writeFloatLE(Number.NaN, TOM * 4 * Float32Array.BYTES_PER_ELEMENT)
    writeFileSync(join(damaged, 'weights.bin'), weights)
    expectNear((await embed(damaged, ['has']))[0], meanOf(CLS, HAS, SEP))
    await expect(embed(damaged, ['has', 'tom'])).rejects.toThrow('not of finite numbers')
  })
})

/** all-MiniLM-L6-v2, where a directory with its ONNX file is. */
const real = process.env['RECKONER_EMBEDDER'] ?? ''
interface Golden {
  onnx: string
  texts: { text: string; vector: number[] }[]
  cosines: number[][]
}
const { onnx, texts, cosines } = JSON.parse(
  readFileSync(join(golden, 'minilm.json'), 'utf8'),
) as Golden
const path = join(real, 'onnx', 'model.onnx')
const isThere =
  real !== '' &&
  existsSync(path) &&
  createHash('sha256').update(readFileSync(path)).digest('hex') === onnx
const skipped = isThere ? '' : ' (skipped: RECKONER_EMBEDDER names no directory with its ONNX file)'

describe.runIf(isThere)(`all-MiniLM-L6-v2${skipped}`, () => {
  it('gives the vectors that ONNX Runtime and tokenizers give in Python', async () => {
    const found = await embed(
      real,
      texts.map(({ text }) => text),
    )
    for (const [place, { vector }] of texts.entries())
      for (const [axis, number] of vector.entries())
        expect(found[place]![axis]).toBeCloseTo(number, 4)
    for (const [row, expected] of cosines.entries())
      for (const [column, cosine] of expected.entries()) {
        const own = found[row]!.reduce((sum, each, axis) => sum + each * found[column]![axis]!, 0)
        expect(own).toBeCloseTo(cosine, 4)
      }
  })
})
