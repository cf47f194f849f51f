/**
 * A Vitest reporter whose last line says in plain words how many tests passed, failed and were
 * skipped, and, where only a share of the tests ran, how to run it again and how to run all.
 */
export default class ClosingLine {
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state]++
      // A file that fails before its tests are known counts as one failure.
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0)
        counts.failed++
    }
    const skipped = counts.skipped + counts.pending
    const draw = process.env['RECKONER_TESTS'] ?? 'all'
    const share =
      draw === 'all'
        ? ''
        : `; of what takes long, the share drawn by ${draw} ran` +
          ` (again: RECKONER_TESTS=${draw} npm test; all tests: npm run test:all)`
    console.log(
      `${counts.passed} passed, ${counts.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}${share}`,
    )
  }
}
