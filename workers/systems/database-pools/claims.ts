import type { Claims } from '../system'
import { connectionClaims } from './claims-connections'
import { poolClaims } from './claims-pool'
import { replicaClaims } from './claims-replicas'
import { sizeClaims } from './claims-size'

const claims: Claims = { ...sizeClaims, ...poolClaims, ...connectionClaims, ...replicaClaims }

export default claims
