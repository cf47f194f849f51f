/**
 * Every command's help has examples, and every example, there and in the documents, is a command
 * that parses.
 */
import { readFileSync, readdirSync } from 'node:fs'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { describeStage, loadRecipe } from '../recipe/index.ts'
import { createProgram } from './program.ts'

const allOf = (command: Command): Command[] => [command, ...command.commands.flatMap(allOf)]
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name()
const names = allOf(createProgram()).map(nameOf)

/** The program with commands that do nothing, and print nowhere but to `print`. */
function inertProgram(print: (text: string) => void = () => {}): Command {
  const program = createProgram()
  for (const command of allOf(program)) {
    command.configureOutput({ writeOut: print, writeErr: print })
    // `score` works itself, and has a command below it.
    if (command.commands.length === 0 || command.name() === 'score') command.action(() => {})
  }
  return program
}

function helpOf(name: string): string {
  let text = ''
  const program = inertProgram((part) => (text += part))
  allOf(program)
    .find((command) => nameOf(command) === name)!
    .outputHelp()
  return text
}

/** Commands that stand alone on a line, with what is continued on the next one. */
function examplesIn(text: string): string[] {
  const lines = text.replaceAll(/\\\n\s*/g, '').split('\n')
  return lines.flatMap(
    (line) => /^(?:\s+|npx )?(reckoner .*)$/.exec(line.replace(/^npx /, ''))?.[1] ?? [],
  )
}

/** Splits a command as a shell does that has quotes and comments, and nothing else. */
function words(command: string): string[] {
  const found = command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"#]|(?<=\S)#)+|#.*$/g)
  return Array.from(found, ([word]) => word)
    .filter((word) => !word.startsWith('#'))
    .map((word) =>
      word.replaceAll(
        /'([^']*)'|"([^"]*)"/g,
        (_, single?: string, double?: string) => single ?? double ?? '',
      ),
    )
}

async function parse(example: string): Promise<void> {
  let told = ''
  try {
    await inertProgram((part) => (told += part)).parseAsync(words(example).slice(1), {
      from: 'user',
    })
  } catch (error) {
    throw new Error(`${example}: ${told}`, { cause: error })
  }
}

describe.each(names)('%s --help', (name) => {
  const examples = examplesIn(helpOf(name))

  it('has examples of the command itself', () => {
    expect(
      examples.filter((example) => example.startsWith(`${name} `) || example === name),
    ).not.toEqual([])
  })

  it.each(examples.map((example) => [example]))('%s', async (example) => {
    await parse(example)
    const [, command, argument, ...rest] = words(example)
    const overrides = rest.filter((_, index) => ['--set'].includes(rest[index - 1] ?? ''))
    if (command === 'run') await loadRecipe(argument!, { overrides })
    if (command === 'stages' && argument !== undefined) describeStage(argument)
  })
})

it.each([
  ['train pretrain --help', "error: unknown command 'pretrain'\n(see reckoner train --help)\n"],
  ['trian --help', "error: unknown command 'trian'\n(see reckoner --help)\n"],
])('%s names no command', async (line, message) => {
  let told = ''
  const parsed = inertProgram((part) => (told += part)).parseAsync(line.split(' '), {
    from: 'user',
  })
  await expect(parsed).rejects.toMatchObject({ exitCode: 1, code: 'commander.unknownCommand' })
  expect(told).toBe(message)
})

const documents = ['README.md', ...readdirSync('docs').map((file) => `docs/${file}`)].filter(
  (path) => path.endsWith('.md'),
)
const documented = documents.flatMap((path) => {
  const blocks = readFileSync(path, 'utf8').matchAll(/^```sh\n([^]*?)^```/gm)
  return Array.from(blocks, ([, block]) => examplesIn(block!))
    .flat()
    .map((example) => [path, example] as const)
})

it.each(documented)('%s: %s', (_, example) => parse(example))

it('words are split as by a shell', () => {
  expect(words(`reckoner equal '\\frac{1}{2}' "a b" --map model='"6b"' samples[].x # why`)).toEqual(
    ['reckoner', 'equal', '\\frac{1}{2}', 'a b', '--map', 'model="6b"', 'samples[].x'],
  )
  expect(
    examplesIn(
      '  reckoner data import x \\\n    --map a=b\nnpx reckoner run tiny\nsays reckoner run',
    ),
  ).toEqual(['reckoner data import x --map a=b', 'reckoner run tiny'])
})
