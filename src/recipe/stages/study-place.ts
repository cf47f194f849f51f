/** Places that a study names, checked against the axes of its recipe before anything runs. */
import type { Axes, Coordinates } from '../axes.ts'
import type { SettingFault } from '../stage.ts'
import { suggestion } from '../suggest.ts'

/** What is wrong with the axis `over` and the place `at`: hours may pass before a study runs. */
export function placeFaults(
  { over, at }: { over?: string; at: Coordinates },
  axes: Axes,
): SettingFault[] {
  const noAxis = (name: string): string =>
    `there is no axis "${name}"${suggestion(name, Object.keys(axes))}`
  const ofOver =
    over === undefined || Object.hasOwn(axes, over) ? [] : [{ path: ['over'], text: noAxis(over) }]
  const ofAt = Object.entries(at).flatMap(([name, value]) => {
    const path = ['at', name]
    if (!Object.hasOwn(axes, name)) return [{ path, text: noAxis(name) }]
    const known = axes[name]!.map((each) => JSON.stringify(each)).join(', ')
    return axes[name]!.includes(value)
      ? []
      : [{ path, text: `the axis has no value ${JSON.stringify(value)} (known: ${known})` }]
  })
  return [...ofOver, ...ofAt]
}
