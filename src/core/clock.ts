/** The only reader of time, so that everything else stays a function of its inputs. */

/** Milliseconds since an arbitrary start, never going backwards. */
export function monotonicMs(): number {
  return performance.now()
}

/** Wall-clock time as an ISO 8601 string in UTC. */
export function isoNow(): string {
  return new Date().toISOString()
}
