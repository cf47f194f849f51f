import { equationListKey } from '../verify/index.ts'
export function pathKey(text: string): string {
  const equations = equationListKey(text)
  return equations === '' ? `text:${text.toLowerCase().replaceAll(/\s+/g, ' ').trim()}` : `equations:${equations}`
}
export const programPathKey = pathKey
