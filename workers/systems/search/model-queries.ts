import type { Option } from '../../scenario/parameters'

/** What clients can ask. `mixed` draws words; the others ask one text again and again. */
const ASKED: readonly (Option & { readonly text: string })[] = [
  {
    id: 'storm-lantern',
    label: 'storm lantern quay',
    text: 'storm lantern quay',
    help: 'Three words of two documents.',
  },
  { id: 'lantern', label: 'lantern', text: 'lantern', help: 'Documents hold it once, twice, four and eight times.' },
  { id: 'compass', label: 'compass', text: 'compass', help: 'Once in a short, a longer and a long document.' },
  { id: 'rare', label: 'harbour astrolabe', text: 'harbour astrolabe', help: 'A common word and a rare one.' },
  { id: 'skew', label: 'bell gulls', text: 'bell gulls', help: 'How rare each word is differs from shard to shard.' },
  { id: 'octopus', label: 'octopus', text: 'octopus', help: 'One document, until it is written anew.' },
  { id: 'accents', label: 'NAÏVE Café', text: 'NAÏVE Café', help: 'Accents and capital letters.' },
  { id: 'japanese', label: '灯台', text: '灯台', help: 'Lighthouse, in Japanese.' },
  { id: 'phrase', label: '"storm lantern"', text: '"storm lantern"', help: 'Two words side by side.' },
  {
    id: 'not',
    label: 'lantern AND NOT storm',
    text: 'lantern AND NOT storm',
    help: 'A word, but not together with another.',
  },
  { id: 'prefix', label: 'lighth*', text: 'lighth*', help: 'Words that begin so.' },
  { id: 'fuzzy', label: 'harbuor~2', text: 'harbuor~2', help: 'Words within two edits of a misspelt one.' },
  { id: 'broken', label: '"storm', text: '"storm', help: 'A query that cannot be read.' },
]

export const MIXED = 'mixed'

export const QUERIES: readonly Option[] = [
  ...ASKED.map(({ id, label, help }) => ({ id, label, ...(help === undefined ? {} : { help }) })),
  { id: MIXED, label: 'Words by Zipf', help: 'Two words of the vocabulary, drawn anew for each query.' },
]

/** The text of a choice, or null for drawn words. */
export function queryText(id: string): string | null {
  return ASKED.find((asked) => asked.id === id)?.text ?? null
}
