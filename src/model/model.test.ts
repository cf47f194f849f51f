/** Model directories: what goes in comes out, and damage is named. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError, ModelError } from '../core/index.ts'
import { floatTensor } from '../engine/index.ts'
import { decodeSafetensors, encodeSafetensors } from './checkpoint/safetensors.ts'
import { parseModelConfig } from './config.ts'
import { modelFiles, readModel } from './model-directory.ts'
import { endOfText, trainTokenizer } from './train-tokenizer.ts'

let directory: string
const model = tinyModel()
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-model-'))
  for (const [name, content] of Object.entries(modelFiles(model, 'F32'))) writeFileSync(join(directory, name), content)
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))
const edit = (name: string, change: (json: Record<string, unknown>) => void): void => {
  const json = JSON.parse(readFileSync(join(directory, name), 'utf8')) as Record<string, unknown>
  change(json)
  writeFileSync(join(directory, name), JSON.stringify(json))
}

describe('readModel', () => {
  it('reads back what was written', async () => {
    const read = await readModel(directory)
    expect(read.config).toEqual(model.config)
    expect(read.parameters).toEqual(model.parameters)
    expect(read.tokenizer.encode('Tom has 12.')).toEqual(model.tokenizer.encode('Tom has 12.'))
  })

  it.each<[string, () => void, RegExp]>([
    ['a missing file', () => rmSync(join(directory, 'tokenizer.json')), /tokenizer\.json: no such file/],
    [
      'a truncated file',
      () => truncateSync(join(directory, 'model.safetensors'), 20_000),
      /model\.safetensors: damaged safetensors file: it ends inside tensor/,
    ],
    ['a file cut in its header', () => truncateSync(join(directory, 'model.safetensors'), 40), /it ends inside its header/],
    ['an empty file', () => truncateSync(join(directory, 'model.safetensors'), 0), /0 bytes long/],
    ['broken JSON', () => truncateSync(join(directory, 'config.json'), 30), /config\.json: not valid JSON/],
    [
      'an unknown architecture',
      () => edit('config.json', (json) => (json['model_type'] = 'gpt2')),
      /not a config of a model we can run[^]*model_type/,
    ],
    ['a missing number', () => edit('config.json', (json) => delete json['hidden_size']), /hidden_size/],
    [
      'numbers that do not fit the tensors',
      () => edit('config.json', (json) => (json['intermediate_size'] = 65)),
      /has shape \[64, 32\], config\.json asks for \[65, 32\]/,
    ],
    [
      'too few layers',
      () => edit('config.json', (json) => (json['num_hidden_layers'] = 1)),
      /belongs to no part of the architecture/,
    ],
    [
      'too many layers',
      () => edit('config.json', (json) => (json['num_hidden_layers'] = 3)),
      /tensor model\.layers\.2.* is missing/,
    ],
    [
      'a tokenizer of another model',
      () => edit('config.json', (json) => (json['vocab_size'] = 200)),
      /tokenizer\.json has \d+ tokens, the model only 200/,
    ],
    [
      'rotary scaling',
      () => edit('config.json', (json) => (json['rope_scaling'] = { rope_type: 'llama3' })),
      /rotary scaling "llama3" is not supported/,
    ],
    [
      'an index that points elsewhere',
      () => writeFileSync(join(directory, 'model.safetensors.index.json'), '{"weight_map":{"a":"../x.safetensors"}}'),
      /names a file outside/,
    ],
  ])('refuses %s', async (_, damage, message) => {
    damage()
    await expect(readModel(directory)).rejects.toThrow(ModelError)
    await expect(readModel(directory)).rejects.toThrow(message)
  })

  it('refuses a tokenizer the library cannot use', async () => {
    writeFileSync(join(directory, 'tokenizer.json'), '{"model":{"type":"Nonsense"}}')
    await expect(readModel(directory)).rejects.toThrow(ModelError)
  })

  it('says that a directory is none', async () => {
    await expect(readModel(join(directory, 'nowhere'))).rejects.toThrow(/config\.json: no such file/)
  })

  it('joins shards', async () => {
    const tensors = decodeSafetensors(readFileSync(join(directory, 'model.safetensors')), 'x')
    const names = Object.keys(tensors)
    const part = (from: number): Record<string, (typeof tensors)[string]> =>
      Object.fromEntries(names.filter((__, place) => place % 2 === from).map((name) => [name, tensors[name]!]))
    rmSync(join(directory, 'model.safetensors'))
    for (const from of [0, 1]) writeFileSync(join(directory, `${from}.safetensors`), encodeSafetensors(part(from), 'F32'))
    writeFileSync(
      join(directory, 'model.safetensors.index.json'),
      JSON.stringify({ weight_map: Object.fromEntries(names.map((name, place) => [name, `${place % 2}.safetensors`])) }),
    )
    expect((await readModel(directory)).parameters).toEqual(model.parameters)
  })

  it('takes further ends of text from generation_config.json', async () => {
    writeFileSync(join(directory, 'generation_config.json'), '{"eos_token_id": [7, 0]}')
    const chat = await readModel(directory)
    expect(chat.config.endOfTextIds).toEqual([0, 7])
    expect(Object.keys(modelFiles(chat, 'F32'))).toContain('generation_config.json')
    writeFileSync(join(directory, 'generation_config.json'), '{"eos_token_id": "end"}')
    await expect(readModel(directory)).rejects.toThrow(/generation_config\.json/)
  })
})

describe('parseModelConfig', () => {
  it('reads the configs of Qwen 2 and of newer Transformers', () => {
    const raw = {
      model_type: 'qwen2',
      vocab_size: 10,
      hidden_size: 8,
      intermediate_size: 8,
      num_hidden_layers: 1,
      num_attention_heads: 2,
      max_position_embeddings: 9,
      rope_parameters: { rope_theta: 500, rope_type: 'default' },
      eos_token_id: [1, 2],
    }
    expect(() => parseModelConfig({ ...raw, hidden_size: 10 }, 'x')).toThrow(/head size of 5/)
    expect(() => parseModelConfig({ ...raw, use_sliding_window: true }, 'x')).toThrow(/sliding window/)
    expect(parseModelConfig(raw, 'x')).toMatchObject({
      attentionBias: true,
      rotaryBase: 500,
      endOfTextIds: [1, 2],
      keyValueHeads: 2,
      headSize: 4,
    })
  })
})

describe('safetensors', () => {
  it.each(['F32', 'F16', 'BF16'] as const)('keeps what %s can hold', (dtype) => {
    const tensors = { b: floatTensor(Float32Array.of(1, -0.5, 2 ** 12), [3, 1]), a: floatTensor(new Float32Array(0), [0, 4]) }
    const bytes = encodeSafetensors(tensors, dtype)
    expect(decodeSafetensors(bytes, 'x')).toEqual(tensors)
    expect(encodeSafetensors({ a: tensors.a, b: tensors.b }, dtype)).toEqual(bytes)
  })

  it('never does worse than refuse, whatever the bytes', () => {
    const good = encodeSafetensors({ a: floatTensor(new Float32Array(8), [2, 4]) }, 'F32')
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (place, value, length) => {
        const bytes = good.slice(0, Math.max(length, 1))
        if (place < bytes.length) bytes[place] = value
        try {
          decodeSafetensors(bytes, 'x')
        } catch (error) {
          expect(error).toBeInstanceOf(ModelError)
        }
      }),
    )
  })
})

describe('trainTokenizer', () => {
  it('loses nothing of any text and keeps digits apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(model.tokenizer.decode(model.tokenizer.encode(text))).toBe(Buffer.from(text).toString())
      }),
    )
    const naming = `it ends${endOfText}\nor ${endOfText}${endOfText} does not`
    expect(model.tokenizer.decode(model.tokenizer.encode(naming))).toBe(naming)
    expect(model.tokenizer.encode('1234').map((id) => model.tokenizer.decode([id]))).toEqual(['1', '2', '3', '4'])
  })

  it('is the same whatever the order of equal counts, and needs room for the bytes', () => {
    expect(trainTokenizer(['ab cd', 'cd ab'], 262)).toEqual(trainTokenizer(['cd ab', 'ab cd'], 262))
    expect(() => trainTokenizer(['a'], 100)).toThrow(ConfigError)
  })
})
