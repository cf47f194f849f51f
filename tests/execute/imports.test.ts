/** The firewall's lists, held against the import table of the very module that is shipped. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  allowedImports,
  deniedImports,
  forbiddenImports,
  guardedImports,
  readOnlyImports,
} from '../../src/execute/pyodide/imports.ts'
import { pyodideDirectory, pyodideVersion } from '../../src/execute/pyodide/location.ts'

const module = new WebAssembly.Module(readFileSync(join(pyodideDirectory, 'pyodide.asm.wasm')))
const imported = WebAssembly.Module.imports(module)
const functions = imported.filter(({ kind }) => kind === 'function').map(({ name }) => name)
const lists = { allowedImports, guardedImports, readOnlyImports, forbiddenImports, deniedImports }
const listed = Object.values(lists).flat()

describe('imports of Pyodide', () => {
  it('are those of the version that was reviewed', () => expect(pyodideVersion).toBe('314.0.7'))

  it('each stand in one list', () => {
    expect(functions.filter((name) => !listed.includes(name))).toEqual([])
    expect(listed.filter((name, index) => listed.indexOf(name) !== index)).toEqual([])
  })

  it('are not listed without being there', () => {
    expect(listed.filter((name) => !functions.includes(name))).toEqual([])
  })

  it('come from the two modules that the firewall guards, or are entries of the function table', () => {
    const modules = new Set(imported.map(({ module: from, kind }) => `${from} ${kind}`))
    expect([...modules].toSorted()).toEqual([
      'GOT.func global',
      'env function',
      'wasi_snapshot_preview1 function',
    ])
  })

  it('that pass through are no more than were reviewed', () => {
    expect(allowedImports.length).toBe(20)
    for (const name of allowedImports)
      expect(name).not.toMatch(/system|exec|dlopen|socket|js2python|proxy|JsProxy|Jsv|ffi|spawn/i)
  })
})
