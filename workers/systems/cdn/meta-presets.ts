import type { Preset } from '../system'
import { deliveryPresets } from './meta-presets-delivery'
import { machinePresets } from './meta-presets-machines'
import { outagePresets } from './meta-presets-outage'
import { purgePresets } from './meta-presets-purge'

export const presets: readonly Preset[] = [...deliveryPresets, ...machinePresets, ...purgePresets, ...outagePresets]
