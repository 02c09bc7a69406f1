import type { Claims } from '../system'
import { guideClaims } from './claims-guide'
import { queryClaims } from './claims-query'
import { storeClaims } from './claims-store'

const claims: Claims = { ...queryClaims, ...storeClaims, ...guideClaims }

export default claims
