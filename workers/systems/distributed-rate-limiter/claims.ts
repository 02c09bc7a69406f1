import type { Claims } from '../system'
import { awayClaims } from './claims-away'
import { limitClaims } from './claims-limits'

const claims: Claims = { ...limitClaims, ...awayClaims }

export default claims
