/** Models of sentence embeddings in directories as sentence-transformers writes them. */
import { basename } from 'node:path'
import { Thread } from '../engine/index.ts'
import type { TextEmbedder } from '../model/index.ts'

/** A model of sentence embeddings. */
export interface Embedder extends TextEmbedder, AsyncDisposable {
  readonly id: string
}

/**
 * Returns the model in `directory`, in a thread of its own. It holds `onnx/model.onnx` or
 * `model.onnx`, `tokenizer.json` and `config.json`; `1_Pooling/config.json` says how a text's
 * vector is made of those of its tokens. Dispose of it to end the thread. @throws ModelError
 */
export async function openEmbedder(directory: string): Promise<Embedder> {
  const thread = new Thread('embedder-thread', import.meta.url)
  try {
    await thread.call('open', directory).next()
  } catch (error) {
    await thread[Symbol.asyncDispose]()
    throw error
  }
  return {
    id: basename(directory),
    async embed(texts, signal) {
      const call = thread.call<never, Float32Array[]>('embed', texts, signal)
      return (await call.next()).value
    },
    [Symbol.asyncDispose]: () => thread[Symbol.asyncDispose](),
  }
}
