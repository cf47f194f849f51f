import { expect, it } from 'vitest'
import { ConfigError } from '../core/index.ts'
import { stepSettingsOf, strategies, type StrategyName, type StrategyOptions } from './index.ts'
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

it('of a step-wise solution are those of the stage, with its ranges and defaults', () => {
  const texts = ['chooseBy=random', 'candidates=5', 'discount=0.5', 'steps=math']
  expect(parseSelectionOptions(reader('stepwise'), texts)).toEqual({
    chooseBy: 'random',
    candidates: 5,
    discount: 0.5,
    steps: 'math',
  })
  const { temperature, ...defaults } = stepSettingsOf({})
  expect(temperature).toBe(0.7)
  expect(defaultOptions).toMatchObject(defaults)
  // A solver's options beside them are not theirs.
  const beside: StrategyOptions = { numGenerations: 3, temperature: 0.2 }
  expect(stepSettingsOf(beside)).toEqual({ ...defaults, temperature: 0.2 })
})

it.each([
  ['stepwise', 'candidates=0', '--set candidates=0: Too small'],
  ['stepwise', 'discount=2', '--set discount=2: Too big'],
  ['stepwise', 'chooseBy=chance', 'expected one of "rationales"|"likelihood"'],
  ['stepwise', 'temperature=1', 'the strategy stepwise does not read temperature'],
  ['stepwise', 'width=3', 'it reads chooseBy, rationalesAre, rationaleIs, candidates, maxSteps'],
  ['majorityVote', 'maxSteps=3', 'the strategy majorityVote does not read maxSteps'],
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
