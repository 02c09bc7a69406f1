/** Runs inside Chromium: draws real packets of a made-up crowd and times the frames. See ../packets.bench.ts. */
import { layOut } from '../../../src/canvas/layout'
import { PacketField } from '../../../src/canvas/packet-field'
import { PacketPainter } from '../../../src/canvas/packet-painter'
import type { PacketColours } from '../../../src/canvas/packet-sprites'
import { Fate, HopKind, NO_HOP, NO_REQUEST } from '../../../workers/protocol'
import type { Trace } from '../../../workers/trace/trace'
import { traceOf } from '../../src/fixtures/chunk-writer'
import { StoryWriter, topologyOf } from '../../src/fixtures/story'

const NODES = 50
const HORIZON = 1_000_000
const SPACE = { width: 1280, height: 720 }
const COLOURS: PacketColours = { tones: ['#2f5d8a', '#0a705d', '#b83a27', '#b83a27', '#645c4e'], ring: '#1f4f7a' }

/** Medians of milliseconds, over the frames of one round. */
export interface FrameTimes {
  /** Placing and drawing all packets. */
  readonly draw: number
  /** From the beginning of the frame until the main thread is free again: with what the browser does after drawing. */
  readonly busy: number
  /** From frame to frame. */
  readonly interval: number
}

type Draw = (micros: number) => void

/** A balancer before 49 servers, and so many packets that all fly for the whole run. */
function crowd(packets: number): Trace {
  const servers = Array.from({ length: NODES - 1 }, (_, index) => `s${index + 1}`)
  const kinds = Object.fromEntries(['lb', ...servers].map((name) => [name, 'server']))
  const topology = topologyOf(
    kinds,
    servers.map((name) => ['lb', name] as const),
  )
  const writer = new StoryWriter(topology, HORIZON)
  writer.at(0, () => {
    for (let index = 0; index < packets; index++) {
      const link = index % topology.links.length
      const kind = [HopKind.request, HopKind.answer, HopKind.request, HopKind.failure][index & 3] as HopKind
      // Different speeds spread them over their links.
      const due = HORIZON + 1 + ((index * 7_919) % (HORIZON * 4))
      writer.event.sends.push({ link, kind, label: '', request: NO_REQUEST + 1 + (index % 97), cause: NO_HOP, due })
      writer.hops++
    }
  })
  writer.at(HORIZON, () => writer.event.settles.push({ hop: 0, fate: Fate.delivered }))
  return traceOf(writer.run())
}

function placed(trace: Trace) {
  const centres = trace.topology.nodes.map((_, index) =>
    index === 0 ? { x: 0, y: 0 } : { x: 400 + 150 * ((index - 1) % 7), y: (Math.floor((index - 1) / 7) - 3) * 90 },
  )
  const sizes = centres.map(() => ({ width: 100, height: 60 }))
  return layOut(centres, sizes, trace.topology.links, SPACE, false)
}

function collector(packets: number) {
  const trace = crowd(packets)
  const layout = placed(trace)
  const { bounds } = layout
  const zoom = Math.min(SPACE.width / bounds.width, SPACE.height / bounds.height)
  const field = new PacketField()
  return {
    field,
    viewport: { x: -bounds.x * zoom, y: -bounds.y * zoom, zoom },
    collect: (micros: number) => field.collect(trace, layout, 1, micros, 5),
  }
}

function oneCanvas(packets: number): Draw {
  const canvas = document.body.appendChild(document.createElement('canvas'))
  const painter = new PacketPainter(canvas)
  painter.resize(SPACE.width, SPACE.height, devicePixelRatio)
  painter.recolour(COLOURS)
  const { field, viewport, collect } = collector(packets)
  return (micros) => {
    collect(micros)
    painter.paint(field, viewport)
  }
}

/** The peer: one element a packet, moved by its transform. */
function oneElementEach(packets: number): Draw {
  const { field, viewport, collect } = collector(packets)
  const stage = document.body.appendChild(document.createElement('div'))
  stage.style.cssText = `position:relative;width:${SPACE.width}px;height:${SPACE.height}px;overflow:hidden`
  const dots = Array.from({ length: packets }, (_, index) => {
    const dot = stage.appendChild(document.createElement('i'))
    const colour = COLOURS.tones[index & 3] ?? ''
    dot.style.cssText = `position:absolute;width:6px;height:6px;border-radius:3px;background:${colour}`
    return dot
  })
  return (micros) => {
    collect(micros)
    dots.forEach((dot, index) => {
      const x = (field.x[index] as number) * viewport.zoom + viewport.x
      const y = (field.y[index] as number) * viewport.zoom + viewport.y
      dot.style.transform = `translate(${x}px,${y}px)`
    })
  }
}

/** One round: draws `frames` frames and answers their times. */
async function measure(way: 'canvas' | 'elements', packets: number, frames: number): Promise<FrameTimes> {
  document.body.replaceChildren()
  const draw = way === 'canvas' ? oneCanvas(packets) : oneElementEach(packets)
  const times = { draw: [] as number[], busy: [] as number[], interval: [] as number[] }
  const channel = new MessageChannel()
  let last = 0
  for (let frame = 0; frame < frames; frame++) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const began = performance.now()
    draw((HORIZON * frame) / frames)
    times.draw.push(performance.now() - began)
    await new Promise((resolve) => {
      channel.port1.onmessage = resolve
      channel.port2.postMessage(null)
    })
    times.busy.push(performance.now() - began)
    if (last > 0) times.interval.push(now - last)
    last = now
  }
  channel.port1.close()
  return { draw: median(times.draw), busy: median(times.busy), interval: median(times.interval) }
}

function median(values: number[]): number {
  values.sort((a, b) => a - b)
  return values[values.length >> 1] as number
}

Object.assign(window, { measure })
