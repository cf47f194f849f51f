/** Model directories: what goes in comes out, and damage is named. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tinyModel } from '../../tests/support/tiny-model.ts'
import { ConfigError, ModelError } from '../core/index.ts'
import { floatTensor } from '../engine/index.ts'
import { encodeSafetensors, readSafetensors } from './checkpoint/safetensors.ts'
import { parseModelConfig } from './config.ts'
import { modelFiles, readModel } from './model-directory.ts'
import { endOfText, trainTokenizer } from './train-tokenizer.ts'

let directory: string
const model = tinyModel()
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-model-'))
  for (const [name, content] of Object.entries(modelFiles(model, 'F32')))
    writeFileSync(join(directory, name), content)
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
    [
      'a missing file',
      () => rmSync(join(directory, 'tokenizer.json')),
      /tokenizer\.json: no such file/,
    ],
    [
      'a truncated file',
      () => truncateSync(join(directory, 'model.safetensors'), 20_000),
      /model\.safetensors: the safetensors file is damaged: it ends inside tensor/,
    ],
    [
      'a file cut in its header',
      () => truncateSync(join(directory, 'model.safetensors'), 40),
      /it ends inside its header/,
    ],
    ['an empty file', () => truncateSync(join(directory, 'model.safetensors'), 0), /0 bytes long/],
    [
      'broken JSON',
      () => truncateSync(join(directory, 'config.json'), 30),
      /config\.json: not valid JSON/,
    ],
    [
      'an unknown architecture',
      () => edit('config.json', (json) => (json['model_type'] = 'gpt2')),
      /this model is not supported[^]*model_type/,
    ],
    [
      'a missing number',
      () => edit('config.json', (json) => delete json['hidden_size']),
      /hidden_size/,
    ],
    [
      'numbers that do not fit the tensors',
      () => edit('config.json', (json) => (json['intermediate_size'] = 65)),
      /has shape \[64, 32\], but config\.json says \[65, 32\]/,
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
      () =>
        writeFileSync(
          join(directory, 'model.safetensors.index.json'),
          '{"weight_map":{"a":"../x.safetensors"}}',
        ),
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
    await expect(readModel(join(directory, 'nowhere'))).rejects.toThrow(
      /config\.json: no such file/,
    )
  })

  it('joins shards', async () => {
    const tensors = await readSafetensors(join(directory, 'model.safetensors'))
    const names = Object.keys(tensors)
    const part = (from: number): Record<string, (typeof tensors)[string]> =>
      Object.fromEntries(
        names.filter((__, place) => place % 2 === from).map((name) => [name, tensors[name]!]),
      )
    rmSync(join(directory, 'model.safetensors'))
    for (const from of [0, 1])
      writeFileSync(join(directory, `${from}.safetensors`), encodeSafetensors(part(from), 'F32'))
    writeFileSync(
      join(directory, 'model.safetensors.index.json'),
      JSON.stringify({
        weight_map: Object.fromEntries(
          names.map((name, place) => [name, `${place % 2}.safetensors`]),
        ),
      }),
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
    expect(() => parseModelConfig({ ...raw, use_sliding_window: true }, 'x')).toThrow(
      /sliding window/,
    )
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
  const readBack = (bytes: Uint8Array): ReturnType<typeof readSafetensors> => {
    writeFileSync(join(directory, 'x.safetensors'), bytes)
    return readSafetensors(join(directory, 'x.safetensors'))
  }

  it.each(['F32', 'F16', 'BF16'] as const)('keeps what %s can hold', async (dtype) => {
    const tensors = {
      b: floatTensor(Float32Array.of(1, -0.5, 2 ** 12), [3, 1]),
      a: floatTensor(new Float32Array(0), [0, 4]),
    }
    const bytes = encodeSafetensors(tensors, dtype)
    expect(await readBack(bytes)).toEqual(tensors)
    expect(encodeSafetensors({ a: tensors.a, b: tensors.b }, dtype)).toEqual(bytes)
  })

  it('never does worse than refuse, whatever the bytes', async () => {
    const good = encodeSafetensors({ a: floatTensor(new Float32Array(8), [2, 4]) }, 'F32')
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.nat(255),
        fc.nat(good.length),
        async (place, value, length) => {
          const bytes = good.slice(0, Math.max(length, 1))
          if (place < bytes.length) bytes[place] = value
          try {
            await readBack(bytes)
          } catch (error) {
            expect(error).toBeInstanceOf(ModelError)
          }
        },
      ),
    )
  })

  const withHeader = (header: object, data = new Uint8Array(64)): Uint8Array => {
    const json = Buffer.from(JSON.stringify(header))
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(BigInt(json.length))
    return Buffer.concat([length, json, data])
  }

  it('names a type that it does not read', async () => {
    const bytes = withHeader({ w: { dtype: 'F8_E4M3', shape: [4], data_offsets: [0, 4] } })
    await expect(readBack(bytes)).rejects.toThrow(
      'tensor w is stored as F8_E4M3; only F32, F16 and BF16 are read',
    )
  })

  it.each([
    ['a hole', { a: [0, 16], b: [20, 36] }, 36, 'there is a hole before tensor b'],
    ['bytes behind', { a: [0, 16] }, 20, 'more bytes follow its last tensor'],
  ])('refuses %s, as the reference does', async (_, offsets, size, message) => {
    const entries = Object.entries(offsets).map(([name, data_offsets]) => [
      name,
      { dtype: 'F32', shape: [4], data_offsets },
    ])
    await expect(
      readBack(withHeader(Object.fromEntries(entries), new Uint8Array(size))),
    ).rejects.toThrow(message)
  })

  const lengthOf = (bytes: bigint): Buffer => {
    const length = Buffer.alloc(8)
    length.writeBigUInt64LE(bytes)
    return length
  }
  const terabytes10 = 10 * 2 ** 40
  const tensor = (shape: number[], data_offsets: number[]): Uint8Array =>
    withHeader({ w: { dtype: 'F32', shape, data_offsets } })

  it.each([
    ['a header of 10 TB', lengthOf(BigInt(terabytes10)), 'it ends inside its header'],
    ['a header of 2^64 - 1 bytes', lengthOf(2n ** 64n - 1n), 'it ends inside its header'],
    ['a header that is no JSON', Buffer.concat([lengthOf(4n), Buffer.from('{"w"')]), 'not a JSON'],
    ['a header that is a list', Buffer.concat([lengthOf(2n), Buffer.from('[]')]), 'not a JSON'],
    ['10 TB of data', tensor([terabytes10 / 4], [0, terabytes10]), 'it ends inside tensor w'],
    ['a shape of 2^80 numbers', tensor([2 ** 40, 2 ** 40], [0, 64]), 'tensor w has 64 bytes for'],
    ['offsets that descend', tensor([4], [16, 0]), 'tensor w has -16 bytes for shape [4]'],
    ['offsets behind the end', tensor([4], [64, 80]), 'it ends inside tensor w'],
    ['an offset below 0', tensor([4], [-16, 0]), 'data_offsets'],
    ['a size below 0', tensor([-4], [0, 16]), 'shape'],
  ])('refuses %s before it takes memory for it', async (_, bytes, message) => {
    const before = process.memoryUsage().arrayBuffers
    await expect(readBack(bytes)).rejects.toThrow(ModelError)
    await expect(readBack(bytes)).rejects.toThrow(message)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })

  it('refuses tensors that share bytes, which would take more memory than the file has bytes', async () => {
    const entry = { dtype: 'F32', shape: [16], data_offsets: [0, 64] }
    await expect(readBack(withHeader({ a: entry, b: entry }))).rejects.toThrow(
      'its tensors overlap',
    )
  })
})

describe('what is no model directory', () => {
  const into = (...names: string[]): void => {
    for (const name of ['config.json', 'model.safetensors', 'tokenizer.json'])
      rmSync(join(directory, name))
    for (const name of names) writeFileSync(join(directory, name), 'x')
  }

  it.each<[string, () => void, RegExp]>([
    [
      'an adapter',
      () => into('adapter_config.json'),
      /adapter_config\.json is an adapter \(LoRA\)/,
    ],
    ['a GGUF file beside', () => into('m.Q4.gguf'), /m\.Q4\.gguf is a GGUF file/],
    [
      'PyTorch weights',
      () => {
        rmSync(join(directory, 'model.safetensors'))
        writeFileSync(join(directory, 'pytorch_model.bin'), 'x')
      },
      /pytorch_model\.bin is PyTorch weights as a pickle/,
    ],
    [
      'an older tokenizer',
      () => {
        rmSync(join(directory, 'tokenizer.json'))
        writeFileSync(join(directory, 'tokenizer.model'), 'x')
      },
      /tokenizer\.model is a tokenizer in an older format/,
    ],
    [
      'a pointer',
      () =>
        writeFileSync(
          join(directory, 'model.safetensors'),
          'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
        ),
      /model\.safetensors is a Git LFS pointer/,
    ],
    [
      'a tokenizer that is a pointer',
      () =>
        writeFileSync(
          join(directory, 'tokenizer.json'),
          'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
        ),
      /tokenizer\.json is a Git LFS pointer/,
    ],
    [
      'a quantised model',
      () => edit('config.json', (json) => (json['quantization_config'] = { quant_method: 'gptq' })),
      /the model is quantised \(gptq\)/,
    ],
  ])('names %s', async (_, damage, message) => {
    damage()
    await expect(readModel(directory)).rejects.toThrow(ModelError)
    await expect(readModel(directory)).rejects.toThrow(message)
  })

  it('names a file given as a directory', async () => {
    writeFileSync(join(directory, 'm.gguf'), 'x')
    await expect(readModel(join(directory, 'm.gguf'))).rejects.toThrow(
      /m\.gguf is a GGUF file.*not a model directory/,
    )
  })
})

describe('modelFiles', () => {
  it('keeps what says how the model is used, and names the type of the new weights', async () => {
    const kept = [
      'chat_template.jinja',
      'special_tokens_map.json',
      'added_tokens.json',
      'tokenizer.model',
    ]
    for (const name of kept) writeFileSync(join(directory, name), '{"what": "was there"}')
    const files = modelFiles(await readModel(directory), 'F32')
    for (const name of kept) expect(files[name]!.toString()).toBe('{"what": "was there"}')
    expect(JSON.parse(files['config.json'] as string)).toMatchObject({ torch_dtype: 'float32' })
  })
})

describe('trainTokenizer', () => {
  it('loses nothing of any text and keeps digits apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(model.tokenizer.decode(model.tokenizer.encode(text))).toBe(
          Buffer.from(text).toString(),
        )
      }),
    )
    const naming = `it ends${endOfText}\nor ${endOfText}${endOfText} does not`
    expect(model.tokenizer.decode(model.tokenizer.encode(naming))).toBe(naming)
    expect(model.tokenizer.encode('1234').map((id) => model.tokenizer.decode([id]))).toEqual([
      '1',
      '2',
      '3',
      '4',
    ])
  })

  it('is the same whatever the order of equal counts, and needs room for the bytes', () => {
    expect(trainTokenizer(['ab cd', 'cd ab'], 262)).toEqual(trainTokenizer(['cd ab', 'ab cd'], 262))
    expect(() => trainTokenizer(['a'], 100)).toThrow(ConfigError)
  })
})
