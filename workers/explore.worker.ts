import * as Comlink from 'comlink'
import type { ExploreApi } from './explore/explore-api'
import { Explorer } from './explore/explorer'
import { loadModel } from './systems/models'

const explorer = new Explorer(loadModel)

const api: ExploreApi = {
  begin: (request) => explorer.begin(request),
  step: (runs) => explorer.step(runs),
}

Comlink.expose(api)
