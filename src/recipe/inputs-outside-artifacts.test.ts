/** What a stage's input names is in the stage's key, whatever the path. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { drain, ConfigError } from '../core/index.ts'
import { parseRecipe } from './load.ts'
import { runRecipe } from './run.ts'

const directory = mkdtempSync(join(tmpdir(), 'reckoner-outside-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

it('a path that leaves the artifact of a stage is refused, or its content is in the key', async () => {
  const text = `name: outside
description: Takes a file outside of an artifact.
seeds: [1]
stages:
  - { id: test, stage: data.problems, count: 4 }
  - { id: graded, stage: verify, problems: test/../../../problems.jsonl, completions: own.jsonl }
`
  const runsDirectory = join(directory, 'runs')
  const [problems, own] = ['problems.jsonl', 'own.jsonl'].map((name) => join(directory, name))
  writeFileSync(own!, '{"problemId":"a","index":0,"text":"#### 1"}\n')
  const verdicts = async (answer: string): Promise<string> => {
    writeFileSync(problems!, `{"id":"a","question":"q","answer":"${answer}"}\n`)
    const notes: string[] = []
    const recipe = parseRecipe(text, join(directory, 'outside.yaml'))
    let cached = false
    await drain(runRecipe(recipe, { runsDirectory }), (event) => {
      if (event.type === 'note') notes.push(event.message)
      if (event.type === 'stage-end' && event.stage === 'graded') cached = event.cached
    })
    return `${cached} ${notes.join()}`
  }
  try {
    await verdicts('1')
    expect(await verdicts('2')).toContain('0 of 1 completions are correct')
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
  }
})
