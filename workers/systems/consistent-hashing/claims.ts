import type { Claims } from '../system'
import { loadClaims } from './claims-load'
import { movedClaims } from './claims-moved'

const claims: Claims = { ...movedClaims, ...loadClaims }

export default claims
