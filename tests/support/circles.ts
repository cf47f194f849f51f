/** Circles in a graph: who reaches itself. */

/**
 * Returns the groups of nodes that reach each other, each sorted, by Tarjan's algorithm (1972, SIAM
 * J. Comput. 1:146–160). Edges to what is no node are passed over.
 */
export function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  /** Returns the smallest number that `node` reaches among those on the stack. */
  const visit = (node: string): number => {
    const own = numbers.size
    let lowest = own
    numbers.set(node, own)
    stack.push(node)
    for (const next of graph.get(node)!) {
      if (!graph.has(next)) continue
      if (!numbers.has(next)) lowest = Math.min(lowest, visit(next))
      else if (stack.includes(next)) lowest = Math.min(lowest, numbers.get(next)!)
    }
    if (lowest === own) {
      const group = stack.splice(stack.indexOf(node))
      if (group.length > 1 || graph.get(node)!.includes(node)) found.push(group.toSorted())
    }
    return lowest
  }
  for (const node of graph.keys()) if (!numbers.has(node)) visit(node)
  return found.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
}
