/** Source of lots: uniform integers from 0 to `below` − 1. */
export interface Lots {
  integer(below: number): number
}
