/**
 * A worker that answers each request so many milliseconds after it began with it: `node
 * late-worker.mjs <file>`. A request's code is `<milliseconds> <text>`; the text is the answer.
 * Before it waits, it adds the text to the file: what is not there never ran.
 */
import { appendFileSync } from 'node:fs'
import { serveFrames } from '../../dist/execute/blocking-frames.js'

const [, , log] = process.argv
const nothing = new Int32Array(new SharedArrayBuffer(4))

serveFrames((request, begin) => {
  const [milliseconds, text] = JSON.parse(request).code.split(' ')
  appendFileSync(log, `${text}\n`)
  begin()
  Atomics.wait(nothing, 0, 0, Number(milliseconds))
  return JSON.stringify({
    status: 'ok',
    value: text,
    text,
    type: 'str',
    source: 'ans',
    stdout: '',
    error: null,
  })
})
