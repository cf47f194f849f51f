/** A thread in which a model of sentence embeddings lives. */
import { serveThread } from '../engine/index.ts'
import { OnnxEmbedder } from './onnx-embedder.ts'

let embedder: OnnxEmbedder | undefined

serveThread({
  async *open(directory: string): AsyncGenerator<never, void, void> {
    embedder = await OnnxEmbedder.open(directory)
  },
  async *embed(texts: string[], signal): AsyncGenerator<never, Float32Array[], void> {
    return await embedder!.embed(texts, signal)
  },
})
