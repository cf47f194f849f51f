import { afterEach, expect, it } from 'vitest'
import { stepSettingsOf } from '../../infer/index.ts'
import type { Capabilities } from '../../model/index.ts'
import { openModel, readModelRef, scriptedModel } from '../../sample/index.ts'
import { StepModels } from './step-models.ts'
import { openStepTools } from './step-tools.ts'

const models = new StepModels({ executionProvider: 'cpu', open: (ref) => openModel(ref) })
afterEach(() => models[Symbol.asyncDispose]())

const profile = { lengthOf: () => 0, maxPositions: 99 }

const opened = (
  capabilities: Partial<Capabilities>,
  chooseBy: 'random' | 'rationales',
  isTurn?: true,
) =>
  openStepTools(models, {
    name: 'the strategy stepwise',
    settings: stepSettingsOf({ chooseBy }),
    solver: { model: scriptedModel({}, { id: 'remote', capabilities }), profile },
    format: { isTurn },
    prompts: new Map(),
    maxNewTokens: 9,
    seed: 1,
  })

it('names what a model cannot do', async () => {
  await expect(opened({}, 'random', true)).rejects.toThrow(
    'the strategy stepwise cannot go on with the turn of a chat, as remote is asked',
  )
  await expect(opened({ score: false }, 'rationales')).rejects.toThrow(
    'the strategy stepwise needs a model that can tell how likely given texts are; remote cannot',
  )
})

it('asks a model for nothing that its part does not need', async () => {
  const tools = await opened({ score: false }, 'random')
  expect(tools.rationales).toBeUndefined()
})

it('asks a served model for rationales in words that follow no training', async () => {
  const scripted = scriptedModel({}, { id: 'remote' })
  const asked: unknown[] = []
  await using served = new StepModels({
    executionProvider: 'cpu',
    open: (_, format) => Promise.resolve((asked.push(format), scripted)),
  })
  const user = { name: 'steps', settings: stepSettingsOf({}), seed: 1 }
  const { format } = await served.rationales(readModelRef('http://127.0.0.1:1/v1#remote'), user)
  expect(format).toMatchObject({ name: 'chat', isTurn: true })
  expect(format.template).toMatch(/^\{question\}\n\nThe text above is unfinished\./)
  expect(asked).toEqual([format])
})
