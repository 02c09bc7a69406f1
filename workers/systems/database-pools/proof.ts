import type { Proof } from '../law'
import { poolLaws } from './proof-laws-pool'
import { replicaLaws } from './proof-laws-replicas'

const proof: Proof = {
  modelled: [
    'pools with bounds, waiting in order, timeouts, ages that differ and a look for forgotten connections; threads; connections that die while they are idle',
    'a pooler that lends for a transaction or for a session; prepared statements that a connection knows or does not know',
    'a database with a process for each connection, a limit of them, cores that statements share, and what they cost one another',
    'replicas that replay a log on their own cores, and reads in turns or by log position',
  ],
  leftOut: [
    'disks: a statement needs only cores, so the rule of twice the cores and the spindles has no spindles here',
    'locks on rows, and memory that connections take while they are idle',
    'settings of a session other than prepared statements, which pooling by transaction breaks as well',
  ],
  laws: [...poolLaws, ...replicaLaws],
}

export default proof
