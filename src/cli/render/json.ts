/** Events as JSON lines. */
import type { Output, Renderer } from './renderer.ts'

export function jsonRenderer(output: Output): Renderer {
  return {
    event: (event) => {
      output.write(`${JSON.stringify(event)}\n`)
    },
    end: () => {},
  }
}
