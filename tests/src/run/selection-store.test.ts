import { expect, test } from 'vitest'
import { createSelectionStore } from '../../../src/run/selection-store'

const requestOf = (hop: number) => (hop < 10 ? 0 : hop - 9)

test('a node and a link exclude each other', () => {
  const store = createSelectionStore(requestOf)
  store.getState().selectNode('s1')
  store.getState().selectLink(['lb', 's1'])
  expect(store.getState()).toMatchObject({ node: null, link: ['lb', 's1'] })
  store.getState().selectNode('s2')
  expect(store.getState()).toMatchObject({ node: 's2', link: null })
})

test('a hop brings its request with it, if a client asked for it', () => {
  const store = createSelectionStore(requestOf)
  store.getState().selectHop(12)
  expect(store.getState()).toMatchObject({ hop: 12, request: 3 })
  store.getState().selectHop(4)
  expect(store.getState()).toMatchObject({ hop: 4, request: null })
})

test('another request lets go of the hop, the same one keeps it', () => {
  const store = createSelectionStore(requestOf)
  store.getState().selectHop(12)
  store.getState().selectRequest(3)
  expect(store.getState().hop).toBe(12)
  store.getState().selectRequest(4)
  expect(store.getState()).toMatchObject({ hop: null, request: 4 })
})
