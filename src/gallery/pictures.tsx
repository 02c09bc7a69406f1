import type { ComponentType } from 'react'
import type { SystemMeta } from '../../workers/systems/system'
import { BalancerPicture } from './balancer-picture'
import { RingPicture } from './ring-picture'
import { VariantsPicture } from './variants-picture'

/** Draws on 324 × 190 units, without any number: a picture shows the idea, only a run shows figures. */
export type Picture = ComponentType<{ meta: SystemMeta }>

const PICTURES: Readonly<Record<string, Picture>> = {
  'load-balancer': BalancerPicture,
  'consistent-hashing': RingPicture,
}

/** The picture of a system; one without its own shows its variants as ways from one question to one answer. */
export function pictureOf(meta: SystemMeta): Picture {
  return PICTURES[meta.id] ?? VariantsPicture
}
