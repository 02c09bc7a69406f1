/**
 * The parts of one system, each a lazy chunk, found by its folder. The page imports this file; models stay out of it
 * (see models.ts), so that the page never carries the code of a simulation.
 */
import type { Proof } from './law'
import type { Lesson } from './lesson'
import type { SystemCode } from './source-passage'
import type { Claims, SystemMeta, SystemView } from './system'

const metas = import.meta.glob<SystemMeta>('./*/meta.ts', { import: 'default' })
const views = import.meta.glob<SystemView>('./*/view.ts', { import: 'default' })
const claims = import.meta.glob<Claims>('./*/claims.ts', { import: 'default' })
const codes = import.meta.glob<SystemCode>('./*/code.ts', { import: 'default' })
const proofs = import.meta.glob<Proof>('./*/proof.ts', { import: 'default' })
const lessons = import.meta.glob<Lesson>('./*/lesson.ts', { import: 'default' })

/** Whether there is a system with this id. */
export function isSystem(id: string): boolean {
  return Object.hasOwn(metas, `./${id}/meta.ts`)
}

/** What the system says of itself. Rejects when there is no such system or its file cannot be loaded. */
export function loadMeta(id: string): Promise<SystemMeta> {
  return load(metas[`./${id}/meta.ts`], id, 'meta')
}

/** How the system is drawn. Rejects like `loadMeta`. */
export function loadView(id: string): Promise<SystemView> {
  return load(views[`./${id}/view.ts`], id, 'view')
}

/** What the presets of the system promise. Rejects like `loadMeta`. */
export function loadClaims(id: string): Promise<Claims> {
  return load(claims[`./${id}/claims.ts`], id, 'claims')
}

/** The laws that the system is held to. Rejects like `loadMeta`. */
export function loadProof(id: string): Promise<Proof> {
  return load(proofs[`./${id}/proof.ts`], id, 'proof')
}

/** Whether the system has a lesson. */
export function hasLesson(id: string): boolean {
  return Object.hasOwn(lessons, `./${id}/lesson.ts`)
}

/** The lesson of a system that has one. Rejects like `loadMeta`. */
export function loadLesson(id: string): Promise<Lesson> {
  return load(lessons[`./${id}/lesson.ts`], id, 'lesson')
}

/** Where the source of what runs stands; empty for a system that names none. Rejects when its file cannot be loaded. */
export function loadCode(id: string): Promise<SystemCode> {
  const loader = codes[`./${id}/code.ts`]
  return loader === undefined ? Promise.resolve([]) : loader()
}

function load<T>(loader: (() => Promise<T>) | undefined, id: string, file: string): Promise<T> {
  if (loader === undefined) return Promise.reject(new Error(`There is no ${file} of a system “${id}”.`))
  return loader()
}
