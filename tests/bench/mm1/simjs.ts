/** The part of simjs that the benchmark uses; the package has no types. */
export interface Simjs {
  readonly Sim: new () => { addEntity(kind: SimjsEntityClass): SimjsEntity; simulate(endTime: number): boolean }
  readonly Entity: SimjsEntityClass
  /** One server, first come, first served, unless told otherwise. */
  readonly Facility: new (
    name: string,
  ) => SimjsFacility
}

export type SimjsEntityClass = new (sim: object, name?: string) => SimjsEntity

export interface SimjsEntity {
  start(): void
  time(): number
  setTimer(duration: number): SimjsRequest
  useFacility(facility: SimjsFacility, duration: number): SimjsRequest
}

export interface SimjsFacility {
  readonly name: string
}

export interface SimjsRequest {
  done<T extends unknown[]>(callback: (...args: T) => void, context: unknown, args?: T): this
}

/** The package exports nothing: it puts itself on `window`, so it is shown one while it loads. */
export async function loadSimjs(): Promise<Simjs> {
  const shown: { Sim?: Simjs } = {}
  Reflect.set(globalThis, 'window', shown)
  // @ts-expect-error It has no types.
  await import('simjs')
  Reflect.deleteProperty(globalThis, 'window')
  if (shown.Sim === undefined) throw new Error('simjs did not put itself on the window.')
  return shown.Sim
}
