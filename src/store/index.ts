/** The only layer that writes files: whole files, artifacts, costs, locks. */
export * from './artifact.ts'
export { checkArtifacts, type CheckedArtifacts, type DamagedFile } from './check.ts'
export * from './cost.ts'
export { guarded, systemCode, systemError } from './fault.ts'
export {
  appendLine,
  ensureDirectory,
  copyTreeInto,
  linkOrCopyTree,
  openAtomicWriter,
  removeTree,
  replaceFile,
  writeFileAtomic,
  type AtomicWriter,
} from './fs.ts'
export { KeptRecords } from './kept-records.ts'
export { packageFiles, packageRoot } from './package-files.ts'
export { lockHolder, tryLock, type Lock, type LockHolder } from './lock.ts'
