import { CORPUS, type CorpusDocument } from './model-corpus'

/** What a user can have written: a document that is new, and one that no longer says what it said. */
export const NEW_DOCUMENT: CorpusDocument = { id: '99', text: 'Lantern.' }

const OCTOPUS = CORPUS.find(({ text }) => text.includes('octopus'))!

/** The document about the octopus, without the octopus. */
export const REWRITTEN: CorpusDocument = { id: OCTOPUS.id, text: 'Tank four is empty and its lid is missing.' }
