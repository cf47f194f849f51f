/** Rationales, from stories to steps that a judge chooses by them, with a shipped model. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Document, Prediction, Rationale } from '../../src/core/index.ts'
import { gain, gainItems } from '../../src/curate/index.ts'
import { contextOf, problemPrompt } from '../../src/data/index.ts'
import type { Trajectory } from '../../src/infer/index.ts'
import { discounted, readModel } from '../../src/model/index.ts'
import { LocalModel } from '../../src/sample/index.ts'
import { shippedModel } from '../../src/sample/shipped-models.ts'

const main = join(import.meta.dirname, '../../dist/cli/main.js')
const directory = mkdtempSync(join(tmpdir(), 'reckoner-rationales-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const tiny = 'base-250k'
let alone: LocalModel
beforeAll(async () => {
  const problems = ['a', 'b', 'c'].map((id, place) => ({
    id,
    question: `What is ${place} + 1?`,
    answer: String(place + 1),
  }))
  const text = problems.map((problem) => `${JSON.stringify(problem)}\n`).join('')
  writeFileSync(join(directory, 'problems.jsonl'), text)
  alone = new LocalModel(await readModel(shippedModel(tiny)!))
})
afterAll(() => alone[Symbol.asyncDispose]())

/** Reads the files of a run. */
interface Read {
  <T>(stage: string, file: string): T[]
  text(stage: string, file: string): string
}

/** Runs a recipe by the command, and returns what reads its files. */
function run(...stages: object[]): Read {
  const recipe = { name: 'test', description: 'steps', seeds: [1], stages }
  writeFileSync(join(directory, 'test.yaml'), JSON.stringify(recipe))
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'run', 'test.yaml'], {
    cwd: directory,
    encoding: 'utf8',
  })
  expect(status, stderr).toBe(0)
  const own = /runs\/test-[0-9a-f]+/.exec(stdout)![0]
  const text = (stage: string, file: string): string =>
    readFileSync(join(directory, own, stage, file), 'utf8')
  const lines = <T>(stage: string, file: string): T[] =>
    text(stage, file)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  return Object.assign(lines, { text })
}

const stories = { id: 'stories', stage: 'data.narratives', count: 6, seed: 3 }
const kept = {
  id: 'kept',
  stage: 'curate.rationales',
  documents: 'stories',
  annotated: 'stories',
}

describe('curate.rationales', () => {
  it('filters by the gain that the scorer itself gives, shared beginnings or not', async () => {
    const read = run(stories, {
      ...kept,
      model: tiny,
      rationaleIs: 'marked',
      minGain: -13,
    })
    const good = read<Rationale>('kept', 'rationales.jsonl')
    const bad = read<Rationale>('kept', 'dropped.jsonl')
    expect(good.every((each) => each.gain! >= -13)).toBe(true)
    expect(bad.every((each) => each.gain! < -13)).toBe(true)
    expect(good.length * bad.length).toBeGreaterThan(0)
    for (const rationale of [...good, ...bad].slice(0, 8)) {
      const [without, withRationale] = await Promise.all(
        gainItems(rationale, 'marked').map(async (item) => (await alone.score([item]))[0]![0]!),
      )
      expect(Math.abs(gain(without!, withRationale!) - rationale.gain!)).toBeLessThan(1e-4)
    }
  })

  it('measures its threshold on a reference, for each source', async () => {
    const read = run(stories, {
      ...kept,
      model: tiny,
      rationaleIs: 'marked',
      reference: 'stories',
      precision: 0.95,
    })
    // All are in the reference, so the lowest gain is the threshold.
    expect(read('kept', 'dropped.jsonl')).toEqual([])
    const gains = read<Rationale>('kept', 'rationales.jsonl').map((each) => each.gain!)
    // One JSON text over several lines.
    const report = read.text('kept', 'report.json')
    expect(JSON.parse(report)).toMatchObject({ thresholds: { narratives: Math.min(...gains) } })
  })
})

