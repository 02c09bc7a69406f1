import { expiryPresets } from './meta-presets-expiry'
import { messagePresets } from './meta-presets-messages'
import { racePresets } from './meta-presets-races'
import { writePresets } from './meta-presets-writes'

export const presets = [...expiryPresets, ...racePresets, ...writePresets, ...messagePresets]
