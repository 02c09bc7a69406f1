import type { World } from '../../network/world'
import type { Values } from '../../scenario/parameters'
import type { LevelPictures } from './model-picture'
import type { Settings } from './model-settings'
import type { CacheWitness } from './model-witness'

/** What all parts of one run share. */
export interface Plan {
  readonly world: World
  readonly values: Values
  readonly settings: Settings
  readonly witness: CacheWitness
  readonly pictures: LevelPictures
}
