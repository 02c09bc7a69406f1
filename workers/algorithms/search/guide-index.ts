/** Where the text of a document goes and what a query finds, as the guide's search index does it, with its faults. */
export interface GuideHit {
  readonly id: string
  /** How many words of the query, each as often as it stands there, the document has ever held. */
  readonly score: number
}

/**
 * The guide's index: a set of ids for each token. It counts how many tokens of the query a document matches, so how often
 * a word stands there, how rare it is and how long the document is make no difference; a word that is repeated in the query
 * counts again. Writing a document anew leaves the old postings where they are, and nothing can be deleted. Its tokenizer
 * drops whatever is not an ASCII letter, digit, underscore or space.
 */
export class GuideIndex {
  private readonly holders = new Map<string, Set<string>>()
  private readonly texts = new Map<string, string>()

  get documents(): number {
    return this.texts.size
  }

  add(id: string, text: string): void {
    // @flaw What the document held before stays in the postings: it is found under words that it has lost.
    this.texts.set(id, text)
    for (const token of guideTokens(text)) {
      const holders = this.holders.get(token)
      if (holders === undefined) this.holders.set(token, new Set([id]))
      else holders.add(id)
    }
  }

  /** The ids that a token leads to, in the order in which they first came. */
  postings(token: string): readonly string[] {
    return [...(this.holders.get(token) ?? [])]
  }

  /** Every document with at least one token; equal scores in the order in which they were met. */
  search(query: string): GuideHit[] {
    const scores = new Map<string, number>()
    for (const token of guideTokens(query)) {
      // @flaw One match, one point: how often, how rare and in how long a text makes no difference.
      for (const id of this.holders.get(token) ?? []) scores.set(id, (scores.get(id) ?? 0) + 1)
    }
    return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score)
  }
}

/** Lower case, all but ASCII word characters and spaces deleted, cut at spaces: `naïve` becomes `nave`, `3.14` `314`. */
export function guideTokens(text: string): string[] {
  // @flaw Whatever is no ASCII letter, digit or underscore is thrown away: 灯台 leaves nothing.
  const kept = text.toLowerCase().replace(/[^a-z0-9_\s]/g, '')
  return kept.split(/\s+/).filter((token) => token !== '')
}
