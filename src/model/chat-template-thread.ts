/** A thread in which chat templates are rendered. */
import { Template } from '@huggingface/jinja'
import { serveThread } from '../engine/index.ts'
import type { RenderOrder } from './chat-template.ts'

/**
 * Templates may ask for today's date: the same model must give the same text tomorrow. The date is
 * Llama 3's own fallback.
 */
const today = '26 Jul 2024'
// A line break after a tag is left out
const fixedDate = `{%- macro strftime_now(format) -%}${today}{%- endmacro %}\n`

serveThread({
  async *render(orders: readonly RenderOrder[]): AsyncGenerator<never, string[], void> {
    const programs = new Map<string, Template>()
    return orders.map(({ template, messages, addGenerationPrompt, specialTokens }) => {
      const program = programs.get(template) ?? new Template(fixedDate + template)
      programs.set(template, program)
      return program.render({
        ...specialTokens,
        messages,
        add_generation_prompt: addGenerationPrompt,
        date_string: today,
      })
    })
  },
})
