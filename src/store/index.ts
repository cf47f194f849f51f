/** The only layer that writes files: whole files, artifacts, locks. */
export {
  appendLine,
  createMarker,
  ensureDirectory,
  isTemporaryName,
  linkOrCopyTree,
  moveDirectory,
  openAtomicWriter,
  removeTree,
  writeFileAtomic,
  type AtomicWriter,
} from './fs.ts'
