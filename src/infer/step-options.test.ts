import { expect, it } from 'vitest'
import { describeSteps, stepSettingsOf } from './step-options.ts'

it.each([
  [{}, 'best of 3 steps by rationales'],
  [{ chooseBy: 'evaluator', candidates: 8 }, 'best of 8 steps by evaluator'],
  [{ chooseBy: 'random', rationalesAre: 'shown' }, 'one of 3 steps at random, rationales shown'],
] as const)('%j is called %s', (given, name) => {
  expect(describeSteps(stepSettingsOf(given))).toBe(name)
})
