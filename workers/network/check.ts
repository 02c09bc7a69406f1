import type { World } from './world'

/**
 * An outside witness of one invariant. It has its own memory and answers a sentence at the breach, null while all is
 * well. The first breach of each check is recorded.
 */
export interface Check {
  /** The invariant as a sentence, for instance `No request is sent to a server that is out`. */
  readonly name: string
  /** Begins to watch a booted world: what it returns is called after every event that recorded something. */
  watch?(world: World): () => string | null
  /** Looks once more when the run has ended. */
  end?(world: World): string | null
}
