import type { SystemCode } from '../source-passage'

const SERIES = 'workers/algorithms/time-series'

const code: SystemCode = [
  {
    file: `${SERIES}/guide-store.ts`,
    variants: ['guide'],
    marks: {
      'guide/answered': 'pointsInRange',
      'guide/moved': 'GuideStore.write',
      'guide/dropped': 'GuideStore.write',
    },
  },
  { file: `${SERIES}/gorilla.ts`, variants: ['gorilla', 'aggregates'], marks: { 'series/sealed': 'encodeGorilla' } },
  { file: `${SERIES}/series.ts`, marks: { 'series/late': 'Series.append', 'series/refused': 'Series.append' } },
  { file: `${SERIES}/series-reader.ts`, marks: { 'series/part': 'SeriesReader.summary' } },
  { file: `${SERIES}/range-query.ts`, marks: { 'series/answered': 'rangeQuery' } },
]

export default code
