import { useEffect, useRef } from 'react'
import { formatDuration } from '../../../workers/kernel/time'
import { forEachEnded, latencyOf } from '../../../workers/trace/measure'
import type { Trace } from '../../../workers/trace/trace'
import { selectionStore } from '../../run/selection-store'

interface Properties {
  readonly trace: Trace
  readonly fromMicros: number
  readonly toMicros: number
  readonly x: number
  readonly width: number
  readonly top: number
  onClose(): void
}

/**
 * Offers the story of the slowest request that ended where the lane of latencies was pressed, or of the one that ended
 * nearest where none did; Escape declines.
 */
export function SlowestOffer({ trace, fromMicros, toMicros, x, width, top, onClose }: Properties) {
  const slowest = slowestEnded(trace, fromMicros, toMicros)
  const offered = slowest ?? nearestEnded(trace, (fromMicros + toMicros) / 2)
  const button = useRef<HTMLButtonElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another offer
  useEffect(() => button.current?.focus(), [fromMicros])
  if (offered === null) return null
  const open = (): void => {
    selectionStore.getState().selectRequest(offered)
    onClose()
  }
  return (
    <button
      ref={button}
      type="button"
      className="button timeline-offer"
      style={{ top, ...(x > width / 2 ? { right: width - x + 8 } : { left: x + 8 }) }}
      onClick={open}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      {slowest === null ? 'Ended nearest' : 'Slowest here'}: request {offered},{' '}
      {formatDuration(latencyOf(trace, offered))}
    </button>
  )
}

/** Id of the request that took longest of those that ended within a span, the first of several; null when none did. */
export function slowestEnded(trace: Trace, fromMicros: number, toMicros: number): number | null {
  let slowest: number | null = null
  forEachEnded(trace, fromMicros, toMicros, 'ended', (request) => {
    if (slowest === null || latencyOf(trace, request) > latencyOf(trace, slowest)) slowest = request
  })
  return slowest
}

/** Id of the request that ended nearest to a moment, the earlier of two; null when none has ended. */
export function nearestEnded(trace: Trace, micros: number): number | null {
  const order = trace.requestsEnded(trace.countAt(micros))
  const near = [order - 1, order]
    .filter((each) => each >= 0 && each < trace.requestsEnded(trace.events))
    .map((each) => trace.endedRequestAt(each))
  const distance = (id: number): number => Math.abs(trace.requestEndMicros(id) - micros)
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? null
}