describe('curate.rationales with a reference', () => {
  const text = (rationale: string): string => `Mia has 3 rows.${rationale} So it goes. Done now.`
  const said = '<BOT>3*5<EOT>'
  const documents = ['a', 'b', 'c'].map((id) => ({ id, text: text(''), source: `of ${id}` }))
  const write = (name: string, records: readonly object[]): void =>
    writeFileSync(
      join(directory, name),
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
    )
  function filter(reference: readonly object[], ...options: string[]) {
    write('d.jsonl', documents)
    write(
      'a.jsonl',
      documents.map((document) => ({ ...document, text: text(said) })),
    )
    write('r.jsonl', reference)
    const given = ['--documents', 'd.jsonl', '--annotated', 'a.jsonl', '--reference', 'r.jsonl']
    const command = ['curate', 'rationales', ...given, '--model', tiny, ...options]
    return spawnSync(process.execPath, [main, ...command], { cwd: directory, encoding: 'utf8' })
  }
  const good = { id: 'a', text: text(said) }

  it('keeps nothing of a source that the reference lacks, and says so', () => {
    const { stdout, stderr } = filter([good, { ...good, id: 'x' }], '--precision', '0.9')
    expect(stdout.match(/"problemId":"."/g)).toEqual(['"problemId":"a"'])
    expect(stderr).toContain(
      'for the source "of b", so none of its rationales is kept: the reference',
    )
    expect(stderr).toContain('1 document of the reference was not annotated')
  })

  it('says which sources of thresholds are those of no document', () => {
    const { stdout, stderr } = filter([good], '--min-gain', 'of a=-99,of b=99,of c=99,ofa=1')
    expect(stdout.match(/"problemId":"."/g)).toEqual(['"problemId":"a"'])
    expect(stderr).toContain('minGain names the source "ofa", which no annotated document has')
    expect(filter([good], '--min-gain', 'a=1,a=2').stderr).toContain('"a" is given twice')
  })

  it.each([
    ['two texts of a document', [good, { ...good, text: text('') }]],
    ['half of a rationale', [{ ...good, text: text('<BOT>3*5') }]],
  ])('refuses %s', (_, reference) => {
    expect(filter(reference, '--precision', '0.9').stderr).toContain(
      'the reference does not say which rationales of "a" are good',
    )
  })
})

describe('annotate', () => {
  it('leaves documents as they are where it inserts, and resumes to the same', async () => {
    const annotate = {
      id: 'annotated',
      stage: 'annotate',
      model: tiny,
      documents: 'stories',
      method: 'insert',
      maxNewTokens: 4,
    }
    const read = run(stories, annotate)
    const marks = /<BOT>.*?<EOT>/gs
    const texts = read<Document>('annotated', 'annotated.jsonl').map(({ text }) =>
      text.replaceAll(marks, ''),
    )
    expect(texts).toEqual(read<Document>('stories', 'documents.jsonl').map(({ text }) => text))
  })

  it('names what it leaves out, and what has marks of its own', () => {
    const rows = ['{"id":"m","text":"One. <BOT> is a mark. Two."}', '{"id":"bad"}', '']
    writeFileSync(join(directory, 'odd.jsonl'), rows.join('\n'))
    const options = ['--model', tiny, '--method', 'insert', '--max-new-tokens', '2']
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [main, 'annotate', 'odd.jsonl', ...options],
      { cwd: directory, encoding: 'utf8' },
    )
    expect(stdout.replaceAll(/<BOT>[^<>]*<EOT>/g, '').trim()).toBe(rows[0])
    expect(stderr).toContain('1 document is left out: ')
    expect(stderr).toContain('odd.jsonl:2')
    expect(stderr).toContain('1 document holds <BOT> or <EOT> already')
  })

  it('drops what a model that does not copy has made of a document', async () => {
    const annotate = {
      id: 'annotated',
      stage: 'annotate',
      model: tiny,
      documents: 'stories',
      maxNewTokens: 8,
    }
    const read = run(stories, annotate, { ...kept, annotated: 'annotated' })
    expect(read('kept', 'rows.jsonl')).toEqual([])
  })
})

