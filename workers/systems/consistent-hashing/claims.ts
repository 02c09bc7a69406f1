import type { Claims } from '../system'

const claims: Claims = {}

export default claims
