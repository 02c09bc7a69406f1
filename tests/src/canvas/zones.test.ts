import { describe, expect, it } from 'vitest'
import { areaOf } from '../../../src/canvas/zones'
import { findPreset, presetScenario } from '../../../workers/scenario/preset-scenario'
import { startRun } from '../../../workers/session/run'
import meta from '../../../workers/systems/distributed-database/meta'
import model from '../../../workers/systems/distributed-database/model'
import view from '../../../workers/systems/distributed-database/view'
import type { Preset } from '../../../workers/systems/system'

const box = (x: number, y: number) => ({ x, y, width: 20, height: 10 })

describe('a zone', () => {
  it('holds all its nodes with space around them, and is nothing without a node', () => {
    expect(areaOf([box(0, 0), box(100, -50)])).toEqual({ left: -24, top: -69, right: 124, bottom: 19 })
    expect(areaOf([])).toBeNull()
  })

  it('names every node of the system once, wide and narrow', () => {
    const { topology } = startRun(presetScenario(meta, findPreset(meta, 'overlap') as Preset), model).world
    for (const narrow of [false, true]) {
      const backdrop = view.backdrop?.(narrow, topology)
      const named = backdrop?.type === 'zones' ? backdrop.zones.flatMap(({ nodes }) => nodes) : []
      expect([...named].sort()).toEqual(topology.nodes.map(({ name }) => name).sort())
    }
  })
})
