import type { Preset } from '../system'
import { poolPresets } from './meta-presets-pool'
import { replicaPresets } from './meta-presets-replicas'
import { sizePresets } from './meta-presets-size'

export const presets: readonly Preset[] = [...sizePresets, ...poolPresets, ...replicaPresets]
