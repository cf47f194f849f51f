/** Chat templates, run as users run them: in a thread of built code. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as Model from '../../src/model/index.ts'

const { chatPrompt, encodeStart, readModelOutline } = (await import(
  new URL('../../dist/model/index.js', import.meta.url).href
)) as typeof Model
const root = join(import.meta.dirname, '../golden/checkpoints')
const outline = await readModelOutline(join(root, 'llama3-chat'))
const withTemplate = (template: string): typeof outline => ({
  ...outline,
  files: { ...outline.files, 'chat_template.jinja': Buffer.from(template) },
})

describe('chatPrompt', () => {
  it.each(['llama2-chat', 'llama3-chat', 'qwen2-chat-padded', 'gemma-chat'])(
    '%s: text and ids of Transformers',
    async (name) => {
      const model = await readModelOutline(join(root, name))
      const { chat } = JSON.parse(readFileSync(join(root, name, 'golden.json'), 'utf8')) as {
        chat: { text: string; ids: number[] }
      }
      const text = (await chatPrompt(model)).replace('{question}', 'Tom has 3 boxes?')
      expect(text).toBe(chat.text)
      expect(encodeStart(model.tokenizer, text)).toEqual(chat.ids)
    },
  )

  it('gives the same text tomorrow', async () => {
    expect(
      await chatPrompt(withTemplate('\n{{ strftime_now("%Y") }} {{ messages[0].content }}')),
    ).toBe('\n26 Jul 2024 {question}')
  })

  it.each<[string, string, RegExp]>([
    [
      'never ends',
      '{% for i in range(100000000) %}{% for j in range(100000000) %}{% endfor %}{% endfor %}',
      /takes longer than 10 s|memory/,
    ],
    [
      'fills the memory',
      '{% for i in range(1000000000) %}{% endfor %}{{ messages[0].content }}',
      /takes longer than 10 s|memory/,
    ],
    ['refuses', '{{ raise_exception("no user turn") }}', /cannot be used: no user turn/],
    ['is broken', '{% if', /cannot be used/],
    [
      'reaches for the host',
      '{{ messages[0].content.constructor.constructor("return process")() }}',
      /cannot be used/,
    ],
    ['forgets the question', 'Hello', /leaves the question out/],
    ['repeats the question', '{{ messages[0].content }}{{ messages[0].content }}', /repeats it/],
  ])('says when a template %s', async (_, template, message) => {
    await expect(chatPrompt(withTemplate(template))).rejects.toThrow(message)
  })

  it('puts instructions where the template has them', async () => {
    expect(await chatPrompt(outline, 'Be brief.')).toBe(
      '<|begin|><|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n',
    )
  })

  it('says when there is none', async () => {
    await expect(chatPrompt(await readModelOutline(join(root, 'llama3')))).rejects.toThrow(
      'llama3 has no chat template',
    )
  })
})
