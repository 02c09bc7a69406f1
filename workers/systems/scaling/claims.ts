import type { Claims } from '../system'
import { fleetClaims } from './claims-fleet'
import { limitClaims } from './claims-limits'

const claims: Claims = { ...limitClaims, ...fleetClaims }

export default claims
