import { type RefObject, useEffect, useRef } from 'react'
import { playheadStore } from '../playhead-store'
import { spanStore } from './span-store'
import { panBy, snap, type TimeRange, zoomAround } from './time-range'
import { TimeScale } from './time-scale'

interface GestureTarget {
  readonly scale: TimeScale
  readonly range: TimeRange
  readonly horizon: number
  /** Height at which the time axis begins. */
  readonly axis: number
  readonly setRange: (range: TimeRange) => void
  /** The pointer rests or moves over the run, or left it (null). */
  readonly hover: (x: number | null) => void
  /** The run was pressed at a place, without a drag. */
  readonly press: (x: number, y: number) => void
}

/**
 * Drag seeks, with Shift it selects a span; drag on the axis pans; the wheel zooms around the pointer, with Shift or sideways it pans; two fingers
 * zoom and pan; a double click shows the whole run.
 */
export function useGestures(plot: RefObject<HTMLElement | null>, target: GestureTarget): void {
  const latest = useRef(target)
  latest.current = target
  useEffect(() => {
    const element = plot.current
    if (element === null) return
    const listening = new AbortController()
    const { signal } = listening
    const gestures = new Gestures(
      element,
      () => latest.current,
      (range) => {
        // Several moves may come before the next drawing: each goes on from the one before.
        latest.current = { ...latest.current, range, scale: new TimeScale(range, latest.current.scale.width) }
        latest.current.setRange(range)
      },
    )
    element.addEventListener('wheel', (event) => gestures.wheel(event), { signal, passive: false })
    element.addEventListener('pointerdown', (event) => gestures.down(event), { signal })
    element.addEventListener('pointermove', (event) => gestures.move(event), { signal })
    for (const end of ['pointerup', 'pointercancel'] as const)
      element.addEventListener(end, (event) => gestures.up(event), { signal })
    element.addEventListener('pointerleave', () => latest.current.hover(null), { signal })
    element.addEventListener('dblclick', () => latest.current.setRange({ from: 0, to: latest.current.horizon }), {
      signal,
    })
    return () => listening.abort()
  }, [plot])
}

class Gestures {
  /** Places of the pressed pointers. */
  private readonly pressed = new Map<number, number>()
  private kind: 'seek' | 'select' | 'pan' | 'pinch' | null = null
  /** Where the first pointer went down. */
  private start = { x: 0, y: 0 }
  private hasMoved = false
  private resume: -1 | 0 | 1 = 0

  constructor(
    private readonly element: HTMLElement,
    private readonly target: () => GestureTarget,
    private readonly setRange: (range: TimeRange) => void,
  ) {}

  wheel(event: WheelEvent): void {
    const { scale, range, horizon } = this.target()
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
      this.setRange(panBy(range, this.span(sideways * pixels), horizon))
    else this.setRange(zoomAround(range, scale.micros(this.place(event)), 1.0015 ** (event.deltaY * pixels), horizon))
  }

  down(event: PointerEvent): void {
    if (event.button !== 0) return
    this.element.setPointerCapture(event.pointerId)
    this.pressed.set(event.pointerId, this.place(event))
    this.target().hover(null)
    this.start = { x: this.place(event), y: event.offsetY }
    this.hasMoved = this.pressed.size > 1
    if (this.pressed.size === 2) {
      this.finishSeek()
      this.kind = 'pinch'
    } else if (event.offsetY >= this.target().axis) this.kind = 'pan'
    else if (event.shiftKey) this.kind = 'select'
    else {
      this.kind = 'seek'
      this.resume = playheadStore.getState().playing
      playheadStore.getState().pause()
      this.seek(event)
    }
  }

  move(event: PointerEvent): void {
    const before = this.pressed.get(event.pointerId)
    const now = this.place(event)
    if (before === undefined) {
      if (event.pointerType === 'mouse') this.target().hover(now)
      return
    }
    this.hasMoved ||= Math.abs(now - this.start.x) > 3
    if (this.kind === 'seek') this.seek(event)
    else if (this.kind === 'select') this.select(now)
    else if (this.kind === 'pan') this.pan(before - now)
    else if (this.kind === 'pinch') this.pinch(event.pointerId, before, now)
    this.pressed.set(event.pointerId, now)
  }

  up(event: PointerEvent): void {
    if (!this.pressed.delete(event.pointerId)) return
    if (this.kind === 'seek') this.finishSeek()
    if (this.kind === 'seek' && !this.hasMoved) this.target().press(this.start.x, this.start.y)
    if (this.kind === 'select' && !this.hasMoved) spanStore.getState().select(null)
    if (this.pressed.size === 0) this.kind = null
  }

  private seek(event: PointerEvent): void {
    playheadStore.getState().seek(this.moment(this.place(event)))
  }

  private select(x: number): void {
    const [fromMicros, toMicros] = [this.moment(this.start.x), this.moment(x)].sort((a, b) => a - b) as [number, number]
    if (toMicros > fromMicros) spanStore.getState().select({ fromMicros, toMicros })
  }

  /** The moment at a place, within the run. */
  private moment(x: number): number {
    const { scale, horizon } = this.target()
    return Math.min(horizon, Math.max(0, snap(scale.micros(x), scale.microsPerPixel)))
  }

  private finishSeek(): void {
    if (this.resume !== 0) playheadStore.getState().play(this.resume)
    this.resume = 0
  }

  private pan(pixels: number): void {
    const { range, horizon } = this.target()
    this.setRange(panBy(range, this.span(pixels), horizon))
  }

  /** One finger moved while the other stays: the moments under both stay under them. */
  private pinch(pointer: number, before: number, now: number): void {
    const other = [...this.pressed].find(([id]) => id !== pointer)?.[1]
    if (other === undefined || Math.abs(now - other) < 8) return
    const { scale, range, horizon } = this.target()
    this.setRange(zoomAround(range, scale.micros(other), Math.abs((before - other) / (now - other)), horizon))
  }

  private span(pixels: number): number {
    const { scale } = this.target()
    return pixels * scale.microsPerPixel
  }

  private place(event: MouseEvent): number {
    return event.clientX - this.element.getBoundingClientRect().left
  }
}
