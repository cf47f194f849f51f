import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { modelRefFault, openModel, readModelRef } from './model-ref.ts'

const base = mkdtempSync(join(tmpdir(), 'model-ref-'))
afterAll(() => rmSync(base, { recursive: true }))

const faultOf = (text: string): string | null => modelRefFault(readModelRef(text, base))

describe('a name of a model', () => {
  it.each([
    '127.0.0.1:8000/v1#x',
    'localhost:8000',
    'localhost:8000#x',
    'gpu1:8000/v1,gpu2:8000/v1#Qwen/Qwen2.5',
    'api.example.com/v1#big',
    'api.example.com/open/ai/v1#big',
  ])('that lacks http:// alone is told so: %s', (text) => {
    expect(faultOf(text)).toContain(`begins with http:// or https://, as in http://${text}`)
  })

  it.each(['models/base', 'runs/a#1/sft@1', 'my-model', '127.0.0.1', 'C:\\models\\v1'])(
    'that is of no directory is told so: %s',
    (text) => {
      expect(readModelRef(text, base).scheme).toBe('directory')
      expect(faultOf(text)).toMatch(/^there is no (?!file)/)
    },
  )

  it('may look like an address where there is such a directory', () => {
    mkdirSync(join(base, 'data', 'v2#final'), { recursive: true })
    expect(readModelRef('data/v2#final', base).scheme).toBe('directory')
    expect(faultOf('data/v2#final')).toBeNull()
  })

  it('that ends in .yaml is a file, which is to exist', async () => {
    expect(faultOf('teacher.yaml')).toBe(`there is no file ${join(base, 'teacher.yaml')}`)
    expect(() => openModel(join(base, 'teacher.yaml'))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('docs/servers.md') as string }),
    )
  })
})
