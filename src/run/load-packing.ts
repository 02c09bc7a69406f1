import type { Packing } from '../../workers/scenario/url-packed'

/** How long scripts are packed; few links need it. Rejects when its file cannot be loaded. */
export async function loadPacking(): Promise<Packing> {
  return (await import('../../workers/scenario/url-packed')).packing
}
