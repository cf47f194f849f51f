import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameReader, encodeFrame, type Frame } from './frames.ts'

const frame = fc.record({
  number: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  text: fc.string({ unit: 'binary' }),
})

describe('frames', () => {
  it('come out as they went in, however they are cut on the way', () => {
    fc.assert(
      fc.property(fc.array(frame), fc.array(fc.nat(40)), (frames, cuts) => {
        const bytes = Buffer.concat(frames.map(encodeFrame))
        const read: Frame[] = []
        const take = createFrameReader((each) => read.push(each))
        let at = 0
        for (const cut of cuts) {
          take(bytes.subarray(at, at + cut))
          at += cut
        }
        take(bytes.subarray(at))
        expect(read).toEqual(frames)
      }),
    )
  })

  it('that are too long are refused before they are read', () => {
    const take = createFrameReader(() => {})
    expect(() => take(Buffer.from([0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]))).toThrow(RangeError)
  })
})
