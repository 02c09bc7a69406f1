import type { Integer } from './integer64'
import { sha1 } from './sha1'

/** A value of Lua as a script returns it: numbers are cut to integers, null is false or nil, arrays end at a null. */
export type LuaValue = string | number | boolean | null | readonly LuaValue[] | LuaStatus | LuaError

export interface LuaStatus {
  readonly ok: string
}

export interface LuaError {
  readonly err: string
}

/** What a reply becomes inside a script; a missing value is false. */
export type LuaReply = string | number | false | LuaStatus | LuaError | readonly LuaReply[]

/** What a twin is called with. */
export interface ScriptCall {
  readonly keys: readonly string[]
  readonly args: readonly string[]
  /**
   * redis.call: an error ends the script.
   *
   * @param line where the call stands in the Lua text, because Redis names it in the error
   */
  readonly call: (line: number, ...argv: readonly (string | Integer)[]) => LuaReply
  /** redis.pcall: an error is a value. */
  readonly attempt: (...argv: readonly (string | Integer)[]) => LuaReply
  /** Lua itself ends the script at this line of its text, for instance because nil is no number. */
  readonly fail: (line: number, text: string) => never
}

/** A script in TypeScript that does what its Lua text does. */
export type Twin = (script: ScriptCall) => LuaValue

/**
 * Scripts by the SHA-1 of their Lua text. There is no Lua here: a text runs only when a native twin of exactly this
 * text was registered.
 */
export class ScriptLibrary {
  readonly #twins = new Map<string, Twin>()
  /** What clients have sent: EVALSHA runs only these. */
  readonly #loaded = new Set<string>()

  /** @returns the SHA-1 under which EVALSHA will find it once it was loaded */
  register(lua: string, twin: Twin): string {
    const digest = sha1(lua)
    this.#twins.set(digest, twin)
    return digest
  }

  /** @returns the SHA-1 of the text, or null when it has no twin */
  load(lua: string): string | null {
    const digest = sha1(lua)
    if (!this.#twins.has(digest)) return null
    this.#loaded.add(digest)
    return digest
  }

  isLoaded(digest: string): boolean {
    return this.#loaded.has(digest.toLowerCase())
  }

  find(digest: string): Twin | undefined {
    const lower = digest.toLowerCase()
    return this.#loaded.has(lower) ? this.#twins.get(lower) : undefined
  }

  flush(): void {
    this.#loaded.clear()
  }

  get size(): number {
    return this.#loaded.size
  }
}
