/** Names that are easily written instead of another one. */

/**
 * Returns misspellings of a name: two letters exchanged, one left out, one written twice. None is
 * the name itself.
 */
export function misspellings(name: string): string[] {
  const found = new Set<string>()
  for (let at = 0; at < name.length; at++) {
    const [before, letter, after] = [name.slice(0, at), name.charAt(at), name.slice(at + 1)]
    if (!/[A-Za-z]/.test(letter)) continue
    found.add(before + after)
    found.add(before + letter + letter + after)
    if (/^[A-Za-z]/.test(after)) found.add(before + after.charAt(0) + letter + after.slice(1))
  }
  found.delete(name)
  return [...found].filter(isName)
}

/**
 * Returns what the same thing might be called in another line: with a word more or less, in the
 * plural or the singular. None is the name itself.
 */
export function otherWordings(name: string): string[] {
  const words = name.split('_').filter((word) => word !== '')
  const last = words.at(-1) ?? name
  const found = new Set([
    `total_${name}`,
    `num_${name}`,
    `${name}_total`,
    last.endsWith('s') ? name.slice(0, -1) : `${name}s`,
  ])
  if (words.length > 1)
    for (const left of words.keys()) found.add(words.filter((_, at) => at !== left).join('_'))
  found.delete(name)
  return [...found].filter(isName)
}

const isName = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
