/**
 * Standard output: everything that commands print goes through here, and all of it is written or
 * the command fails.
 */
import { fstatSync, writeSync } from 'node:fs'
import { systemError } from '../store/index.ts'

const descriptor = 1

/**
 * Files and devices such as /dev/full: Node's own stream for them takes a short write for a whole
 * one.
 */
const isFile = (): boolean => {
  const stats = fstatSync(descriptor)
  return stats.isFile() || (stats.isCharacterDevice() && !process.stdout.isTTY)
}

/**
 * Writes all of a text. Returns false when the reader is slower than the writer. @throws StoreError
 * when a file cannot be written
 */
function write(text: string): boolean {
  if (!isFile()) return process.stdout.write(text)
  const bytes = Buffer.from(text)
  try {
    for (let start = 0; start < bytes.length;) start += writeSync(descriptor, bytes, start)
  } catch (error) {
    throw systemError('write to', 'standard output', error)
  }
  return true
}

export const standardOutput = { write }

/**
 * Writes a text to standard output; waits when its reader is slower. @throws StoreError when a file
 * cannot be written
 */
export async function print(text: string): Promise<void> {
  if (!write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve))
}
