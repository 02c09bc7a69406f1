/** What the page shows of the sources: read, parsed and coloured while it is built. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ShownSource } from '../../src/panels/code/shown-source'
import type { SystemCode } from '../../workers/systems/source-passage'
import { resolveAnchors } from './source-anchors'

const codes = import.meta.glob<SystemCode>('../../workers/systems/*/code.ts', { eager: true, import: 'default' })

/** For each file that a system names, the anchors that are asked for, each once. */
export const anchorsByFile: ReadonlyMap<string, readonly string[]> = collect(Object.values(codes))

/** The marks that systems name a source for. */
export const marksNamed: ReadonlySet<string> = new Set(
  Object.values(codes)
    .flat()
    .flatMap(({ marks }) => Object.keys(marks)),
)

/** @throws {Error} when a system names what the file no longer has */
export function shownSource(root: string, file: string): ShownSource {
  return resolveAnchors(file, readFileSync(join(root, file), 'utf8'), anchorsByFile.get(file) ?? [])
}

function collect(all: readonly SystemCode[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, Set<string>>()
  for (const { file, marks } of all.flat()) {
    const anchors = files.get(file) ?? new Set()
    files.set(file, anchors)
    for (const anchor of Object.values(marks)) anchors.add(anchor)
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, anchors]) => [file, [...anchors]]))
}
