import type { Claims } from '../system'
import { breakerClaims } from './claims-breaker'
import { loadClaims } from './claims-load'

const claims: Claims = { ...breakerClaims, ...loadClaims }

export default claims
