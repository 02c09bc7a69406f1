import { foldWord } from '../../algorithms/search/fold'
import { wordsOf } from '../../algorithms/search/words'
import type { RandomStream } from '../../kernel/random'
import { Zipf } from '../../kernel/zipf'

/** One document: a number as its id, and a short text. */
export interface CorpusDocument {
  readonly id: string
  readonly text: string
}

/** Notes from Marrow Quay, a harbour that does not exist. Their place in this list, from 1, is their id. */
const NOTES: readonly string[] = [
  // 1 to 4: one word once, twice, four and eight times, in ten words each.
  'A lantern and the lamplighter’s whole diary for one March.',
  'Lantern, lantern, and the lamplighter’s whole diary for one March.',
  'Lantern, lantern, lantern, lantern: the lamplighter’s whole diary for March.',
  'Lantern, lantern, lantern, lantern, lantern, lantern, lantern, lantern: lamplighter’s March.',
  // 5 to 7: one word once, in ever longer texts.
  'A brass compass.',
  'Lost near the fish market on Friday morning: a compass in a leather case.',
  'Minutes of the winter meeting: roof, gutters, two broken windows, the price of tar, a complaint about gulls, a compass that nobody claimed, and at the end a vote on new benches, adjourned.',
  // 8 and 9: a common word three times against a rare one once.
  'Harbour rules, harbour fees and harbour hours hang at the gate.',
  'The old astrolabe hangs in the schoolroom, wrapped in blue cloth.',
  // 10 to 16: what only a tokenizer for all scripts keeps.
  'A naïve tourist asked the café for the tide by post.',
  'Café Ærø opens when the first ferry lands.',
  '灯台 is painted on the side of a trawler from Osaka.',
  'The fog signal was rewritten in C++ by the pilot’s daughter.',
  'Every mooring ring is 3.14 spans around, says the smith.',
  'Straße and street lead to one pier, only the signs differ.',
  'The 🐙 on the sign of the inn has nine arms by mistake.',
  // From 17 on: the harbour.
  'The storm took the quay lantern and gave it back at noon.',
  'A storm lantern burns on the quay whenever a boat is out.',
  'Storm warning: two black cones over the harbour office.',
  'Ropes on the quay must be coiled before a storm.',
  'The harbour master keeps a log of every bell.',
  'At low tide the harbour smells of kelp and coal.',
  'The ferry crosses the harbour in nine minutes, in fog in twenty.',
  'Gulls sleep on the harbour wall with one eye open.',
  'Children row across the harbour to school in two long boats.',
  'A pilot boards every ship that enters the harbour at night.',
  'The tide bell rings by itself when the water is high.',
  'Nobody rings the bell on Sundays but the wind.',
  'The bell of the drowned church is heard at spring tide.',
  'A cracked bell serves as a flower pot behind the inn.',
  'The tide table is printed on the back of the bakery bag.',
  'Spring tide floods the cellar, so the wine hangs from hooks.',
  'The octopus in tank four opens its own lid.',
  'Squid boats leave at dusk with their lamps covered.',
  'The net loft smells of tar and apples.',
  'A crane lifts the mast of the mail boat for painting.',
  'The mail boat brings seed, nails, letters and one piano.',
  'Fog sits on the mole until the sun climbs over the chapel.',
  'The lighthouse keeper paints one stair a week, all year.',
  'From the lighthouse you see four islands and, on clear days, rain.',
  'The lighthouse lens was floated home on barrels.',
  'A seal took the dinghy for its own and nobody argued.',
  'The smokehouse burns alder for eel and apple for mackerel.',
  'Tar the hull in May, never in the week of the fair.',
  'The fair ends with a race of washing tubs.',
  'Salt from the east pans is grey and sold by the bucket.',
  'The ferry bell is the only one that keeps time.',
  'Old charts show a quay where now there is only kelp.',
  'The signal gun is fired with a potato on holidays.',
  'Coal for the dredger comes by barge and leaves as smoke.',
  'The knitting guild marks each jersey with its boat.',
  'A jersey without a mark belongs to the sea, they say.',
  'The customs clerk weighs tea, buttons and excuses.',
  'Eels go up the mill stream in the darkest week of spring.',
  'The mill grinds at ebb and sleeps at flood.',
  'Herring are counted in long hundreds: a hundred and twenty.',
  'When the herring stay away the choir sings on the mole.',
  'A diver found the anchor of the Patience under the crane.',
  'The Patience sailed with forty goats and returned with forty-one.',
  'Boys dive for coins beside the harbour steps.',
]

/** The notes, numbered from 1. */
export const CORPUS: readonly CorpusDocument[] = NOTES.map((text, index) => ({ id: String(index + 1), text }))

/** First id of generated documents. */
const GENERATED_FROM = 101
/** Words of a generated document. */
const SHORTEST = 6
const LONGEST = 18

/** The words of the notes, the most frequent first: generated texts draw from them by Zipf's law. */
export const VOCABULARY: readonly string[] = vocabulary()

function vocabulary(): string[] {
  const counts = new Map<string, number>()
  for (const word of NOTES.flatMap(wordsOf).map(foldWord))
    if (/^[a-z]{2,}$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word)
}

/** Draws words of the vocabulary by Zipf's law, so many in a row. */
export function wordSource(lots: RandomStream): (length: number) => string {
  const popularity = new Zipf(VOCABULARY.length, 1)
  return (length) => Array.from({ length }, () => VOCABULARY[popularity.rank(lots)]!).join(' ')
}

/** Makes documents without end, each of 6 to 18 words. */
export class DocumentSource {
  private readonly words: (length: number) => string
  private made = 0

  constructor(private readonly lots: RandomStream) {
    this.words = wordSource(lots)
  }

  next(): CorpusDocument {
    const length = SHORTEST + this.lots.integer(LONGEST - SHORTEST + 1)
    return { id: String(GENERATED_FROM + this.made++), text: this.words(length) }
  }
}
