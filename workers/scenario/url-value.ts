/** Values of parameters as the text of a link, in both directions, and the range that a wrong one is told about. */
import { durationText, formatDuration, parseDuration } from '../kernel/time'
import type { Parameter } from './parameters'
import type { ParameterValue } from './scenario'

/**
 * A checked value as link text: `200`, `20ms`, `0.90`, `least-connections`, `5,1,1`, `on`.
 * @param separator between weights: a comma, or a dot where commas part something else
 */
export function valueText(parameter: Parameter, value: ParameterValue, separator = ','): string {
  switch (parameter.kind) {
    case 'duration':
      return durationText(value as number)
    case 'hundredths':
      return hundredthsText(value as number)
    case 'flag':
      return value === true ? 'on' : 'off'
    case 'weights':
      return (value as string).replaceAll(',', separator)
    default:
      return String(value)
  }
}

/** Reads link text as a value of the parameter, or null for another grammar or a value out of range. */
export function readValue(parameter: Parameter, text: string): ParameterValue | null {
  const value = parsed(parameter, text)
  return value === null || valueProblem(parameter, value) !== null ? null : value
}

/** What is wrong with a value, as the rest of a sentence, or null. Takes anything: a scenario may come from outside. */
export function valueProblem(parameter: Parameter, value: unknown): string | null {
  return isAllowed(parameter, value) ? null : `takes ${rangeText(parameter)}`
}

/** What a parameter takes: `whole numbers from 1 to 500`, `one of random, modulo`. */
export function rangeText(parameter: Parameter): string {
  switch (parameter.kind) {
    case 'integer':
      return `whole numbers from ${parameter.min} to ${parameter.max}`
    case 'duration':
      return `times from ${formatDuration(parameter.min)} to ${formatDuration(parameter.max)}, such as 20ms`
    case 'hundredths':
      return `numbers from ${hundredthsText(parameter.min)} to ${hundredthsText(parameter.max)}`
    case 'choice':
      return `one of ${parameter.options.map(({ id }) => id).join(', ')}`
    case 'weights':
      return `up to ${parameter.maxLength} whole numbers from 1 to ${parameter.maxWeight}, with commas between`
    case 'flag':
      return 'on or off'
  }
}

/** Reads a whole number without sign of zero, leading zeros, exponent or other bases; null for anything else. */
export function readWhole(text: string): number | null {
  return /^(?:0|-?[1-9][0-9]{0,14})$/.test(text) ? Number(text) : null
}

function parsed(parameter: Parameter, text: string): ParameterValue | null {
  switch (parameter.kind) {
    case 'integer':
      return readWhole(text)
    case 'duration':
      return parseDuration(text)
    case 'hundredths':
      return readHundredths(text)
    case 'flag':
      return text === 'on' ? true : text === 'off' ? false : null
    case 'weights':
      return text.replaceAll('.', ',')
    case 'choice':
      return text
  }
}

function isAllowed(parameter: Parameter, value: unknown): boolean {
  switch (parameter.kind) {
    case 'flag':
      return typeof value === 'boolean'
    case 'choice':
      return parameter.options.some(({ id }) => id === value)
    case 'weights':
      return typeof value === 'string' && areWeights(value, parameter.maxLength, parameter.maxWeight)
    default:
      return isWhole(value, parameter.min, parameter.max)
  }
}

/** Whether `value` is an integer from `min` to `max`; −0 is not one, since its text would read as another value. */
export function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && !Object.is(value, -0) && (value as number) >= min && (value as number) <= max
}

function areWeights(text: string, maxLength: number, maxWeight: number): boolean {
  const words = text.split(',', maxLength + 1)
  return words.length <= maxLength && words.every((word) => /^[1-9][0-9]{0,8}$/.test(word) && Number(word) <= maxWeight)
}

function hundredthsText(value: number): string {
  const whole = Math.floor(value / 100)
  return `${whole}.${`${100 + value - whole * 100}`.slice(1)}`
}

/** Digit by digit, since 0.29 × 100 is not 29 in floating point. */
function readHundredths(text: string): number | null {
  const match = /^(0|[1-9][0-9]{0,9})(?:\.([0-9]{1,2}))?$/.exec(text)
  return match === null ? null : Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
