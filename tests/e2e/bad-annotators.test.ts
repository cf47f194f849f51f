/**
 * Annotators that do not do as they are told, and models that cannot do what stages need. What
 * stands in for the models would reach other tests of a process, so this file has one of its own.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { tinyModel } from '../support/tiny-model.ts'
import { drain, type Document } from '../../src/core/index.ts'
import { annotationPrompt, formatPrompt, plainFormat } from '../../src/data/index.ts'
import { modelFiles, type Capabilities } from '../../src/model/index.ts'
import type * as Sample from '../../src/sample/index.ts'
import type { Script } from '../../src/sample/scripted-model.ts'
import { parseRecipe } from '../../src/recipe/load.ts'
import { runRecipe, type RunResult } from '../../src/recipe/run.ts'
import { jsonLines } from '../../src/recipe/stages/files.ts'

/** What stands in for the models that stages open, by the names of their directories. */
const { scripts, capabilities } = vi.hoisted(() => ({
  scripts: new Map<string, Script>(),
  capabilities: new Map<string, Partial<Capabilities>>(),
}))
vi.mock('../../src/sample/index.ts', async (importOriginal) => {
  const original = await importOriginal<typeof Sample>()
  const { scriptedModel } = await import('../../src/sample/scripted-model.ts')
  const openModel: typeof Sample.openModel = async (ref) => {
    const id = basename(typeof ref === 'string' ? ref : original.modelRefText(ref))
    return scriptedModel(scripts.get(id) ?? {}, { id, capabilities: capabilities.get(id) ?? {} })
  }
  return { ...original, openModel }
})

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'reckoner-bad-annotators-'))
  const files = Object.entries(modelFiles(tinyModel(1, 4096), 'F32'))
  for (const name of ['annotator', 'blind']) {
    mkdirSync(join(directory, name))
    for (const [file, content] of files) writeFileSync(join(directory, name, file), content)
  }
  capabilities.set('blind', { score: false })
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const put = (name: string, rows: readonly unknown[]): void =>
  writeFileSync(join(directory, name), jsonLines(rows))

async function run(...stages: object[]): Promise<RunResult & { notes: string[] }> {
  const text = JSON.stringify({ name: 'bad', description: 'd', seeds: [1], stages })
  const recipe = parseRecipe(text, join(directory, 'a.yaml'))
  const notes: string[] = []
  // Keys do not know what stands in for a model.
  const runsDirectory = mkdtempSync(join(directory, 'runs-'))
  const result = await drain(runRecipe(recipe, { runsDirectory }), (event) => {
    if (event.type === 'note') notes.push(event.message)
  })
  return { ...result, notes }
}

const text = 'Mia puts 3 rows of 5 chairs into the hall. It has 15 chairs. She sits down.'
const good = text.replace('. It', '.<BOT>3*5<EOT> It')
const annotated = {
  id: 'annotated',
  stage: 'annotate',
  model: 'annotator',
  documents: 'documents.jsonl',
}
const kept = {
  id: 'kept',
  stage: 'curate.rationales',
  documents: 'documents.jsonl',
  annotated: 'annotated',
}

interface Outcome {
  texts: string[]
  kept: number
  dropped: Record<string, number>
}

