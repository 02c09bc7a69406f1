import * as Comlink from 'comlink'
import type { SessionApi } from './protocol'
import { Session } from './session/session'
import { buffersOf } from './session/transferables'
import { loadModel } from './systems/models'

const session = new Session(loadModel)

const api: SessionApi = {
  open: (scenario) => session.open(scenario),
  advance: async (run, budget) => {
    const chunk = await session.advance(run, budget)
    return Comlink.transfer(chunk, buffersOf(chunk))
  },
  inspect: (run, event, node) => session.inspect(run, event, node),
}

Comlink.expose(api)
