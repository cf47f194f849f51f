/**
 * A worker that asks to be replaced after its first answer, or (forged) while it works on a program
 * with the code `retire within`: `node retiring-worker.mjs <file>`. It adds a byte to the file when
 * it starts.
 */
import { appendFileSync } from 'node:fs'
import { serveFrames, writeAll } from '../../dist/execute/blocking-frames.js'
import { encodeFrame, replyDescriptor } from '../../dist/execute/frames.js'

const [, , starts] = process.argv
const nothing = new Int32Array(new SharedArrayBuffer(4))
let isEnough = false

appendFileSync(starts, '.')
serveFrames(
  (request, begin) => {
    const { code } = JSON.parse(request)
    begin()
    if (code === 'retire within') {
      writeAll(replyDescriptor, encodeFrame({ number: 0, text: '{"retired":true}' }))
      Atomics.wait(nothing, 0, 0)
    }
    isEnough = code === 'retire after'
    return JSON.stringify({
      status: 'ok',
      value: code,
      text: code,
      type: 'str',
      source: 'ans',
      stdout: '',
      error: null,
    })
  },
  () => isEnough,
)
