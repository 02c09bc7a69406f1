import type { Claims } from '../system'
import { deliveryClaims } from './claims-delivery'
import { machineClaims } from './claims-machines'
import { outageClaims } from './claims-outage'
import { purgeClaims } from './claims-purge'

const claims: Claims = { ...deliveryClaims, ...machineClaims, ...purgeClaims, ...outageClaims }

export default claims
