import { describe, expect, it } from 'vitest'
import { servedRuns } from '../../tests/support/served-runs.ts'
import { servedSettings } from './settings.ts'
import { statementOf, type Statement } from './statement.ts'

const { started } = servedRuns()

const KEY = 'sk-test-0123456789'

/** What a server says of itself that tells this at `/props`. */
async function stated(props: object): Promise<Statement> {
  const { url } = await started({ ownedBy: 'llamacpp', props })
  return statementOf(url, servedSettings(`${url}#tiny`), KEY)
}

describe('what llama.cpp tells of itself', () => {
  it('is its version, and what the model was loaded from', async () => {
    const props = { build_info: 'b1-abc', model_path: '/models/tiny.gguf' }
    expect(await stated(props)).toMatchObject({
      software: 'llama.cpp',
      version: 'b1-abc',
      root: '/models/tiny.gguf',
    })
  })

  it('is made short where it is long, without the key', async () => {
    const { root, version } = await stated({
      build_info: `b1 ${KEY} ${'x'.repeat(1000)}`,
      model_path: `/${KEY}/${'very '.repeat(1000)}${KEY}/📦${'é'.repeat(185)}.gguf`,
    })
    expect(root).toBe(`…very ***/📦${'é'.repeat(185)}.gguf`)
    expect(Array.from(root!)).toHaveLength(201)
    expect(version).toMatch(/^b1 \*\*\* x+$/)
    expect(version).toHaveLength(100)
  })

  it.each([
    { model_path: 'none' },
    { model_path: '' },
    { model_path: ['/a'] },
    { model_path: null },
  ])('is nothing where it makes no sense: %o', async (props) =>
    expect(await stated(props)).not.toHaveProperty('root'),
  )
})

it('a server of another kind tells its root in its list of models', async () => {
  const { url } = await started({ root: '/a', props: { model_path: '/b' } })
  expect(await statementOf(url, servedSettings(`${url}#tiny`), undefined)).toMatchObject({
    software: 'vLLM',
    root: '/a',
  })
})
