/** The models, one lazy chunk each. Imported by the worker and by tools, never by the page. */
import type { SystemModel } from './system'

const models = import.meta.glob<SystemModel>('./*/model.ts', { import: 'default' })

/** The model of a system. Rejects when there is no such system or its file cannot be loaded. */
export function loadModel(id: string): Promise<SystemModel> {
  const loader = models[`./${id}/model.ts`]
  if (loader === undefined) return Promise.reject(new Error(`There is no model of a system “${id}”.`))
  return loader()
}
