/** `str.format`: templates whose fields name arguments by position or keyword. */

import { formatValue } from './format.ts'
import { giveUp } from '../signals.ts'
import { representation, text } from './text.ts'
import { charge, maxLength } from '../values/values.ts'
import type { Keywords, Machine, Value } from '../values/values.ts'

const field = /\{\{|\}\}|\{([A-Za-z_]\w*|\d{0,4})(?:!([rs]))?(?::([^{}]*))?\}|[{}]/g

/**
 * Returns `template.format(...positional, **keywords)`; fields that look into their argument are
 * given up.
 */
export function formatTemplate(
  machine: Machine,
  template: string,
  positional: readonly Value[],
  keywords: Keywords,
): string {
  charge(machine, template.length >> 1)
  let automatic = 0
  let isNumbered = false
  const result = template.replace(
    field,
    (match: string, name?: string, conversion?: string, spec?: string) => {
      if (match === '{{' || match === '}}') return match.charAt(0)
      if (name === undefined) return giveUp()
      let value: Value | undefined
      if (name === '') value = positional[automatic++]
      else if (/^\d/.test(name)) {
        isNumbered = true
        value = positional[Number(name)]
      } else value = keywords?.get(name)
      if (value === undefined || (isNumbered && automatic > 0)) giveUp()
      const converted =
        conversion === 'r'
          ? representation(machine, value)
          : conversion === 's'
            ? text(machine, value)
            : value
      return formatValue(machine, converted, spec ?? '')
    },
  )
  return result.length > maxLength ? giveUp() : result
}
