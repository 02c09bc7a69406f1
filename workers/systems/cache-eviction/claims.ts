import type { Claims } from '../system'
import { guideClaims } from './claims-guide'
import { policyClaims } from './claims-policies'
import { workloadClaims } from './claims-workloads'

const claims: Claims = { ...policyClaims, ...workloadClaims, ...guideClaims }

export default claims
