/**
 * The part of core that runs wherever JavaScript runs: it needs neither Node nor a dependency. The
 * checker of answers imports this, not `index.ts`, and so fits into a package of its own.
 */
export * from './error.ts'
export * from './plain-digits.ts'
export * from './problem.ts'
export * from './rational.ts'
