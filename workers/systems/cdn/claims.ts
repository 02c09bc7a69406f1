import type { Claims } from '../system'
import { deliveryClaims } from './claims-delivery'
import { outageClaims } from './claims-outage'
import { purgeClaims } from './claims-purge'

const claims: Claims = { ...deliveryClaims, ...purgeClaims, ...outageClaims }

export default claims