describe('infer.steps', () => {
  const solved = {
    id: 'solved',
    stage: 'infer.steps',
    label: tiny,
    model: tiny,
    problems: 'problems.jsonl',
    maxNewTokens: 6,
    maxSteps: 3,
  }

  it('keeps every candidate with its score, and takes the best', async () => {
    const read = run({ ...solved, rationales: tiny, rationaleIs: 'marked' })
    const trajectories = read<Trajectory>('solved@1', 'trajectories.jsonl')
    expect(trajectories.map(({ problemId }) => problemId)).toEqual(['a', 'b', 'c'])
    for (const { question, steps, text } of trajectories) {
      let document = problemPrompt(question)
      for (const { candidates, choice, rationale } of steps) {
        expect(candidates).toHaveLength(3)
        const scores = candidates.map(({ score }) => score ?? -Infinity)
        expect(choice).toBe(scores.indexOf(Math.max(...scores)))
        const preceding = document.trimEnd()
        const following = document.slice(preceding.length) + candidates[0]!.text.trimEnd()
        const prompt = contextOf({ preceding, rationale: rationale!, following }, 'marked')
        const [[direct]] = (await alone.score([{ prompt, continuations: [following] }])) as [
          [Parameters<typeof discounted>[0]],
        ]
        const expected = discounted(direct, 0.9) / direct.tokens.length
        if (candidates[0]!.text.trim() === '') expect(scores[0]).toBe(-Infinity)
        else expect(Math.abs(expected - scores[0]!)).toBeLessThan(1e-4)
        document += candidates[choice]!.text
      }
      expect(document).toBe(problemPrompt(question) + text)
    }
    const completions = read<{ text: string; finish: string }>('solved@1', 'completions.jsonl')
    // No step of six tokens is whole.
    expect(completions.map(({ finish }) => finish)).toEqual(['length', 'length', 'length'])
    expect(completions.map(({ text }) => text)).toEqual(trajectories.map(({ text }) => text))
  })

  it('never shows an implicit rationale to the agent, and an explicit one always', async () => {
    const random = { ...solved, chooseBy: 'random' }
    const first = (...stages: object[]): string[][] =>
      run(...stages)<Trajectory>('solved@1', 'trajectories.jsonl').map(({ steps }) =>
        steps[0]!.candidates.map(({ text }) => text),
      )
    const without = first(random)
    const implicit = first({ ...solved, rationales: tiny, rationaleIs: 'marked' })
    // A model that has learned to end its rationales.
    const taught = {
      id: 'taught',
      stage: 'train.sft',
      model: tiny,
      data: 'kept',
      epochs: 40,
      batchSize: 4,
      learningRate: 2e-3,
    }
    const shown = { ...random, rationales: 'taught', rationalesAre: 'shown' }
    const explicit = first(stories, kept, taught, shown)
    expect(implicit).toEqual(without)
    expect(explicit).not.toEqual(without)
  })
})

describe('solve --strategy stepwise', () => {
  const question = 'Tom has 3 boxes of 4 pens. How many pens does Tom have?'
  const solve = (...args: string[]) => {
    const limits = ['--max-new-tokens', '6', '--set', 'maxSteps=3', '--seed', '1']
    const all = ['solve', question, '--model', tiny, '--strategy', 'stepwise', ...limits, ...args]
    return spawnSync(process.execPath, [main, ...all], { cwd: directory, encoding: 'utf8' })
  }

  it('takes the steps that infer.steps takes, and says why', () => {
    const problem = { id: 'question', question, answer: '12' }
    writeFileSync(join(directory, 'question.jsonl'), `${JSON.stringify(problem)}\n`)
    const common = { stage: 'infer.steps', label: tiny, model: tiny, problems: 'question.jsonl' }
    const limits = { maxNewTokens: 6, maxSteps: 3 }
    const read = run(
      { id: 'random', ...common, ...limits, chooseBy: 'random', candidates: 1 },
      { id: 'marked', ...common, ...limits, rationales: tiny, rationaleIs: 'marked' },
    )
    const random = ['--set', 'chooseBy=random', '--set', 'candidates=1']
    const marked = ['--rationales', tiny, '--set', 'rationaleIs=marked']
    for (const [id, options] of Object.entries({ random, marked })) {
      const { status, stdout, stderr } = solve(...options, '--trace', '--json')
      expect(status, stderr).toBe(0)
      const { text, cost, trace } = JSON.parse(stdout) as Prediction
      const [trajectory] = read<Trajectory>(`${id}@1`, 'trajectories.jsonl')
      expect([text, cost!.tokens]).toEqual([trajectory!.text, trajectory!.tokens])
      expect(trajectory!.steps).toMatchObject(trace!.steps!)
    }
    const shown = solve(...marked, '--trace').stdout
    expect(shown).toContain('answer: ')
    expect(shown).toContain('step 1, chosen by rationales, after the rationale')
  })

  it('is refused without the models that it needs, before one is opened', () => {
    const { status, stderr } = solve()
    expect(status).toBe(2)
    expect(stderr).toContain('chooseBy=rationales needs a model of rationales')
    expect(stderr).toContain('--rationales')
  })
})
