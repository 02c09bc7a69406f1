import { type CSSProperties, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { type NumberParameter, numberText, readNumber } from './parameter-text'
import { neighbour, positionOf, SLIDER_STEPS, valueAt } from './slider-scale'
import { TextField } from './text-field'

/** Shortest span between two values that one drag hands on: each of them starts a run. */
const HAND_ON_MS = 60

interface Properties {
  readonly parameter: NumberParameter
  readonly value: number
  readonly withoutSlider?: boolean
  /** A button that stands beside the field. */
  readonly beside?: ReactNode
  onValue(value: number): void
}

/** A slider on the parameter's own scale and a field for the exact value. */
export function SliderControl({ parameter, value, withoutSlider = false, beside, onValue }: Properties) {
  const id = useId()
  const unit = parameter.kind === 'integer' ? parameter.unit : undefined
  return (
    <div className="control">
      <label htmlFor={id}>{parameter.label}</label>
      <span className="control-value">
        <TextField
          id={id}
          text={numberText(parameter, value)}
          className="control-number"
          describedBy={`${id}-help`}
          onText={(typed) => {
            const reading = readNumber(parameter, typed, value)
            if ('problem' in reading) return reading.problem
            onValue(reading.value)
            return null
          }}
        />
        {unit !== undefined && <span className="control-unit">{unit}</span>}
        {beside}
      </span>
      {!withoutSlider && <Slider parameter={parameter} value={value} describedBy={`${id}-help`} onValue={onValue} />}
      <p id={`${id}-help`} className="panel-help">
        {parameter.help}
      </p>
    </div>
  )
}

interface SliderProperties extends Pick<Properties, 'parameter' | 'value' | 'onValue'> {
  readonly describedBy: string
}

function Slider({ parameter, value, describedBy, onValue }: SliderProperties) {
  const [shown, drag] = useHandedOn(value, onValue)
  const position = positionOf(parameter, shown)
  const walk = (event: KeyboardEvent) => {
    const direction = DIRECTIONS[event.key]
    if (direction === undefined) return
    event.preventDefault()
    drag(neighbour(parameter, shown, direction))
  }
  return (
    <input
      type="range"
      className="control-slider"
      min={0}
      max={SLIDER_STEPS}
      value={position}
      style={{ '--filled': `${(100 * position) / SLIDER_STEPS}%` } as CSSProperties}
      aria-label={parameter.label}
      aria-valuetext={numberText(parameter, shown)}
      aria-describedby={describedBy}
      onChange={(event) => drag(valueAt(parameter, Number(event.target.value)))}
      onKeyDown={walk}
    />
  )
}

const DIRECTIONS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }

/** The value under the finger at once, and the latest of them handed on at most every `HAND_ON_MS`. */
function useHandedOn(value: number, onValue: (value: number) => void): [number, (value: number) => void] {
  const [dragged, setDragged] = useState<number | null>(null)
  const latest = useRef({ value, onValue, timer: 0, next: value })
  latest.current.value = value
  latest.current.onValue = onValue
  useEffect(() => {
    const { current } = latest
    return () => clearTimeout(current.timer)
  }, [])
  const drag = (next: number) => {
    const { current } = latest
    current.next = next
    setDragged(next)
    if (current.timer !== 0) return
    current.timer = window.setTimeout(() => {
      current.timer = 0
      setDragged(null)
      if (current.next !== current.value) current.onValue(current.next)
    }, HAND_ON_MS)
  }
  return [dragged ?? value, drag]
}
