import { describe, expect, test } from 'vitest'
import { PacketTone, packetTone, shareOfWay } from '../../../src/canvas/packet-tone'
import { Fate, HopKind, NO_REQUEST } from '../../../workers/protocol'

describe('the tone of a hop', () => {
  test('a request is one, a good answer another, a failure a third', () => {
    expect(packetTone(HopKind.request, Fate.delivered, 3, 0.5)).toBe(PacketTone.request)
    expect(packetTone(HopKind.answer, Fate.delivered, 3, 0.5)).toBe(PacketTone.answer)
    expect(packetTone(HopKind.failure, Fate.delivered, 3, 0.5)).toBe(PacketTone.failure)
  })
  test('work that no client asked for is a probe, unless it fails', () => {
    expect(packetTone(HopKind.request, Fate.flying, NO_REQUEST, 0.5)).toBe(PacketTone.probe)
    expect(packetTone(HopKind.answer, Fate.delivered, NO_REQUEST, 0.5)).toBe(PacketTone.probe)
    expect(packetTone(HopKind.failure, Fate.delivered, NO_REQUEST, 0.5)).toBe(PacketTone.failure)
  })
  test('what will be lost is shown as on its way, then as failing, then as fading', () => {
    const tones = [0, 0.59, 0.6, 0.84, 0.85, 1].map((progress) => packetTone(HopKind.answer, Fate.lost, 3, progress))
    const { answer, failure, fading } = PacketTone
    expect(tones).toEqual([answer, answer, failure, failure, fading, fading])
  })
  test('what is lost gets half of the way, everything else the whole', () => {
    expect(shareOfWay(Fate.lost, 1)).toBe(0.5)
    for (const fate of [Fate.flying, Fate.delivered, Fate.refused, Fate.late]) expect(shareOfWay(fate, 0.8)).toBe(0.8)
  })
})
