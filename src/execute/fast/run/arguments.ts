/** Matches the arguments of a call with the parameters of a function of the program. */

import { giveUp, typeError } from '../signals.ts'
import type { Keywords, UserFunction, Value } from '../values/values.ts'

/** Returns the variables that a call starts with. */
export function bindArguments(
  callee: UserFunction,
  positional: readonly Value[],
  keywords: Keywords,
): Map<string, Value> {
  const { parameters } = callee.definition
  const variables = new Map<string, Value>()
  const common = Math.min(positional.length, parameters.length)
  for (let index = 0; index < common; index++)
    variables.set(parameters[index]?.name ?? '', positional[index] ?? null)
  if (keywords) bindKeywords(callee, variables, keywords)
  if (positional.length > parameters.length) tooMany(callee, positional.length, keywords)
  const firstDefault = parameters.length - callee.defaults.length
  const missing: string[] = []
  for (let index = common; index < parameters.length; index++) {
    const name = parameters[index]?.name ?? ''
    if (variables.has(name)) continue
    if (index < firstDefault) missing.push(name)
    else variables.set(name, callee.defaults[index - firstDefault] ?? null)
  }
  if (missing.length > 0) missingArguments(callee, missing)
  return variables
}

function bindKeywords(
  callee: UserFunction,
  variables: Map<string, Value>,
  keywords: ReadonlyMap<string, Value>,
): void {
  for (const [name, value] of keywords) {
    // The message of an unexpected keyword may go on to suggest another.
    if (!callee.definition.parameters.some((parameter) => parameter.name === name)) giveUp()
    if (variables.has(name))
      typeError(`${callee.qualifiedName}() got multiple values for argument '${name}'`)
    variables.set(name, value)
  }
}

function tooMany(callee: UserFunction, given: number, keywords: Keywords): never {
  if (keywords) return giveUp()
  const most = callee.definition.parameters.length
  const least = most - callee.defaults.length
  const takes = least === most ? `${most}` : `from ${least} to ${most}`
  const noun = most === 1 && least === most ? 'argument' : 'arguments'
  return typeError(
    `${callee.qualifiedName}() takes ${takes} positional ${noun} but ${given} ${given === 1 ? 'was' : 'were'} given`,
  )
}

function missingArguments(callee: UserFunction, names: readonly string[]): never {
  const quoted = names.map((name) => `'${name}'`)
  const last = quoted.at(-1) ?? ''
  const rest = quoted.slice(0, -1)
  const listed =
    rest.length === 0
      ? last
      : rest.length === 1
        ? `${rest[0]} and ${last}`
        : `${rest.join(', ')}, and ${last}`
  const noun = names.length === 1 ? 'argument' : 'arguments'
  return typeError(
    `${callee.qualifiedName}() missing ${names.length} required positional ${noun}: ${listed}`,
  )
}
