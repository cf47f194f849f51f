/**
 * Saying what is in a directory that is no model directory of the kind that is read, and how to
 * make it one.
 */
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ModelError } from '../../core/index.ts'

const convert = (what: string): string =>
  `with Transformers: python -c "from transformers import ${what}; ${what}.from_pretrained('DIRECTORY').save_pretrained('DIRECTORY')"`

/**
 * Files of formats that are not read, each with what it is and what to do; the first that is there
 * speaks.
 */
const formats: readonly { file: RegExp; is: string; todo: string }[] = [
  {
    file: /^adapter_(config\.json|model\..*)$/,
    is: 'an adapter (LoRA): a change to a base model, not a whole model',
    todo: 'merge the adapter into its base model with PEFT (merge_and_unload), save the result with save_pretrained, and name that directory',
  },
  {
    file: /\.gguf$/,
    is: 'a GGUF file, the format of llama.cpp',
    todo: 'use the model’s checkpoint in Hugging Face layout: config.json, tokenizer.json and model.safetensors',
  },
  {
    file: /^(pytorch_model.*|consolidated.*|model.*)\.(bin|pth|pt)(\.index\.json)?$/,
    is: 'PyTorch weights as a pickle; opening a pickle can run programs',
    todo: `convert it to safetensors ${convert('AutoModelForCausalLM')}`,
  },
  {
    file: /\.(h5|msgpack|onnx|ot)$/,
    is: 'weights for another framework',
    todo: 'use the model’s checkpoint in safetensors format',
  },
]

/** Tokenizers that are not read. */
const tokenizers: typeof formats = [
  {
    file: /^(tokenizer|spiece|sentencepiece\.bpe)\.model$|^tekken\.json$|^vocab\.json$|^vocab\.txt$|^merges\.txt$/,
    is: 'a tokenizer in an older format',
    todo: `write tokenizer.json beside it ${convert('AutoTokenizer')}`,
  },
]

/** What a file is whose format is not read, and what to do. */
export interface OtherFormat {
  found: string
  is: string
  todo: string
}

/**
 * Returns what `path` is, or what lies in it, where that is weights of a format that is not read.
 */
export function otherModelFormat(path: string): Promise<OtherFormat | undefined> {
  return otherFormat(path, formats)
}

async function otherFormat(path: string, known: typeof formats): Promise<OtherFormat | undefined> {
  const names = (await stat(path).catch(() => undefined))?.isFile()
    ? [basename(path)]
    : await readdir(path).catch(() => [])
  for (const { file, is, todo } of known) {
    const found = names.find((name) => file.test(name))
    if (found !== undefined) return { found, is, todo }
  }
  return undefined
}

/** Returns the error for `file`, missing in `directory`: it names what is there instead. */
export async function missingFile(
  directory: string,
  file: string,
  cause: unknown,
): Promise<ModelError> {
  const known = await otherFormat(directory, file === 'tokenizer.json' ? tokenizers : formats)
  const isFile = (await stat(directory).catch(() => undefined))?.isFile()
  const message = isFile
    ? `${directory} is ${known?.is ?? 'a file'}, not a model directory`
    : `${join(directory, file)}: no such file${known ? `; ${known.found} is ${known.is}` : ''}`
  return new ModelError(message, { cause, hint: known?.todo ?? layoutHint })
}

const layoutHint = 'a model directory holds config.json, tokenizer.json and model.safetensors'

/** The first bytes of a file that stands in for one kept elsewhere. */
const pointerStart = 'version https://git-lfs.github.com/spec/'

/** Longest file that can be a pointer. */
const POINTER_BYTES = 1024

/**
 * @throws ModelError when `bytes`, the beginning of a file of `size` bytes, are a pointer of Git
 * LFS
 */
export function refusePointer(bytes: Uint8Array, size: number, path: string): void {
  if (
    size > POINTER_BYTES ||
    !Buffer.from(bytes.subarray(0, pointerStart.length)).equals(Buffer.from(pointerStart))
  )
    return
  throw new ModelError(`${path} is a Git LFS pointer, not the file itself`, {
    hint: 'run `git lfs pull` in the cloned repository, or download the file',
  })
}

/** @throws ModelError when config.json says that the weights are quantised */
export function refuseQuantised(config: object, path: string): void {
  const { quantization_config: quantisation } = config as {
    quantization_config?: { quant_method?: unknown } | null
  }
  if (!quantisation) return
  const method =
    typeof quantisation.quant_method === 'string' ? ` (${quantisation.quant_method})` : ''
  throw new ModelError(
    `${path}: the model is quantised${method}; only float32, float16 and bfloat16 weights are read`,
    {
      hint: 'use the unquantised checkpoint of the same model',
    },
  )
}
