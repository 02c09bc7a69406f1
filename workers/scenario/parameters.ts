import type { ParameterValue, ParameterValues } from './scenario'

/**
 * One line describes a parameter; its control on the page, its text in the link, its type and its check follow from it.
 */
export type Parameter = ParameterCommon &
  (
    | {
        readonly kind: 'integer'
        readonly min: number
        readonly max: number
        readonly default: number
        /** Shown behind the value, for instance `requests/s`. */
        readonly unit?: string
        /** A logarithmic slider, for ranges over several powers of ten. */
        readonly scale?: 'linear' | 'log'
      }
    | {
        /** Simulated microseconds; written as `20ms` in a link. */
        readonly kind: 'duration'
        readonly min: number
        readonly max: number
        readonly default: number
        readonly scale?: 'linear' | 'log'
      }
    | {
        /** Hundredths: 90 is a ratio of 0.90. Kept as an integer so that no decimal text is ever parsed. */
        readonly kind: 'hundredths'
        readonly min: number
        readonly max: number
        readonly default: number
      }
    | { readonly kind: 'choice'; readonly options: readonly Option[]; readonly default: string }
    | {
        /** Small positive integers, comma-separated, for instance weights `5,1,1`. */
        readonly kind: 'weights'
        readonly maxLength: number
        readonly maxWeight: number
        readonly default: string
      }
    | { readonly kind: 'flag'; readonly default: boolean }
  )

interface ParameterCommon {
  /** Key in the link: lower-case letters, digits and hyphens. */
  readonly key: string
  readonly label: string
  /** One sentence: what it is and what it changes. */
  readonly help: string
  /** Group heading under which the control stands. */
  readonly group: string
  /** It can be changed during a run by a `set` intervention. */
  readonly live?: boolean
  /** Shown only when another parameter (or `variant`) has one of these values. */
  readonly when?: { readonly key: string; readonly is: readonly string[] }
}

export interface Option {
  readonly id: string
  readonly label: string
  readonly help?: string
}

/** The values of a scenario in which nothing was chosen. */
export function defaultValues(parameters: readonly Parameter[]): ParameterValues {
  return Object.fromEntries(parameters.map((parameter) => [parameter.key, parameter.default]))
}

/** Typed access to checked values; a missing key or another type is a mistake in a model, so it throws. */
export class Values {
  constructor(private readonly values: ParameterValues) {}

  number(key: string): number {
    return this.typed(key, 'number')
  }
  text<T extends string = string>(key: string): T {
    return this.typed<string>(key, 'string') as T
  }
  flag(key: string): boolean {
    return this.typed(key, 'boolean')
  }
  /** Reads a `weights` parameter; the list repeats its last entry up to `count`. */
  weights(key: string, count: number): number[] {
    const listed = this.text(key).split(',').map(Number)
    return Array.from({ length: count }, (_, index) => listed[Math.min(index, listed.length - 1)] ?? 1)
  }

  private typed<T extends ParameterValue>(key: string, type: string): T {
    const value = this.values[key]
    if (typeof value !== type) throw new TypeError(`parameter ${key} is not a ${type}`)
    return value as T
  }
}
