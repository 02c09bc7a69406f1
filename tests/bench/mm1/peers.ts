import { Queue, Entity as SimscriptEntity, Simulation, SimulationState } from 'simscript'
import type { Simjs } from './simjs'
import type { Visits } from './visits'

/** Callbacks on one entity, the cheapest way that simjs has. @returns what the waits add up to */
export function runSimjs({ Sim, Entity, Facility }: Simjs, visits: Visits): number {
  const server = new Facility('server')
  let index = 0
  let total = 0
  class Customers extends Entity {
    override start(): void {
      if (index < visits.count) this.setTimer(visits.gaps[index]!).done(this.arrive, this)
    }
    arrive(): void {
      const work = visits.works[index]!
      index++
      // biome-ignore lint/correctness/useHookAtTopLevel: No hook of React: so simjs calls it.
      this.useFacility(server, work).done(this.depart, this, [this.time() + work])
      this.start()
    }
    depart(withoutWait: number): void {
      total += this.time() - withoutWait
    }
  }
  const sim = new Sim()
  sim.addEntity(Customers)
  sim.simulate(Number.MAX_SAFE_INTEGER)
  return total
}

/** An entity for the arrivals and one for every customer. @returns what the waits add up to */
export function runSimscript(visits: Visits): Promise<number> {
  const server = new Queue('server', 1)
  let total = 0
  class Customer extends SimscriptEntity {
    constructor(private readonly work: number) {
      super()
    }
    override async script(): Promise<void> {
      const { simulation, work } = this
      const came = simulation.timeNow
      await this.enterQueue(server)
      total += simulation.timeNow - came
      await this.delay(work)
      this.leaveQueue(server)
    }
  }
  class Arrivals extends SimscriptEntity {
    override async script(): Promise<void> {
      const { simulation } = this
      for (let index = 0; index < visits.count; index++) {
        await this.delay(visits.gaps[index]!)
        simulation.activate(new Customer(visits.works[index]!))
      }
    }
  }
  const simulation = new Simulation()
  // It would wait for an animation frame now and then, which Node has not.
  simulation.yieldInterval = Number.POSITIVE_INFINITY
  return new Promise((resolve) => {
    simulation.stateChanged.addEventListener(() => {
      if (simulation.state === SimulationState.Finished) resolve(total)
    })
    simulation.started.addEventListener(() => void simulation.activate(new Arrivals()))
    void simulation.start(true)
  })
}
