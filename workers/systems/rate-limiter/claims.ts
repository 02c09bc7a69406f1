import type { Claims } from '../system'
import { envelopeClaims } from './claims-envelope'
import { keyClaims } from './claims-keys'
import { worstClaims } from './claims-worst'

const claims: Claims = { ...envelopeClaims, ...worstClaims, ...keyClaims }

export default claims
