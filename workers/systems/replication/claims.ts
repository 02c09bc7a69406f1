import { failoverClaims } from './claims-failover'
import { lossClaims } from './claims-loss'
import { majorityClaims } from './claims-majority'
import { readsClaims } from './claims-reads'

export default { ...failoverClaims, ...lossClaims, ...readsClaims, ...majorityClaims }
