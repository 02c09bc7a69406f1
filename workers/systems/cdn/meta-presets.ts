import type { Preset } from '../system'
import { deliveryPresets } from './meta-presets-delivery'
import { outagePresets } from './meta-presets-outage'
import { purgePresets } from './meta-presets-purge'

export const presets: readonly Preset[] = [...deliveryPresets, ...purgePresets, ...outagePresets]
