import { Fate, HopKind, NO_REQUEST } from '../../workers/protocol'

/**
 * How a hop is drawn. Shape and colour say the same: a request is a blue dot, a good answer a green diamond, a failure a
 * red cross; what is lost turns into a cross and fades; a probe, which no client asked for, is a small hollow dot.
 */
export const PacketTone = { request: 0, answer: 1, failure: 2, fading: 3, probe: 4 } as const
export type PacketTone = (typeof PacketTone)[keyof typeof PacketTone]

export const PACKET_TONES = 5

/** From this share of its way on, a hop that will be lost is shown as failing, and from the next one on as fading. */
export const LOSS_SHOWS = 0.6
export const LOSS_FADES = 0.85

/** @param progress from 0 at the sender to 1 where the hop arrives or is lost */
export function packetTone(kind: HopKind, fate: Fate, request: number, progress: number): PacketTone {
  if (fate === Fate.lost && progress >= LOSS_SHOWS) {
    return progress >= LOSS_FADES ? PacketTone.fading : PacketTone.failure
  }
  if (kind === HopKind.failure) return PacketTone.failure
  if (request === NO_REQUEST) return PacketTone.probe
  return kind === HopKind.answer ? PacketTone.answer : PacketTone.request
}

/** A lost hop's due time is the moment of its loss, half of the way; others get through to the end. */
export function shareOfWay(fate: Fate, progress: number): number {
  return fate === Fate.lost ? progress / 2 : progress
}
