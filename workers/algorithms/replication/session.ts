import { laterVersion, NO_VERSION, type Version } from './version'

/**
 * What a client session remembers to keep its guarantees (Terry and others, "Session Guarantees for Weakly Consistent
 * Replicated Data", 1994): a replica may answer its read only when it has applied everything up to `needed`.
 */
export class Session {
  /** The latest change that the session has made or seen. */
  needed: Version = NO_VERSION
  /** The replica that answers its reads, as long as it does. */
  replica: string | null = null

  /** Its own write was acknowledged at this version: read-your-writes. */
  wrote(version: Version): void {
    this.needed = laterVersion(this.needed, version)
  }

  /** A read was answered by a copy that had applied everything up to this version: monotonic reads. */
  saw(version: Version): void {
    this.needed = laterVersion(this.needed, version)
  }
}
