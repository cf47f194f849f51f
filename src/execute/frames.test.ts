import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFrameReader, encodeFrame } from './frames.ts'

describe('frames', () => {
  it('come out as they went in, however they are cut on the way', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), fc.array(fc.nat(40)), (texts, cuts) => {
        const bytes = Buffer.concat(texts.map(encodeFrame))
        const read: string[] = []
        const take = createFrameReader((text) => read.push(text))
        let at = 0
        for (const cut of cuts) {
          take(bytes.subarray(at, at + cut))
          at += cut
        }
        take(bytes.subarray(at))
        expect(read).toEqual(texts)
      }),
    )
  })

  it('that are too long are refused before they are read', () => {
    const take = createFrameReader(() => {})
    expect(() => take(Buffer.from([0xff, 0xff, 0xff, 0x7f]))).toThrow(RangeError)
  })
})
