/** A run's results as one static page. */
import type { Results } from './results.ts'

export function renderReport(results: Results): string {
  return `<!doctype html><title>${results.recipe}</title>\n`
}
