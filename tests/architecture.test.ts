/** The shape of the code: who imports whom, through which door, and where each effect lives. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circlesOf } from './support/circles.ts'

const root = resolve(import.meta.dirname, '..')
const src = join(root, 'src')
const layers = JSON.parse(readFileSync(join(src, 'layers.json'), 'utf8')) as Record<
  string,
  string[]
>

interface Source {
  /** Path from `src`, with forward slashes. */
  path: string
  layer: string
  text: string
  imports: Import[]
}

interface Import {
  specifier: string
  /** Names in braces, `*` for a whole module. */
  names: string[]
}

/**
 * Static, dynamic and re-exporting imports, and worker files named by `new URL(…,
 * import.meta.url)`.
 */
function importsOf(text: string): Import[] {
  const code = text.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const found: Import[] = []
  for (const match of code.matchAll(
    /^\s*(?:import|export)\s+(?:type\s+)?([^'"`;]*?)\s*from\s*'([^']+)'/gm,
  )) {
    const names = /\{([^}]*)\}/
      .exec(match[1]!)?.[1]
      ?.split(',')
      .map(
        (name) =>
          name
            .trim()
            .replace(/^type /, '')
            .split(' ')[0]!,
      ) ?? ['*']
    found.push({ specifier: match[2]!, names: names.filter((name) => name !== '') })
  }
  for (const match of code.matchAll(/(?:^\s*import|\bimport\()\s*'([^']+)'/gm))
    found.push({ specifier: match[1]!, names: ['*'] })
  for (const match of code.matchAll(/new URL\(\s*'([^']+\.ts)'/g))
    found.push({ specifier: match[1]!, names: ['*'] })
  return found
}

const sources: Source[] = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /(?<!\.test|\.d)\.ts$/.test(entry.name))
  .map((entry) => {
    const path = relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    const text = readFileSync(join(src, path), 'utf8')
    return {
      path,
      layer: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
      text,
      imports: importsOf(text),
    }
  })

/** What a relative import reaches, as a path from `src`. */
const target = (source: Source, { specifier }: Import): string =>
  relative(src, resolve(src, dirname(source.path), specifier)).replaceAll('\\', '/')

/** The files that `entry` reaches by relative imports, itself included. */
function reachedFrom(entry: string): Source[] {
  const reached = new Set([entry])
  const found: Source[] = []
  for (const path of reached) {
    const source = sources.find((each) => each.path === path)!
    found.push(source)
    for (const each of source.imports)
      if (each.specifier.startsWith('.')) reached.add(target(source, each))
  }
  return found
}

const pureSources = reachedFrom('verify/pure.ts')

/** One line for each import (of files other than `except`) that `isWrong`. */
function wrongImports(
  isWrong: (source: Source, each: Import) => boolean,
  except: readonly string[] = [],
): string[] {
  return sources
    .filter(({ path }) => !except.includes(path))
    .flatMap((source) =>
      source.imports
        .filter((each) => isWrong(source, each))
        .map((each) => `${source.path} imports ${each.names.join(', ')} from ${each.specifier}`),
    )
}

describe('layers', () => {
  it('are the folders of src, in an order in which each imports only from those before it', () => {
    const names = Object.keys(layers)
    const folders = readdirSync(src, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
    expect(folders.filter((folder) => !names.includes(folder))).toEqual([])
    const late = names.flatMap((name, index) =>
      layers[name]!.filter((other) => names.indexOf(other) >= index).map(
        (other) => `${name} → ${other}`,
      ),
    )
    expect(late).toEqual([])
  })

  // What `verify/pure.ts` reaches has a door of its own: `index.ts` would bring Node with it.
  it('import only what their row allows, and only through the door', () => {
    const outside = wrongImports((source, each) => {
      if (!each.specifier.startsWith('.')) return false
      const reached = target(source, each)
      if (reached.startsWith('..')) return true
      const layer = reached.slice(0, Math.max(0, reached.indexOf('/')))
      if (layer === source.layer) return false
      const isAllowed = source.layer === '' || (layers[source.layer] ?? []).includes(layer)
      const door = pureSources.includes(source) ? 'pure.ts' : 'index.ts'
      return !isAllowed || reached !== `${layer}/${door}`
    })
    expect(outside).toEqual([])
  })

  it('have at most two folders below src, and the evaluator of Python one more', () => {
    const isDeep = (path: string): boolean =>
      path.split('/').length > (path.startsWith('execute/fast/') ? 4 : 3)
    expect(sources.map(({ path }) => path).filter(isDeep)).toEqual([])
  })
})

describe('imports', () => {
  it('are seen where they bring types alone, or export them again', () => {
    const text = [
      "import type { Graph } from './graph.ts'",
      "import {\n  type Value,\n  type Node,\n} from './value.ts'",
      "export type { Shape } from './shape.ts'",
      "const later: typeof import('./later.ts') = await import('./later.ts')",
    ].join('\n')
    expect(new Set(importsOf(text).map(({ specifier }) => specifier))).toEqual(
      new Set(['./graph.ts', './value.ts', './shape.ts', './later.ts']),
    )
    const graph = { a: ['b'], b: ['c', 'd'], c: ['a'], d: ['e'], e: ['missing'], f: ['f'] }
    expect(circlesOf(new Map(Object.entries(graph)))).toEqual([['a', 'b', 'c'], ['f']])
  })

  // The linter's `import/no-cycle` passes over what brings types alone.
  it('form no circles, not even of types', () => {
    const graph = new Map(
      sources.map((source) => [source.path, source.imports.map((each) => target(source, each))]),
    )
    expect(circlesOf(graph)).toEqual([])
  })

  it('go one way between the folders of the evaluator of Python', () => {
    const folders = ['parse', 'values', 'numbers', 'format', 'operators', 'builtins', 'run']
    const folder = /^execute\/fast\/(\w+)\//
    const folderOf = (path: string): number => folders.indexOf(folder.exec(path)?.[1] ?? '')
    const there = sources.map(({ path }) => folder.exec(path)?.[1])
    expect(new Set(there)).toEqual(new Set([undefined, ...folders]))
    const back = wrongImports((source, each) => {
      const own = folderOf(source.path)
      return own >= 0 && folderOf(target(source, each)) > own
    })
    expect(back).toEqual([])
  })
})

describe('the package reckoner-verify', () => {
  const manifest = (path: string) =>
    JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    > & {
      dependencies: Record<string, string>
    }
  const whole = manifest('.')
  const own = manifest('packages/verify')

  it('reaches neither Node nor a dependency that it does not have, and runs no program', () => {
    expect(pureSources.length).toBeGreaterThan(100)
    const layersReached = new Set(pureSources.map(({ layer }) => layer))
    expect(layersReached).toEqual(new Set(['verify', 'core']))
    const outside = pureSources
      .flatMap(({ imports }) => imports.map(({ specifier }) => specifier))
      .filter((specifier) => !specifier.startsWith('.'))
    expect(new Set(outside)).toEqual(new Set(Object.keys(own.dependencies)))
  })

  it('says of itself what the whole says', () => {
    for (const field of ['version', 'license', 'engines', 'type'])
      expect([field, own[field]]).toEqual([field, whole[field]])
    for (const [name, range] of Object.entries(own.dependencies))
      expect([name, range]).toEqual([name, whole.dependencies[name]])
    const license = (path: string): string => readFileSync(join(root, path, 'LICENSE'), 'utf8')
    expect(license('packages/verify')).toBe(license('.'))
  })
})

describe('effects live in one place', () => {
  const reading = new Set([
    'access',
    'constants',
    'createReadStream',
    'existsSync',
    'fstatSync',
    'readFile',
    'readFileSync',
    'readdir',
    'readdirSync',
    'realpath',
    'stat',
    'statSync',
  ])

  it('files are written by store/fs.ts', () => {
    const isFileSystem = (specifier: string): boolean => /^(node:)?fs(\/promises)?$/.test(specifier)
    expect(
      wrongImports(
        (_, { specifier, names }) =>
          isFileSystem(specifier) && names.some((name) => !reading.has(name)),
        // Workers and commands write to their standard output, which is no file of theirs;
        // safetensors files are opened to be read in ranges.
        [
          'store/fs.ts',
          'execute/blocking-frames.ts',
          'cli/output.ts',
          'model/checkpoint/safetensors.ts',
        ],
      ),
    ).toEqual([])
  })

  it('ONNX Runtime is used by engine/session.ts', () => {
    expect(
      wrongImports(
        (_, { specifier }) => specifier.startsWith('onnxruntime'),
        ['engine/session.ts'],
      ),
    ).toEqual([])
  })

  it('HTTP is spoken by served/http.ts', () => {
    const speaks = (specifier: string): boolean => /^(undici|(node:)?https?)$/.test(specifier)
    expect(wrongImports((_, { specifier }) => speaks(specifier), ['served/http.ts'])).toEqual([])
  })

  it('commander is used by the command line', () => {
    expect(
      wrongImports(({ layer }, { specifier }) => specifier === 'commander' && layer !== 'cli'),
    ).toEqual([])
  })

  it('Pyodide is used by execute/pyodide/interpreter.ts', () => {
    expect(
      wrongImports(
        (_, { specifier }) => specifier.startsWith('pyodide'),
        ['execute/pyodide/interpreter.ts'],
      ),
    ).toEqual([])
  })

  it.each([
    ['time', /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(/, ['core/clock.ts']],
    ['randomness', /\bMath\.random\(|\brandomBytes\(|\brandomUUID\(|\bgetRandomValues\(/, []],
    [
      'standard output',
      /\bprocess\.stdout\.write\(|\bconsole\.log\(/,
      ['cli/output.ts', 'cli/command-line.ts'],
    ],
    [
      'evaluation of text',
      /\beval\(|\bnew Function\(|\bnode:vm\b/,
      ['execute/pyodide/watchdog.ts'],
    ],
  ] as [string, RegExp, string[]][])('%s', (_, pattern, except) => {
    const users = sources.filter(
      ({ path, text }) =>
        !except.includes(path) && pattern.test(text.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, '')),
    )
    expect(users.map(({ path }) => path)).toEqual([])
  })
})

describe('files', () => {
  it('are concepts with kebab-case names', () => {
    const names = sources.map(({ path }) => basename(path, '.ts'))
    expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
    expect(names.filter((name) => /^(utils?|helpers?|types?|common|misc)$/.test(name))).toEqual([])
  })

  it('open with a sentence that says what they are', () => {
    expect(
      sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map(({ path }) => path),
    ).toEqual([])
  })
})

describe('documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'packages/verify/README.md',
    ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ].filter((path) => path.endsWith('.md') && existsSync(join(root, path)))

  it.each(documents)('%s names only files that exist', (document) => {
    const text = readFileSync(join(root, document), 'utf8')
    const named = [
      ...text.matchAll(
        /`((?:src|tests|tools|recipes|docs|examples|bench|models|packages)\/[\w./-]+\.\w+)`/g,
      ),
    ].map((match) => match[1]!)
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

it('every entry of the package is the door of a layer, or of all', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string; default: string }>
  }
  for (const [name, entry] of Object.entries(exports)) {
    if (typeof entry === 'string') continue
    const door = name === '.' ? 'index' : `${name.slice(2)}/index`
    expect(entry).toEqual({ types: `./dist/${door}.d.ts`, default: `./dist/${door}.js` })
    expect(existsSync(join(src, `${door}.ts`))).toBe(true)
  }
})
