/**
 * What is used here of the WebAssembly interface, which Node has and whose types come with
 * browsers' only.
 */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array)
    static imports(module: Module): { module: string; name: string; kind: string }[]
  }
  interface Memory {
    readonly buffer: ArrayBuffer
    /** @returns the size before, in pages of 64 KiB */
    grow(pages: number): number
  }
  interface Global {
    value: unknown
  }
  interface Table {
    readonly length: number
    get(index: number): ((...values: unknown[]) => unknown) | null
  }
  interface Instance {
    readonly exports: Record<string, unknown>
  }
  type Imports = Record<string, Record<string, unknown>>
  class RuntimeError extends Error {}
  function instantiate(module: Module, imports: Imports): Promise<Instance>
}
