import { describe, expect, it } from 'vitest'
import { equationsHold } from './equations-hold.ts'

describe('whether equations hold', () => {
  it.each([
    ['3 * 4 = <<3*4=12>>12 and 12 - 5 = <<12-5=7>>7\n#### 7', true],
    ['3 * 4 = <<3*4=13>>13 and 13 - 5 = <<13-5=8>>8\n#### 8', false],
    ['9 eggs * $2/egg = $18.', true],
    ['9 eggs * $2/egg = $19.', false],
    ['10 / 3 = <<10/3=3.333>>3.333', true],
    ['It is half of that.\n#### 9', true],
    ['', true],
  ])('%j', (text, holds) => {
    expect(equationsHold(text)).toBe(holds)
  })

  it('reads prose only where nothing is annotated', () => {
    expect(equationsHold('2 + 2 = 5, and <<2+3=5>>')).toBe(true)
  })
})
