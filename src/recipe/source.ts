/** A recipe's text with its overrides applied, which knows where each value was written. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parse,
  parseDocument,
  YAMLMap,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import { ConfigError } from '../core/index.ts'
import type { Path } from './fault.ts'
import { suggestion } from './suggest.ts'

export interface RecipeSource {
  /** The file as messages name it. */
  file: string
  value: unknown
  /** `recipe.yaml:12:5` of the value at `path` (or of its `key`), or the `--set` that gave it. */
  where(path: Path, key?: string): string
  isOverridden(path: Path): boolean
  /** What the value at a path is called, beside where it is written. */
  label(path: Path): string
}

/** A single stage whose fields were given as the options of a command. */
export interface OptionNames {
  /** The stage's id; what `--set` changes is a setting of it. */
  stage: string
  /** The option of each field, with its value, as it was written. */
  options: Readonly<Record<string, string>>
}

export interface SourceOptions {
  overrides: readonly string[]
  headerKeys: readonly string[]
  /** Given where no recipe was written: faults then name options. */
  command?: OptionNames | undefined
}

/**
 * Parses YAML and applies `key=value` overrides: a header field (`seeds=[1]`), or a stage's id and
 * a dotted path (`sft.epochs=2`).
 * @throws ConfigError for bad YAML, a malformed override, or one that names no stage and no header
 * field
 */
export function readSource(
  text: string,
  file: string,
  { overrides, headerKeys, command }: SourceOptions,
): RecipeSource {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const fault = document.errors[0] ?? document.warnings[0]
  if (fault) {
    const { line, col } = lineCounter.linePos(fault.pos[0])
    throw new ConfigError(`${file}:${line}:${col}: ${fault.message.split('\n')[0]}`, {
      hint: 'Correct the YAML at this place.',
    })
  }
  const given = new Map<string, string>()
  const givenAnchors = new Map<string, string>()
  for (const override of overrides) {
    const { path, anchor } = applyOverride(document, override, headerKeys, command)
    given.set(JSON.stringify(path), override)
    if (anchor !== undefined) givenAnchors.set(anchor, override)
  }

  const overrideAt = (path: Path): string | undefined => {
    for (let length = path.length; length > 0; length--) {
      const place = path.slice(0, length)
      const node = document.getIn(place, true)
      const override =
        given.get(JSON.stringify(place)) ?? (isAlias(node) && givenAnchors.get(node.source))
      if (override) return `--set ${override}`
    }
    return undefined
  }
  const where = (path: Path, key?: string): string => {
    const field = path[2] ?? key
    if (command) return field === undefined ? file : (command.options[field] ?? String(field))
    const offset = offsetOf(document, path, key)
    if (offset === undefined) return file
    const { line, col } = lineCounter.linePos(offset)
    return `${file}:${line}:${col}`
  }
  return {
    file,
    value: plainValue(document, file),
    where: (path, key) => overrideAt(key === undefined ? path : [...path, key]) ?? where(path, key),
    isOverridden: (path) => overrideAt(path) !== undefined,
    label: (path) => (command ? '' : path.join('.')),
  }
}

function plainValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new ConfigError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}

/**
 * Sets the value in `document` and returns its path there, with its anchor: what repeats an
 * anchored value repeats the one that takes its place.
 */
function applyOverride(
  document: Document,
  override: string,
  headerKeys: readonly string[],
  command?: OptionNames,
): { path: Path; anchor: string | undefined } {
  const equals = override.indexOf('=')
  const keys = override.slice(0, equals).split('.')
  if (equals < 1 || keys.includes(''))
    throw new ConfigError(
      `--set ${override}: expected key=value, such as ${command ? 'executionProvider=webgpu' : 'sft.epochs=2'}`,
    )
  const path = overridePath(
    document,
    command ? [command.stage, ...keys] : keys,
    override,
    headerKeys,
  )
  const written = override.slice(equals + 1)
  let value: unknown
  try {
    value = parse(written)
    // YAML drops the spaces around a bare text; words that a model is to say begin with one.
    if (value === written.trim()) value = written
  } catch (error) {
    throw new ConfigError(`--set ${override}: the value is not YAML`, {
      cause: error,
      hint: 'Quote text that has special characters.',
    })
  }
  for (let length = 1; length < path.length; length++) {
    const parent = document.getIn(path.slice(0, length), true)
    if (parent === undefined) document.setIn(path.slice(0, length), new YAMLMap())
    else if (!isMap(parent) && !isSeq(parent))
      throw new ConfigError(`--set ${override}: ${path.slice(0, length).at(-1)} has no fields`)
  }
  const before = document.getIn(path, true)
  const anchor = isScalar(before) || isMap(before) || isSeq(before) ? before.anchor : undefined
  const node = document.createNode(value)
  if (anchor !== undefined) node.anchor = anchor
  document.setIn(path, node)
  return { path, anchor }
}

function overridePath(
  document: Document,
  keys: readonly string[],
  override: string,
  headerKeys: readonly string[],
): Path {
  const [first = '', ...rest] = keys
  if (headerKeys.includes(first) && (rest.length === 0 || first === 'axes')) return keys
  // The kind of a stage has a dot in it: defaults.train.sft.epochs
  if (first === 'defaults' && rest.length > 1)
    return [first, rest.slice(0, -1).join('.'), rest.at(-1)!]
  const stages = document.get('stages', true)
  const ids = isSeq(stages)
    ? stages.items.map((item) => (isMap(item) ? String(item.get('id')) : ''))
    : []
  if (!ids.includes(first)) {
    throw new ConfigError(
      `--set ${override}: "${first}" is no stage of this recipe${suggestion(first, headerKeys.includes(first) ? ids : [...headerKeys, ...ids])}`,
      {
        hint: 'Write a stage id and a setting, such as sft.epochs=2, or a header field, such as seeds=[1].',
      },
    )
  }
  if (rest.length === 0) {
    throw new ConfigError(`--set ${override}: name a setting of the stage`, {
      hint: `Write ${first}.<setting>=<value>.`,
    })
  }
  return [
    'stages',
    ids.indexOf(first),
    ...rest.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
  ]
}

/**
 * The offset of the value at `path`, of its `key`, or of the nearest thing around them that was
 * written down.
 */
function offsetOf(document: Document, path: Path, key: string | undefined): number | undefined {
  const keyed = key === undefined ? undefined : keyNode(document.getIn(path, true), key)
  if (keyed?.range) return keyed.range[0]
  for (let length = path.length; length >= 0; length--) {
    const last = path[length - 1]
    const parent =
      length === 0 ? document.contents : document.getIn(path.slice(0, length - 1), true)
    const node =
      typeof last === 'string'
        ? keyNode(parent, last)
        : length === 0
          ? parent
          : (document.getIn(path.slice(0, length), true) as Node)
    if (node && typeof node === 'object' && 'range' in node && Array.isArray(node.range))
      return node.range[0] as number
  }
  return undefined
}

function keyNode(node: unknown, key: string): Node | undefined {
  if (!isMap(node)) return undefined
  const pair = node.items.find((item: Pair) => isScalar(item.key) && item.key.value === key)
  return pair?.key as Node | undefined
}
