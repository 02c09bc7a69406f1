/**
 * Every system, found by its folder: adding a folder adds it here. For tools and tests; the page, which shows one system
 * at a time, loads what it needs (see loaders.ts).
 */
import type { GuideSection, SystemMeta } from './system'

const SECTION_ORDER: readonly GuideSection[] = [
  'Fundamentals',
  'API design',
  'Security',
  'Microservices',
  'Interview questions',
]

const metas = import.meta.glob<SystemMeta>('./*/meta.ts', { eager: true, import: 'default' })

/** All systems: by section in the order of the guide, then by title in code units. */
export const catalog: readonly SystemMeta[] = Object.values(metas).sort(byPlace)

/** The system with this id, or undefined. */
export function findSystem(id: string): SystemMeta | undefined {
  return catalog.find((meta) => meta.id === id)
}

function byPlace(a: SystemMeta, b: SystemMeta): number {
  const sections = SECTION_ORDER.indexOf(a.section) - SECTION_ORDER.indexOf(b.section)
  return sections !== 0 ? sections : a.title < b.title ? -1 : a.title > b.title ? 1 : 0
}
