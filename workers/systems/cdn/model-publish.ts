import type { Process } from '../../kernel/process'
import type { Node } from '../../network/node'
import type { Values } from '../../scenario/parameters'
import { type Publication, purgeRequest } from './model-edge'
import * as marks from './model-marks'
import { shelfOf, type Versions } from './model-origin'
import { PurgeSender } from './model-purge'
import { RELAY_FIELD } from './model-tier'

const WORDS = {
  none: 'nothing is purged',
  url: 'a purge is sent',
  tag: 'a purge by tag is sent',
  soft: 'a soft purge is sent',
}

/** Makes new versions of objects and tells the caches. */
export class Publisher {
  constructor(
    private readonly versions: Versions,
    private readonly values: Values,
    private readonly caches: { readonly tiers: readonly string[]; readonly edges: readonly string[] },
    private readonly isGuide: boolean,
  ) {}

  publish(origin: Node): void {
    const { values, versions } = this
    const how = values.text<Publication['how'] | 'none'>('purge')
    const objects = Array.from({ length: values.number('objects') }, (_, index) => `/p/${index + 1}`)
    const targets = how === 'tag' ? objects.filter((target) => shelfOf(target) === shelfOf('/p/1')) : ['/p/1']
    versions.raise(targets)
    const label = how === 'tag' ? `everything on ${shelfOf('/p/1')}` : '/p/1'
    origin.mark(marks.published, { label, version: versions.of('/p/1'), how: WORDS[how] })
    if (how === 'none' || !origin.up) return
    origin.spawnFresh('purge', this.spread(origin, { targets, how }))
  }

  /** For whoever sends a purge on. */
  sender(node: Node): PurgeSender {
    const { values } = this
    return new PurgeSender(node, {
      delayMicros: values.number('purge-delay'),
      timeoutMicros: values.number('timeout'),
      isRepeated: !this.isGuide,
    })
  }

  /** The caches behind the edges first: otherwise an edge would fetch the old version from one of them again. */
  private *spread(origin: Node, publication: Publication): Process {
    const { tiers, edges } = this.caches
    const began = origin.now
    const request = purgeRequest(this.isGuide ? { ...publication, how: 'url' } : publication)
    const sender = this.sender(origin)
    if (tiers.length === 0) yield* sender.toAll(edges, request)
    else {
      yield* sender.toAll(tiers, request)
      const relay = { ...request, headers: { ...request.headers, [RELAY_FIELD]: 'edges' } }
      yield* sender.toAll(tiers.slice(0, 1), relay)
    }
    const caches = tiers.length + edges.length
    origin.mark(marks.purgeDone, { label: request.label, caches, time: origin.now - began })
  }
}
