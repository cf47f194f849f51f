/** A graph as stable text, for tests and debugging. */
import type { Graph, Value } from './graph.ts'
import { isConstant, isInput, topologicalOrder } from './graph.ts'
import { formatType } from './shape.ts'

/** Returns one line for each value, in evaluation order: `%3 = Mul(%1, x) : float32[B, 4]`. */
export function print(graph: Graph): string {
  const names = new Map<Value, string>()
  const lines: string[] = []
  for (const value of topologicalOrder(Object.values(graph.outputs))) {
    const name = isInput(value)
      ? value.name!
      : isConstant(value) && value.data!.length === 1
        ? String(value.data![0])
        : `%${names.size}`
    names.set(value, name)
    if (isInput(value)) lines.push(`input ${name} : ${formatType(value)}`)
    else if (!isConstant(value))
      lines.push(`${name} = ${value.op.onnx}(${argumentsOf(value, names)}) : ${formatType(value)}`)
  }
  for (const [name, value] of Object.entries(graph.outputs))
    lines.push(`output ${name} = ${names.get(value)}`)
  return lines.join('\n')
}

function argumentsOf(value: Value, names: ReadonlyMap<Value, string>): string {
  const attributes = Object.entries(value.attributes).map(
    ([key, item]) => `${key}=${Array.isArray(item) ? `[${item.join(',')}]` : String(item)}`,
  )
  return [...value.inputs.map((from) => names.get(from)!), ...attributes].join(', ')
}
