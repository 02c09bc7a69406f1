import { useId, useState } from 'react'
import type { Parameter } from '../../workers/scenario/parameters'
import { useReadablePlayhead } from '../playback/use-readable-playhead'
import { useRun } from '../run/run-store'
import { setFromHere, valueInForce } from './live-value'
import { ParameterControl } from './parameter-control'

const SPANS = [
  { isFromHere: false, label: 'whole run' },
  { isFromHere: true, label: 'from here on' },
] as const

/** The control of a parameter that may change during the run: for all of it, or from the moment shown on. */
export function LiveControl({ parameter }: { readonly parameter: Parameter }) {
  const [isFromHere, choose] = useState(false)
  const scenario = useRun((run) => run.scenario)
  const setValue = useRun((run) => run.setValue)
  const { micros } = useReadablePlayhead()
  const name = useId()
  const { key } = parameter
  const value = isFromHere ? valueInForce(scenario, key, micros) : scenario.values[key]
  return (
    <div className="control-live">
      <ParameterControl
        parameter={parameter}
        value={value ?? parameter.default}
        onValue={(next) => (isFromHere ? setFromHere(key, next) : setValue(key, next))}
      />
      <fieldset className="segments control-span">
        <legend className="spoken">When {parameter.label.toLowerCase()} change</legend>
        {SPANS.map((span) => (
          <label
            key={span.label}
            title={span.isFromHere ? 'A change becomes an intervention at the moment shown' : 'A change runs all anew'}
          >
            <input
              type="radio"
              name={name}
              checked={span.isFromHere === isFromHere}
              onChange={() => choose(span.isFromHere)}
            />
            <span>{span.label}</span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}
