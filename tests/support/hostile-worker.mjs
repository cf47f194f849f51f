/** A worker whose program has taken over its descriptors: the program's code says what it does. */
import { writeAll } from '../../dist/execute/blocking-frames.js'
import { encodeFrame } from '../../dist/execute/frames.js'
import { appendFileSync, readSync } from 'node:fs'
appendFileSync(process.argv[2], '.')
const ok = (v) =>
  JSON.stringify({
    status: 'ok',
    value: v,
    text: v,
    type: 'str',
    source: 'ans',
    stdout: '',
    error: null,
  })
const nothing = new Int32Array(new SharedArrayBuffer(4))
const rd = (n) => {
  const b = Buffer.alloc(n)
  for (let a = 0; a < n;) {
    const r = readSync(3, b, a, n - a, null)
    if (!r) process.exit(0)
    a += r
  }
  return b
}
writeAll(4, encodeFrame({ number: 0, text: '{"ready":true}' }))
for (;;) {
  const h = rd(8)
  const len = h.readUInt32LE(0),
    number = h.readUInt32LE(4)
  const { code } = JSON.parse(rd(len).toString())
  const begin = () => writeAll(4, encodeFrame({ number, text: '' }))
  if (code === 'retire before begin') {
    writeAll(4, encodeFrame({ number: 0, text: '{}' }))
    Atomics.wait(nothing, 0, 0)
  } else if (code === 'rebegin') {
    for (let i = 0; i < 60; i++) {
      begin()
      Atomics.wait(nothing, 0, 0, 100)
    }
    writeAll(4, encodeFrame({ number, text: ok('late') }))
  } else if (code === 'trickle') {
    begin()
    const f = encodeFrame({ number, text: ok('late') })
    for (let i = 0; i < f.length; i++) {
      writeAll(4, f.subarray(i, i + 1))
      Atomics.wait(nothing, 0, 0, 60)
    }
  } else if (code === 'forge next') {
    begin()
    writeAll(
      4,
      Buffer.concat([
        encodeFrame({ number, text: ok('mine') }),
        encodeFrame({ number: number + 1, text: ok('forged') }),
      ]),
    )
    Atomics.wait(nothing, 0, 0)
  } else {
    begin()
    writeAll(4, encodeFrame({ number, text: ok(code) }))
  }
}
