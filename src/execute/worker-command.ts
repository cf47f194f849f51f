/** How a worker process is started. */
import { fileURLToPath } from 'node:url'

export interface WorkerCommand {
  command: string
  arguments: string[]
  /** All of its environment: nothing is inherited. */
  environment: Record<string, string>
}

/** Returns the path of a built module of this layer. Worker processes run built code also under test: Node 20 runs no TypeScript. */
export function builtModule(name: string): string {
  const url = new URL(`./${name}.js`, import.meta.url).href
  return fileURLToPath(import.meta.url.endsWith('.ts') ? url.replace('/src/execute/', '/dist/execute/') : url)
}
