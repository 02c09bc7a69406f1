import type { Claims } from '../system'
import { rankingClaims } from './claims-ranking'
import { workClaims } from './claims-work'

const claims: Claims = { ...rankingClaims, ...workClaims }

export default claims
