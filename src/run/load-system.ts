import { isSystem, loadMeta, loadView } from '../../workers/systems/loaders'
import type { SystemMeta, SystemView } from '../../workers/systems/system'
import { loadKinds } from '../canvas/glyphs/kinds'

/** What the page holds of the system that is open. */
export interface LoadedSystem {
  readonly meta: SystemMeta
  readonly view: SystemView
}

/** The parts of a system; null when there is none of that name. Rejects when one of its files cannot be loaded. */
export async function loadSystem(id: string): Promise<LoadedSystem | null> {
  if (!isSystem(id)) return null
  const [meta, view] = await Promise.all([loadMeta(id), loadDrawnView(id)])
  return { meta, view }
}

/** The view of a system once all that it draws with is there. */
async function loadDrawnView(id: string): Promise<SystemView> {
  const view = await loadView(id)
  await loadKinds(view.glyphs)
  return view
}
