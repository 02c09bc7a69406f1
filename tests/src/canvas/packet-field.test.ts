import { describe, expect, test } from 'vitest'
import { type Layout, layOut } from '../../../src/canvas/layout'
import { PacketField } from '../../../src/canvas/packet-field'
import { PacketTone } from '../../../src/canvas/packet-tone'
import { Fate, HopKind, NO_HOP, NO_REQUEST } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'
import { traceOf } from '../fixtures/chunk-writer'
import { StoryWriter, topologyOf } from '../fixtures/story'
import { handMadeTrace } from '../fixtures/trace'

const BOX = { width: 40, height: 40 }

/** Nodes in a row: links between neighbours are straight, so places are easy to tell. */
function inARow(trace: Trace): Layout {
  const { nodes, links } = trace.topology
  const centres = nodes.map((_, index) => ({ x: index * 240, y: 0 }))
  return layOut(
    centres,
    nodes.map(() => BOX),
    links,
    { width: 900, height: 300 },
    false,
  )
}

/** Two nodes; at 0 a request, a probe, an answer the other way and a request that will be lost leave, due at 100. */
function fourPackets(): Trace {
  const writer = new StoryWriter(topologyOf({ a: 'client', b: 'server' }, [['a', 'b']]), 1_000)
  writer.at(0, () => {
    const hop = { label: 'x', cause: NO_HOP, due: 100, request: 1, kind: HopKind.request, link: 0 }
    writer.start(0, 'x')
    writer.send(hop, Fate.delivered)
    writer.send({ ...hop, request: NO_REQUEST }, Fate.delivered)
    writer.send({ ...hop, link: 1, kind: HopKind.answer }, Fate.delivered)
    writer.send({ ...hop, request: 2 }, Fate.lost)
  })
  return traceOf(writer.run())
}

describe('the packets of a moment', () => {
  test('stand on the curve of their link as far as their time has gone, answers from the other end', () => {
    const trace = fourPackets()
    const field = new PacketField()
    const layout = inARow(trace)
    field.collect(trace, layout, 1, 25, NO_REQUEST)
    const [a, b] = layout.boxes.map((box) => box.x) as [number, number]
    const start = a + 20
    const whole = b - 20 - start
    const along = [...field.x.subarray(0, field.length)].map((x) => Math.round(((x - start) / whole) * 1000) / 1000)
    expect(along).toEqual([0.25, 0.25, 0.75, 0.125])
    const { request, probe, answer } = PacketTone
    expect([...field.tone.subarray(0, 4)]).toEqual([request, probe, answer, request])
  })
  test('have a ring when they belong to the selected request, probes never', () => {
    const trace = fourPackets()
    const field = new PacketField()
    field.collect(trace, inARow(trace), 1, 25, 1)
    expect([...field.ringed.subarray(0, 4)]).toEqual([1, 0, 1, 0])
    field.collect(trace, inARow(trace), 1, 25, NO_REQUEST)
    expect([...field.ringed.subarray(0, 4)]).toEqual([0, 0, 0, 0])
  })
  test('make their link failing only while the loss is shown', () => {
    const trace = fourPackets()
    const field = new PacketField()
    const layout = inARow(trace)
    field.collect(trace, layout, 1, 50, NO_REQUEST)
    expect([...field.failing]).toEqual([0])
    field.collect(trace, layout, 1, 70, NO_REQUEST)
    expect([...field.failing]).toEqual([1])
    field.collect(trace, layout, 1, 20, NO_REQUEST)
    expect([...field.failing]).toEqual([0])
  })
  test('are exactly what flies, at every moment of a run, and more than the first capacity holds', () => {
    const trace = handMadeTrace({ requests: 900, gapMicros: 2 })
    const field = new PacketField()
    const layout = inARow(trace)
    let most = 0
    for (let count = 0; count <= trace.events; count += 97) {
      const flying: number[] = []
      trace.forEachFlying(count, (hop) => flying.push(hop))
      field.collect(trace, layout, count, trace.microsAfter(count), NO_REQUEST)
      expect([...field.hop.subarray(0, field.length)]).toEqual(flying)
      most = Math.max(most, field.length)
    }
    expect(most).toBeGreaterThan(256)
  })
})

describe('a click', () => {
  const trace = fourPackets()
  const field = new PacketField()
  field.collect(trace, inARow(trace), 1, 25, NO_REQUEST)
  const answer = { x: field.x[2] as number, y: field.y[2] as number }

  test('takes the nearest packet within reach', () => {
    expect(field.nearest(answer.x + 6, answer.y + 6, 10)).toBe(2)
  })
  test('takes none beyond it', () => {
    expect(field.nearest(answer.x + 8, answer.y + 8, 10)).toBeNull()
  })
  test('takes the later of two at one place, which is the one on top', () => {
    expect(field.nearest(field.x[0] as number, field.y[0] as number, 10)).toBe(1)
  })
})
