import { describe, expect, it } from 'vitest'
import { languageFault } from './language.ts'

describe('languageFault', () => {
  it.each([
    'The dog ran into the forest and looked for a stick that its master had lost there.',
    'Find the value of $\\frac{\\pi}{2} + \\alpha$ when $\\alpha = 3$, and explain why.',
    'Short title 12',
    'Find 𝒙 and 𝐀𝐁𝐂 if the sum of 𝒂 and 𝒃 is given.',
    'E\u0301te\u0301 12',
  ])('takes English: %s', (text) => {
    expect(languageFault(text, 'english')).toBeNull()
    expect(languageFault(text, 'latin')).toBeNull()
  })

  it.each([
    'Der Hund lief am Morgen in den Wald; was er suchte, war so alt, dass man es kaum sah.',
    'Le chien courait dans la forêt au matin et cherchait un bâton que son maître y perdit.',
    'El perro corría por el bosque de mañana y buscaba un palo que su amo había perdido.',
    'De hond liep in de ochtend het bos in en zocht naar een stok die zijn baas was verloren.',
    'O cão corria pela floresta de manhã e procurava um pau que o seu dono tinha perdido.',
    'Pies biegł rano po lesie i szukał kija, który jego pan zgubił tam poprzedniego wieczora.',
  ])('tells another language: %s', (text) => {
    expect(languageFault(text, 'english')).toBe('otherLanguage')
    expect(languageFault(text, 'latin')).toBeNull()
  })

  it.each([
    'Собака бежала утром по лесу.',
    '犬は朝、森を走っていた。',
    'كان الكلب يجري في الغابة.',
    'The word собака бежала утром по лесу',
    '12 + 30 = 42',
    '𝄞😀',
    '𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪 pdf',
    '𠀀𠀁𠀂𠀃𠀄 a',
  ])('tells another script, or none: %s', (text) => {
    expect(languageFault(text, 'english')).toBe('otherScript')
    expect(languageFault(text, 'latin')).toBe('otherScript')
    expect(languageFault(text, 'any')).toBeNull()
  })
})
