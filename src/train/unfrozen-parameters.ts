/** Which parameters are left to train when modules of a model are frozen. */
import { ConfigError } from '../core/index.ts'

const layers = 'model.layers.'

/**
 * Returns the names of `parameters` that lie in none of the modules `frozen`. A module is named as
 * in a checkpoint: `model.layers.0` is everything in the first layer, and not in the eleventh; the
 * whole name of a parameter is that parameter. @throws ConfigError when a module holds no
 * parameter, or when nothing is left to train
 */
export function unfrozenParameters(
  parameters: readonly string[],
  frozen: readonly string[],
): Set<string> {
  const isIn = (name: string, module: string): boolean =>
    name === module || name.startsWith(`${module}.`)
  const unknown = frozen.find((module) => !parameters.some((name) => isIn(name, module)))
  if (unknown !== undefined)
    throw new ConfigError(`freeze: no parameter of the model is in "${unknown}"`, {
      hint: `The parameters are in ${modulesOf(parameters).join(', ')}.`,
    })
  const left = parameters.filter((name) => !frozen.some((module) => isIn(name, module)))
  if (left.length === 0)
    throw new ConfigError('freeze: every parameter of the model is frozen, so nothing is trained', {
      hint: 'Leave out a module.',
    })
  return new Set(left)
}

/** Returns the modules that the hint names: the layers as one, and what stands outside of them. */
function modulesOf(parameters: readonly string[]): string[] {
  const last = parameters.findLast((name) => name.startsWith(layers))?.split('.')[2]
  const moduleOf = (name: string): string =>
    name.startsWith(layers) ? `${layers}0 to ${layers}${last}` : name.replace(/\.[^.]+$/, '')
  return [...new Set(parameters.map(moduleOf))]
}
