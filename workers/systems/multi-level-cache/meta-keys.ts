import type { Values } from '../../scenario/parameters'

/** Keys that the database has not, which some ask for all the same. */
export const UNKNOWN = ['x1', 'x2', 'x3', 'x4', 'x5']

export function rowKeys(values: Values): string[] {
  return Array.from({ length: values.number('keys') }, (_, index) => `k${index + 1}`)
}

/** Keys that the picture shows: the most popular ones, and one that does not exist when it is asked for. */
export function shownKeys(values: Values): string[] {
  const most = values.number('unknown') > 0 ? 3 : 4
  return [...rowKeys(values).slice(0, most), ...(values.number('unknown') > 0 ? UNKNOWN.slice(0, 1) : [])]
}
