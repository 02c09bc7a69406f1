/** Made by tests/tools/sources.mjs. */
declare module 'virtual:sources' {
  import type { ShownSource } from './shown-source'
  /** For each file that a system names, a loader of it. */
  export const sources: Readonly<Record<string, () => Promise<{ readonly default: ShownSource }>>>
}
