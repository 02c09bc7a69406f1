import type { Claims } from '../system'
import { expiryClaims } from './claims-expiry'
import { levelClaims } from './claims-levels'
import { raceClaims } from './claims-races'
import { writeClaims } from './claims-writes'

const claims: Claims = { ...levelClaims, ...expiryClaims, ...raceClaims, ...writeClaims }

export default claims
