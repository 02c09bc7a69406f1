import type { Preset } from '../system'
import { failoverPresets } from './meta-presets-failover'
import { lossPresets } from './meta-presets-loss'
import { majorityPresets } from './meta-presets-majority'
import { readsPresets } from './meta-presets-reads'

export const presets: readonly Preset[] = [...failoverPresets, ...lossPresets, ...readsPresets, ...majorityPresets]
