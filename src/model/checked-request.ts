/** Requests whose numbers mean something: what else would be drawn is no model's text. */
import { ConfigError } from '../core/index.ts'
import type { BeamRequest, GenerateRequest } from './language-model.ts'

/** Below this temperature nothing but the likeliest token has any probability left. */
const COLDEST = 1e-6

const isWhole = (least: number) => (value: number) => Number.isSafeInteger(value) && value >= least
const isWithin = (least: number, most: number) => (value: number) => value >= least && value <= most

type Check = [
  name: string,
  value: number | undefined,
  isGood: (value: number) => boolean,
  expected: string,
]

/**
 * Returns the request, with temperature 0 for one that comes to the same. @throws ConfigError for
 * numbers out of their range
 */
export function checkedRequest<Request extends GenerateRequest>(request: Request): Request {
  const { decoding, numGenerations, firstIndex, prompts } = request
  const { temperature, topP, topK, minP, maxNewTokens } = decoding
  const checks: Check[] = [
    ['temperature', temperature, isWithin(0, Number.MAX_VALUE), 'a number from 0 on'],
    ['topP', topP, (value) => value > 0 && value <= 1, 'a number above 0, at most 1'],
    ['topK', topK, isWhole(0), 'a whole number from 0 on'],
    ['minP', minP, isWithin(0, 1), 'a number from 0 to 1'],
    ['maxNewTokens', maxNewTokens, isWhole(1), 'a whole number from 1 on'],
    ['numGenerations', numGenerations, isWhole(0), 'a whole number from 0 on'],
    ['firstIndex', firstIndex, isWhole(0), 'a whole number from 0 on'],
    ...prompts.map(({ drawn }): Check => ['drawn', drawn, isWhole(0), 'a whole number from 0 on']),
  ]
  for (const [name, value, isGood, expected] of checks) requireNumber(name, value, isGood, expected)
  return temperature >= COLDEST
    ? request
    : { ...request, decoding: { ...decoding, temperature: 0 } }
}

/** Returns the request. @throws ConfigError for numbers out of their range */
export function checkedBeamRequest(request: BeamRequest): BeamRequest {
  requireNumber('width', request.width, isWhole(1), 'a whole number from 1 on')
  checkTokens('maxNewTokens', request.decoding.maxNewTokens)
  return request
}

/** @throws ConfigError for a number of tokens that is not whole, or below 1 */
export const checkTokens = (name: string, value: number | undefined): void =>
  requireNumber(name, value, isWhole(1), 'a whole number from 1 on')

function requireNumber(...[name, value, isGood, expected]: Check): void {
  if (value !== undefined && !isGood(value))
    throw new ConfigError(`${name} is ${value}: expected ${expected}`)
}
