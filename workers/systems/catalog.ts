/**
 * Every system, found by its folder: adding a folder adds it here. The page may import this file; models stay out of it
 * (see models.ts), so that the page never carries the code of a simulation.
 */
import type { Claims, GuideSection, SystemMeta, SystemView } from './system'

const SECTION_ORDER: readonly GuideSection[] = [
  'Fundamentals',
  'API design',
  'Security',
  'Microservices',
  'Interview questions',
]

const metas = import.meta.glob<SystemMeta>('./*/meta.ts', { eager: true, import: 'default' })
const views = import.meta.glob<SystemView>('./*/view.ts', { import: 'default' })
const claims = import.meta.glob<Claims>('./*/claims.ts', { import: 'default' })

/** All systems: by section in the order of the guide, then by title in code units. */
export const catalog: readonly SystemMeta[] = Object.values(metas).sort(byPlace)

/** The system with this id, or undefined. */
export function findSystem(id: string): SystemMeta | undefined {
  return catalog.find((meta) => meta.id === id)
}

/** How the system is drawn. Rejects when there is no such system or its file cannot be loaded. */
export function loadView(id: string): Promise<SystemView> {
  return load(views[`./${id}/view.ts`], id, 'view')
}

/** What the presets of the system promise. Rejects like `loadView`. */
export function loadClaims(id: string): Promise<Claims> {
  return load(claims[`./${id}/claims.ts`], id, 'claims')
}

function byPlace(a: SystemMeta, b: SystemMeta): number {
  const sections = SECTION_ORDER.indexOf(a.section) - SECTION_ORDER.indexOf(b.section)
  return sections !== 0 ? sections : a.title < b.title ? -1 : a.title > b.title ? 1 : 0
}

function load<T>(loader: (() => Promise<T>) | undefined, id: string, file: string): Promise<T> {
  if (loader === undefined) return Promise.reject(new Error(`There is no ${file} of a system “${id}”.`))
  return loader()
}
