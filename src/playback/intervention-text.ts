import { formatDuration } from '../../workers/kernel/time'
import type { Intervention, ParameterValue } from '../../workers/scenario/scenario'
import type { SystemMeta } from '../../workers/systems/system'

/** What an intervention does, in a few words: `crash s2`, `lb – s2 loses 20 %`, `arrival rate 400`. */
export function interventionText(intervention: Intervention, meta: Pick<SystemMeta, 'parameters' | 'actions'>): string {
  switch (intervention.kind) {
    case 'crash':
    case 'restart':
      return `${intervention.kind} ${intervention.node}`
    case 'pause':
      return `pause ${intervention.node} for ${formatDuration(intervention.forMicros)}`
    case 'slow':
      return intervention.factor === 1
        ? `${intervention.node} at normal speed`
        : `slow ${intervention.node} ×${intervention.factor}`
    case 'cut':
    case 'heal':
      return `${intervention.kind} ${intervention.link.join(' – ')}`
    case 'delay':
      return `${intervention.link.join(' – ')} +${formatDuration(intervention.extraMicros)}`
    case 'drop':
      return `${intervention.link.join(' – ')} loses ${intervention.percent} %`
    case 'set':
      return settingText(intervention.parameter, intervention.value, meta)
    case 'act': {
      const label = meta.actions.find(({ id }) => id === intervention.action)?.label ?? intervention.action
      return intervention.target === null ? label : `${label}: ${intervention.target}`
    }
  }
}

function settingText(key: string, value: ParameterValue, { parameters }: Pick<SystemMeta, 'parameters'>): string {
  const parameter = parameters.find((each) => each.key === key)
  if (parameter === undefined) return `${key} ${value}`
  return `${parameter.label} ${valueText(parameter, value)}`
}

function valueText(parameter: SystemMeta['parameters'][number], value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string')
    return parameter.kind === 'choice' ? (parameter.options.find(({ id }) => id === value)?.label ?? value) : value
  if (parameter.kind === 'duration') return formatDuration(value)
  if (parameter.kind === 'hundredths') return `${value / 100}`
  return parameter.kind === 'integer' && parameter.unit !== undefined ? `${value} ${parameter.unit}` : `${value}`
}
