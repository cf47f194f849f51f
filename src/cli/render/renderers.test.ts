import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RunEvent, StageCost } from '../../core/index.ts'
import { chooseRenderer } from './choose-renderer.ts'
import { jsonRenderer } from './json.ts'
import { plainRenderer } from './plain.ts'
import type { Output, Renderer } from './renderer.ts'
import { richRenderer } from './rich.ts'

afterEach(() => vi.unstubAllEnvs())

/** A terminal that keeps what a person would see: finished lines, and the line being drawn. */
function screen(columns = 100, colours = false): Output & { text: string; lines(): string[] } {
  return {
    text: '',
    isTTY: true,
    columns,
    hasColors: () => colours,
    write(chunk) {
      this.text += chunk
    },
    lines() {
      const shown: string[] = []
      for (const line of this.text.split('\n'))
        shown.push(
          stripVTControlCharacters(line.slice(line.lastIndexOf('\r\u001B[K') + 1)).replace(
            /^\[K/,
            '',
          ),
        )
      return shown
    },
  }
}

const cost = (seconds: number): StageCost => ({
  seconds,
  tokens: 0,
  promptTokens: 0,
  dollars: 0,
  completions: 0,
  flops: 0,
  peakMemoryBytes: 0,
})
const steps = (done: number): RunEvent => ({
  type: 'progress',
  label: 'sft@1',
  done,
  total: 3000,
  unit: 'steps',
})
const start: RunEvent[] = [
  {
    type: 'run-start',
    recipe: 'quickstart',
    runDirectory: 'runs/quickstart-1a2b3c4d',
    stages: ['data', 'sft@1'],
  },
  { type: 'stage-start', stage: 'data', cached: true },
  { type: 'stage-end', stage: 'data', cached: true, cost: cost(9) },
  { type: 'stage-start', stage: 'sft@1', cached: false },
]

const failed = (code: string): RunEvent[] => [
  { type: 'stage-error', stage: 'sft@1', message: 'no such thing', code },
  { type: 'run-error', recipe: 'quickstart', runDirectory: 'x', message: 'no such thing', code },
]

/** Shows events one after the other, `stepMs` apart. */
function play(
  create: (output: Output, now: () => number) => Renderer,
  output: Output,
  events: readonly RunEvent[],
  stepMs = 1000,
): Renderer {
  let nowMs = 0
  const renderer = create(output, () => nowMs)
  for (const event of events) {
    renderer.event(event)
    nowMs += stepMs
  }
  return renderer
}

describe('rich', () => {
  it('keeps a line for each finished stage and draws the current one with rate and time left', () => {
    const output = screen()
    play(richRenderer, output, [
      ...start,
      steps(0),
      steps(600),
      { type: 'metric', name: 'loss', value: 1.23456 },
      steps(1200),
    ])
    expect(output.lines()).toEqual([
      'quickstart → runs/quickstart-1a2b3c4d',
      '✓ data   cached',
      '› sft@1  ━━━━━━━━━━──────────────  1,200/3,000 steps  0:05 left  400/s  loss 1.235',
    ])
  })

  it('ends clean: the live line gives way to the final one', () => {
    const output = screen()
    const end: RunEvent[] = [
      { type: 'stage-end', stage: 'sft@1', cached: false, cost: cost(125) },
      { type: 'run-end', recipe: 'quickstart', runDirectory: 'x', seconds: 130 },
    ]
    play(richRenderer, output, [...start, steps(0), ...end]).end()
    expect(output.lines().slice(2)).toEqual(['✓ sft@1  2 min 05 s', '  done in 2 min 10 s', ''])
  })

  it('marks the stage that failed, and leaves the error to the command', () => {
    const output = screen()
    play(richRenderer, output, [...start, steps(0), ...failed('config')]).end()
    expect(output.lines().slice(2)).toEqual(['✗ sft@1  failed', ''])
    const stopped = screen()
    play(richRenderer, stopped, [...start, steps(0), ...failed('cancelled')]).end()
    expect(stopped.lines().slice(2)).toEqual([''])
  })

  it('gives way to results, which a command shows', () => {
    const output = screen()
    const run = { recipe: 'quickstart', runDirectory: 'x', soFar: 'the results of 1 of 2 seeds' }
    play(richRenderer, output, [...start, steps(0), { type: 'results', ...run }])
    expect(output.lines().slice(2)).toEqual([''])
  })

  it('puts notes above the live line', () => {
    const output = screen()
    play(richRenderer, output, [
      ...start,
      steps(0),
      { type: 'note', level: 'warning', message: 'low memory' },
    ])
    expect(output.lines().slice(2)).toEqual([
      '! low memory',
      '› sft@1  ────────────────────────  0/3,000 steps',
    ])
  })

  it('draws at most ten times a second', () => {
    const output = screen()
    play(
      richRenderer,
      output,
      [...start, ...Array.from({ length: 1000 }, (_, done) => steps(done))],
      1,
    )
    expect(output.text.split('\r\u001B[K').length).toBeLessThan(20)
  })

  it.each([20, 40, 60])('stays within %d columns', (columns) => {
    const output = screen(columns)
    play(richRenderer, output, [
      ...start,
      steps(0),
      steps(600),
      { type: 'metric', name: 'loss', value: 1.2 },
      steps(1200),
    ])
    expect(output.lines().at(-1)!.length).toBeLessThan(columns)
    expect(output.lines().at(-1)).toContain('› sft@1')
  })

  it('does not take resumed work for fast work', () => {
    const output = screen()
    play(richRenderer, output, [...start, steps(2000), steps(2100)])
    expect(output.lines().at(-1)).toContain('0:09 left  100/s')
  })

  it('uses colour where the terminal has it, and never under NO_COLOR', () => {
    const coloured = screen(100, true)
    play(richRenderer, coloured, start)
    expect(coloured.text).toContain('\u001B[32m✓')
    vi.stubEnv('NO_COLOR', '1')
    const plain = screen(100, true)
    play(richRenderer, plain, start)
    expect(plain.text).not.toMatch(/\u001B\[\d+m/)
  })
})

describe('plain', () => {
  it('writes whole lines: starts, ends, and progress at most every ten seconds', () => {
    const output = screen()
    const events: RunEvent[] = [
      ...start,
      ...Array.from({ length: 25 }, (_, second) => steps(second * 100)),
      { type: 'stage-end', stage: 'sft@1', cached: false, cost: cost(25) },
    ]
    play(plainRenderer, output, events)
    expect(output.text.trimEnd().split('\n')).toEqual([
      'quickstart: 2 stages → runs/quickstart-1a2b3c4d',
      'data: cached',
      'sft@1: started',
      'sft@1: 900/3,000 steps (30 %), 100/s, 0:21 left',
      'sft@1: 1,900/3,000 steps (63 %), 100/s, 0:11 left',
      'sft@1: done in 25.0 s',
    ])
    expect(output.text).not.toContain('\u001B')
  })
})

describe('plain, where a run fails', () => {
  it.each([
    ['config', ['sft@1: failed']],
    ['cancelled', []],
  ])('with the code %s', (code, lines) => {
    const output = screen()
    play(plainRenderer, output, [...start, ...failed(code)])
    expect(output.text.trimEnd().split('\n').slice(3)).toEqual(lines)
  })
})

describe('json', () => {
  it('writes every event as a line', () => {
    const output = screen()
    const events = [...start, steps(1)]
    play(jsonRenderer, output, events)
    expect(
      output.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as RunEvent),
    ).toEqual(events)
  })
})

describe('the choice', () => {
  const drawn = (output: Output & { text: string }): boolean => output.text.includes('›')

  it('draws on a terminal, writes lines elsewhere, and keeps stdout for JSON', () => {
    vi.stubEnv('CI', '')
    vi.stubEnv('TERM', 'xterm')
    const [stdout, terminal, pipe] = [screen(), screen(), { ...screen(), isTTY: false }]
    for (const event of start) {
      chooseRenderer(false, { stdout, stderr: terminal }).event(event)
      chooseRenderer(false, { stdout, stderr: pipe }).event(event)
    }
    expect(stdout.text).toBe('')
    expect([drawn(terminal), drawn(pipe)]).toEqual([true, false])
    chooseRenderer(true, { stdout, stderr: terminal }).event(start[0]!)
    expect(stdout.text).toContain('"run-start"')
  })

  it('does not draw on a dumb terminal', () => {
    vi.stubEnv('TERM', 'dumb')
    const terminal = screen()
    chooseRenderer(false, { stdout: screen(), stderr: terminal }).event(start[3]!)
    expect(terminal.text).toBe('sft@1: started\n')
  })
})