/** Has an annotator write `texts` for documents, and returns what is left of it. */
async function annotateAs(
  ...pairs: readonly [document: string, written: string][]
): Promise<Outcome> {
  const documents = pairs.map(([own], place): Document => ({ id: `d${place}`, text: own }))
  put('documents.jsonl', documents)
  const script = pairs.map(([own, written]) => [
    formatPrompt(plainFormat, annotationPrompt(own.replaceAll('\r\n', '\n'))),
    written,
  ])
  scripts.set('annotator', Object.fromEntries(script) as Script)
  const { runDirectory } = await run(annotated, kept)
  const read = (stage: string, file: string): string =>
    readFileSync(join(runDirectory, stage, file), 'utf8')
  const texts = read('annotated', 'annotated.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as Document).text)
  const report = JSON.parse(read('kept', 'report.json')) as Omit<Outcome, 'texts'>
  return { texts, kept: report.kept, dropped: report.dropped }
}

describe('annotators', () => {
  const fault = 'a mark without its counterpart'
  it.each<[what: string, written: string, dropped: Record<string, number>]>([
    ['rewrite the text', ' Mia counts.<BOT>3*5<EOT> Chairs are many.', { 'text changed': 1 }],
    ['break off', ' Mia puts 3 rows of 5 chairs.<BOT>3*5<EOT> It', { 'text changed': 1 }],
    ['break off in a rationale', good.slice(0, good.indexOf('<EOT>')), { [fault]: 1 }],
    ['nest marks', good.replace('3*5', '3<BOT>x<EOT>5'), { [fault]: 2 }],
    [
      'write marks in the wrong order',
      good.replace('<BOT>3*5<EOT>', '<EOT>3*5<BOT>'),
      { [fault]: 1 },
    ],
    ['write marks only', '<BOT><EOT><BOT><EOT>', { 'text changed': 2 }],
    ['say nothing', '', {}],
    ['say nothing but blanks', ' \n ', {}],
    ['refuse', 'Sorry, I cannot do that.', {}],
    [
      'answer in another script',
      '米娅放了椅子。<BOT>三乘五<EOT>大厅有椅子。',
      { 'text changed': 1 },
    ],
    ['go on with another text', `${good}\nText: More.<BOT>x<EOT> And more.`, {}],
    ['write what is no text', good.replace('3*5', '3\0*5'), {}],
  ])('that %s spoil no other document', async (_, written, dropped) => {
    const other = 'Tom has 2 pens. He has 3 more, so he has 5.'
    const said = other.replace(' He', '<BOT>count<EOT> He')
    const outcome = await annotateAs([text, written], [other, ` ${said}`])
    expect(outcome.texts[1]).toBe(said)
    const isGood = written.startsWith(`${good}\n`)
    if (isGood) expect(outcome.texts[0]).toBe(good)
    if (written.includes('\0')) expect(outcome.texts[0]).toBe('')
    expect(outcome).toMatchObject({ kept: isGood ? 2 : 1, dropped })
    expect(Object.keys(outcome.dropped)).toEqual(Object.keys(dropped))
  })

  it('that repeat a sentence to the limit have not ended: nothing of it counts', async () => {
    const loop = `${good}${' She sits down.<BOT>r<EOT>'.repeat(400)}`
    expect(await annotateAs([text, loop])).toEqual({ texts: [''], kept: 0, dropped: {} })
  })

  it('are asked for documents with a mark and CRLF as for others', async () => {
    const own = `\uFEFF${text.replace('. It', '.\r\nIt')}`
    const plain = text.replace('. It', '.\nIt')
    put('documents.jsonl', [{ id: 'd', text: own }])
    const said = plain.replace('.\n', '.\r\n<BOT>3*5<EOT>')
    scripts.set('annotator', { [formatPrompt(plainFormat, annotationPrompt(plain))]: said })
    const { runDirectory } = await run(annotated, kept)
    const rationales = readFileSync(join(runDirectory, 'kept', 'rationales.jsonl'), 'utf8')
    expect(JSON.parse(rationales)).toEqual({
      documentId: 'd',
      index: 0,
      preceding: 'Mia puts 3 rows of 5 chairs into the hall.',
      rationale: '3*5',
      following: '\nIt has 15 chairs. She sits down.',
    })
  })

  it('are not asked for documents that they cannot read', async () => {
    put('documents.jsonl', [
      { id: 'line', text: 'The barn has 12 sheep. '.repeat(450_000) },
      { id: 'lines', text: 'The barn has 12 sheep.\n'.repeat(450_000) },
      { id: 'chinese', text: '谷仓里有十二只羊。'.repeat(370_000) },
    ])
    scripts.set('annotator', {})
    const { runDirectory, notes } = await run(annotated, kept)
    const report = readFileSync(join(runDirectory, 'kept', 'report.json'), 'utf8')
    expect(JSON.parse(report)).toMatchObject({ input: 0, kept: 0, dropped: {} })
    expect(notes).toContain('3 texts are too long for annotator')
  })
})

describe('a model that cannot do what a stage needs is named', () => {
  const solved = { id: 'solved', stage: 'infer.steps', label: 'l', problems: 'problems.jsonl' }
  const measured = { id: 'measured', stage: 'evaluate.steps', label: 'l', steps: 'steps.jsonl' }
  it.each([
    [{ ...kept, annotated: 'said.jsonl', model: 'blind' }, 'the filter of rationales'],
    [{ ...solved, model: 'annotator', rationales: 'annotator', scorer: 'blind' }, 'infer.steps'],
    [{ ...measured, scorer: 'blind' }, 'evaluate.steps'],
    [{ ...measured, judge: 'rationales', rationales: 'annotator', scorer: 'blind' }, 'evaluate'],
  ])('%j', async (stage, user) => {
    put('documents.jsonl', [{ id: 'd', text }])
    put('said.jsonl', [{ id: 'd', text: good }])
    put('problems.jsonl', [{ id: 'p', question: 'What is 1 + 1?', answer: '2' }])
    put('steps.jsonl', [{ question: '1 + 1?', steps: [{ text: 'It is 2.', label: 'right' }] }])
    const failed = run(stage)
    await expect(failed).rejects.toMatchObject({ code: 'config', hint: expect.any(String) })
    await expect(failed).rejects.toThrow(user)
    await expect(failed).rejects.toThrow(/needs a model that can .*; blind cannot/)
  })
})
