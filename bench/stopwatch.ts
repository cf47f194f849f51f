/** Time and processor time of what this process does. */
import type { Took } from './real-peer.ts'

/** Returns a function that tells how long it has been since. */
export function stopwatch(): () => Took {
  const [start, used] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(used)
    return {
      seconds: (performance.now() - start) / 1000,
      processorSeconds: (user + system) / 1e6,
    }
  }
}
