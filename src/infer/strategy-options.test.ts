import { expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import { strategies, type StrategyName } from './index.ts'
import {
  defaultOptions,
  describeChoice,
  parseSelectionOptions,
  optionNames,
} from './strategy-options.ts'

const reader = (name: StrategyName) => ({ name, reads: strategies[name].reads })

it('are read as they are typed', () => {
  expect(parseSelectionOptions(reader('rerankTopClusters'), ['clusters=3'])).toEqual({
    clusters: 3,
  })
  expect(
    parseSelectionOptions(reader('weightedTopClusters'), ['weights=sigmoid', 'clusters=12']),
  ).toEqual({ weights: 'sigmoid', clusters: 12 })
  expect(parseSelectionOptions(reader('adaptiveVote'), ['confidence=1'])).toEqual({ confidence: 1 })
  expect(parseSelectionOptions(reader('bestOfN'), [])).toEqual({})
})

it('of a beam search are words and numbers', () => {
  const texts = ['width=3', 'scoreBy=evaluator', 'partial=run']
  expect(parseSelectionOptions(reader('stepBeam'), texts)).toEqual({
    width: 3,
    scoreBy: 'evaluator',
    partial: 'run',
  })
})

it.each([
  ['stepBeam', 'width=0', '--set width=0: Too small'],
  ['stepBeam', 'scoreBy=chance', 'expected one of "none"|"hiddenStates"|"embeddings"|"evaluator"'],
  ['stepBeam', 'clusters=3', 'the strategy stepBeam does not read clusters'],
  ['bestOfN', 'width=8', 'the strategy bestOfN does not read width'],
  ['bestOfN', 'clusters=8', 'the strategy bestOfN does not read clusters: it reads no options'],
  [
    'weightedTopClusters',
    'best=8',
    'the strategy weightedTopClusters does not read best: it reads clusters and weights',
  ],
  ['majorityOfTopN', 'bests=8', 'does not read bests: it reads best'],
  ['rerankTopClusters', 'clusters=0', '--set clusters=0: Too small'],
  ['rerankTopClusters', 'clusters=2.5', '--set clusters=2.5: Invalid input: expected int'],
  ['rerankTopClusters', 'clusters=', '--set clusters=: Invalid input: expected number'],
  ['rerankTopClusters', 'clusters=many', 'expected number, received string'],
  ['rerankTopClusters', 'clusters', '--set clusters: expected option=value, such as clusters=8'],
  ['weightedVote', 'weights=softmax', 'expected one of "score"|"sigmoid"'],
  ['adaptiveVote', 'confidence=0.2', '--set confidence=0.2: Too small'],
  ['adaptiveVote', 'confidence=Infinity', 'expected number'],
] as const)('%s refuses %s', (name, text, fault) => {
  expect(() => parseSelectionOptions(reader(name), [text])).toThrow(ConfigError)
  expect(() => parseSelectionOptions(reader(name), [text])).toThrow(fault)
})

it('are in the name of a choice where they matter', () => {
  const named = (name: StrategyName, options = {}) => describeChoice(reader(name), options)
  expect(named('majorityVote')).toBe('majorityVote')
  expect(named('rerankTopClusters')).toBe('rerankTopClusters clusters=8')
  expect(named('weightedTopClusters', { clusters: 3 })).toBe('weightedTopClusters clusters=3')
  expect(named('weightedVote', { weights: 'sigmoid' })).toBe('weightedVote weights=sigmoid')
  expect(named('majorityOfTopN')).toBe('majorityOfTopN best=5')
  expect(named('adaptiveVote', { confidence: 1 })).toBe('adaptiveVote confidence=1')
})

it('are all read by some strategy, and have a default', () => {
  const read = Object.values(strategies).flatMap(({ reads }) => reads)
  expect([...new Set(read)].toSorted()).toEqual(optionNames.toSorted())
  expect(Object.keys(defaultOptions)).toEqual(optionNames)
})
