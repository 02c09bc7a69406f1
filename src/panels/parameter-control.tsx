import { useId } from 'react'
import type { Parameter } from '../../workers/scenario/parameters'
import type { ParameterValue } from '../../workers/scenario/scenario'
import { weightsProblem } from './parameter-text'
import { SliderControl } from './slider-control'
import { TextField } from './text-field'

interface Properties {
  readonly parameter: Parameter
  readonly value: ParameterValue
  onValue(value: ParameterValue): void
}

/** The control of one parameter; which one follows from its kind alone. */
export function ParameterControl({ parameter, value, onValue }: Properties) {
  switch (parameter.kind) {
    case 'integer':
    case 'duration':
    case 'hundredths':
      return <SliderControl parameter={parameter} value={Number(value)} onValue={onValue} />
    case 'choice':
      return <ChoiceControl parameter={parameter} value={String(value)} onValue={onValue} />
    case 'weights':
      return <WeightsControl parameter={parameter} value={String(value)} onValue={onValue} />
    case 'flag':
      return <FlagControl parameter={parameter} value={value === true} onValue={onValue} />
  }
}

interface Control<Kind extends Parameter['kind'], Value> {
  readonly parameter: Extract<Parameter, { kind: Kind }>
  readonly value: Value
  onValue(value: Value): void
}

function ChoiceControl({ parameter, value, onValue }: Control<'choice', string>) {
  const id = useId()
  const option = parameter.options.find((each) => each.id === value)
  return (
    <div className="control">
      <label htmlFor={id}>{parameter.label}</label>
      <select
        id={id}
        className="field control-wide"
        value={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => onValue(event.target.value)}
      >
        {parameter.options.map((each) => (
          <option key={each.id} value={each.id}>
            {each.label}
          </option>
        ))}
      </select>
      <p id={`${id}-help`} className="panel-help">
        {option?.help ?? parameter.help}
      </p>
    </div>
  )
}

function WeightsControl({ parameter, value, onValue }: Control<'weights', string>) {
  const id = useId()
  return (
    <div className="control">
      <label htmlFor={id}>{parameter.label}</label>
      <TextField
        id={id}
        text={value}
        className="control-wide"
        describedBy={`${id}-help`}
        inputMode="numeric"
        onText={(typed) => {
          const text = typed.replace(/\s+/g, '')
          const problem = weightsProblem(parameter, text)
          if (problem === null) onValue(text)
          return problem
        }}
      />
      <p id={`${id}-help`} className="panel-help">
        {parameter.help}
      </p>
    </div>
  )
}

function FlagControl({ parameter, value, onValue }: Control<'flag', boolean>) {
  const id = useId()
  return (
    <div className="control">
      <label htmlFor={id}>{parameter.label}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className="control-switch"
        checked={value}
        aria-checked={value}
        aria-describedby={`${id}-help`}
        onChange={(event) => onValue(event.target.checked)}
      />
      <p id={`${id}-help`} className="panel-help">
        {parameter.help}
      </p>
    </div>
  )
}
