import type { Proof } from '../law'
import { poolLaws } from './proof-laws-pool'
import { replicaLaws } from './proof-laws-replicas'

const proof: Proof = {
  modelled: [
    'pools with bounds, waiting in order, timeouts, ages and a look for forgotten connections; threads; a pooler for transactions',
    'a database with a process for each connection, a limit of them, cores that statements share, and what they cost one another',
    'replicas that replay a log on their own cores, and reads in turns or by log position',
  ],
  leftOut: [
    'disks: a statement needs only cores, so the rule of twice the cores and the spindles has no spindles here',
    'locks on rows, and memory that connections take while they are idle',
    'prepared statements and settings of a session, which pooling by transaction breaks',
  ],
  laws: [...poolLaws, ...replicaLaws],
}

export default proof
