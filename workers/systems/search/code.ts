import type { SystemCode } from '../source-passage'

const SEARCH = 'workers/algorithms/search'

const code: SystemCode = [
  {
    file: `${SEARCH}/guide-index.ts`,
    variants: ['guide'],
    marks: {
      'search/analysed': 'guideTokens',
      'search/walked': 'GuideIndex.search',
      'search/scored': 'GuideIndex.search',
      'search/none': 'GuideIndex.search',
      'search/written': 'GuideIndex.add',
    },
  },
  {
    file: `${SEARCH}/bm25.ts`,
    variants: ['bm25', 'bm25-global'],
    marks: { 'search/scored': 'Bm25Weight.share' },
  },
  { file: `${SEARCH}/tf-idf.ts`, variants: ['tf-idf'], marks: { 'search/scored': 'TfIdfWeight.share' } },
  { file: `${SEARCH}/max-score.ts`, marks: { 'search/pruned': 'MaxScore.run' } },
  {
    file: `${SEARCH}/search.ts`,
    marks: { 'search/walked': 'search', 'search/none': 'search', 'search/gathered': 'addStatistics' },
  },
  { file: `${SEARCH}/top-hits.ts`, marks: { 'search/merged': 'mergeHits' } },
  { file: `${SEARCH}/merge-segments.ts`, marks: { 'search/segments-merged': 'mergeSegments' } },
  {
    file: `${SEARCH}/segment-builder.ts`,
    marks: { 'search/written': 'SegmentBuilder.add', 'search/refreshed': 'SegmentBuilder.seal' },
  },
]

export default code
