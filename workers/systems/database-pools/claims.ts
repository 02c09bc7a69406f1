import type { Claims } from '../system'
import { poolClaims } from './claims-pool'
import { replicaClaims } from './claims-replicas'
import { sizeClaims } from './claims-size'

const claims: Claims = { ...sizeClaims, ...poolClaims, ...replicaClaims }

export default claims
