/** Documents: plain texts, and how some of a corpus are chosen. */
export { chooseDocuments, type DocumentChoice } from './choose-documents.ts'
export { describeDocuments, type DocumentReport } from './document-account.ts'
export { languages, type LanguageRule } from './language.ts'
export { readDocuments, type DocumentEntry } from './read-documents.ts'
export type { ReferenceFiles } from './reference-texts.ts'
export type { DocumentRules, Unread } from './select-documents.ts'
