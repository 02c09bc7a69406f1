import { getViewportForBounds, ReactFlow, useReactFlow, useStoreApi } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import { lazy, type MouseEvent, Suspense, useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import { Values } from '../../workers/scenario/parameters'
import type { Variant } from '../../workers/systems/system'
import type { Trace } from '../../workers/trace/trace'
import { selectionStore } from '../run/selection-store'
import { arrange, marginOf } from './arrangement'
import { Backdrop } from './backdrop'
import type { Size } from './glyphs/glyph-kind'
import type { Layout, Pair } from './layout'
import { LinkEdge, type LinkEdgeType } from './link-edge'
import { LinkStates } from './link-state'
import { type BoxNode, NodeBox } from './node-box'
import { PacketField } from './packet-field'
import { PacketLayer } from './packet-layer'
import { useSceneRun } from './scene'
import { SpokenGraph } from './spoken-graph'

const MOST_ZOOM = 1.5
const LEAST_ZOOM = 0.1
/** How far a double click on a node goes, and how long it takes. */
const CLOSER_ZOOM = 2.5
const CLOSER_MS = 200
/** A click this near to a packet means the packet, in screen pixels. */
const PACKET_REACH = 10

/** Wait after the first picture before the label of a packet is fetched. */
const LABEL_AFTER_MS = 1_500
const PacketLabel = lazy(async () => ({ default: (await import('./packet-label')).PacketLabel }))

const NODE_TYPES = { box: NodeBox }
const EDGE_TYPES = { link: LinkEdge }

export function Picture({ trace, space }: { readonly trace: Trace; readonly space: Size }) {
  const { layout, nodes, glyphs, backdrop } = usePlaced(trace, space)
  const [field] = useState(() => new PacketField())
  const { register, showFailing } = useMemo(() => failingLinks(), [])
  const selectPacket = usePacketSelection(field)
  const edges = useEdges(trace, layout, selectPacket, register)
  const withLabel = useLater(LABEL_AFTER_MS)
  const { first, isMoved, fit, onMoved, lookCloser } = useFit(layout, space)
  const onPaneClick = (event: MouseEvent): void => {
    if (!selectPacket(event)) selectionStore.getState().clear()
  }
  return (
    <>
      <ReactFlow<BoxNode, LinkEdgeType>
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        defaultViewport={first}
        minZoom={LEAST_ZOOM}
        maxZoom={4}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        panActivationKeyCode={null}
        zoomActivationKeyCode={null}
        proOptions={{ hideAttribution: true }}
        onPaneClick={onPaneClick}
        onNodeDoubleClick={(_, node) => lookCloser(node)}
        onMoveEnd={onMoved}
        aria-label="Nodes and links"
      >
        <Backdrop backdrop={backdrop} layout={layout} topology={trace.topology} />
      </ReactFlow>
      <PacketLayer trace={trace} layout={layout} space={space} field={field} onFailing={showFailing} />
      {withLabel && (
        <Suspense>
          <PacketLabel trace={trace} field={field} layout={layout} space={space} />
        </Suspense>
      )}
      {isMoved && (
        <button type="button" className="button canvas-fit" onClick={fit}>
          Fit
        </button>
      )}
      <SpokenGraph trace={trace} glyphs={glyphs} />
    </>
  )
}

/** Where everything stands, and the nodes as React Flow wants them. Anew only when the system or the space changes. */
function usePlaced(trace: Trace, space: Size) {
  const view = useSceneRun((run) => run.view)
  const meta = useSceneRun((run) => run.meta)
  const values = useSceneRun((run) => run.scenario.values)
  const variantId = useSceneRun((run) => run.scenario.variant)
  return useMemo(() => {
    const { topology } = trace
    const variant = meta.variants.find(({ id }) => id === variantId) ?? (meta.variants[0] as Variant)
    const checked = new Values(values)
    const glyphs = topology.nodes.map((node) => view.glyph(node, checked))
    const { layout, narrow, compact } = arrange(topology, glyphs, view.place, space)
    const nodes = topology.nodes.map((node, index): BoxNode => {
      const { x, y, width, height } = layout.boxes[index] as Layout['boxes'][number]
      const title = view.title?.(node, variant) ?? node.name
      return {
        id: node.name,
        type: 'box',
        position: { x: x - width / 2, y: y - height / 2 },
        width,
        height,
        measured: { width, height },
        data: {
          trace,
          index,
          name: node.name,
          title: title === node.name ? '' : title,
          glyph: glyphs[index] as BoxNode['data']['glyph'],
          compact,
        },
      }
    })
    return { layout, nodes, glyphs, backdrop: view.backdrop?.(narrow, trace.topology) ?? null }
  }, [trace, space, view, meta, values, variantId])
}

function useEdges(
  trace: Trace,
  layout: Layout,
  selectPacket: (event: MouseEvent) => boolean,
  register: (pair: Pair, element: SVGElement | null) => void,
): LinkEdgeType[] {
  const states = useMemo(() => new LinkStates(trace), [trace])
  return useMemo(
    () =>
      layout.pairs.map((pair): LinkEdgeType => {
        const a = trace.topology.nodes[pair.a]?.name ?? ''
        const b = trace.topology.nodes[pair.b]?.name ?? ''
        return {
          id: `${a} ${b}`,
          type: 'link',
          source: a,
          target: b,
          ariaRole: 'group',
          data: { pair, a, b, states, selectPacket, register },
        }
      }),
    [trace, layout, states, selectPacket, register],
  )
}

/** Whether a span of wall time has passed. */
function useLater(ms: number): boolean {
  const [isLater, set] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => set(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return isLater
}

/** Selects the packet under a click and says whether there was one. */
function usePacketSelection(field: PacketField): (event: MouseEvent) => boolean {
  const flow = useStoreApi()
  return useCallback(
    (event) => {
      const { transform, domNode } = flow.getState()
      const [left, top, zoom] = transform
      const corner = domNode?.getBoundingClientRect() ?? { x: 0, y: 0 }
      const x = (event.clientX - corner.x - left) / zoom
      const y = (event.clientY - corner.y - top) / zoom
      const hop = field.nearest(x, y, PACKET_REACH / zoom)
      if (hop !== null) selectionStore.getState().selectHop(hop)
      return hop !== null
    },
    [flow, field],
  )
}

/** Keeps the whole picture in view when the space or the system changes; after that the person may look closer. */
function useFit(layout: Layout, space: Size) {
  const { setViewport } = useReactFlow()
  const [isMoved, setMoved] = useState(false)
  const viewport = useMemo(() => {
    const margin = `${marginOf(space)}px` as const
    return getViewportForBounds(layout.bounds, space.width, space.height, LEAST_ZOOM, MOST_ZOOM, margin)
  }, [layout, space])
  const [first] = useState(viewport)
  const fit = useCallback(() => {
    setMoved(false)
    void setViewport(viewport)
  }, [setViewport, viewport])
  useLayoutEffect(fit, [fit])
  const onMoved = useCallback((event: unknown) => {
    // Only a move by hand has an event.
    if (event !== null) setMoved(true)
  }, [])
  const lookCloser = useCallback(
    ({ position, width = 0, height = 0 }: BoxNode) => {
      const bounds = { ...position, width, height }
      setMoved(true)
      const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : CLOSER_MS
      void setViewport(getViewportForBounds(bounds, space.width, space.height, LEAST_ZOOM, CLOSER_ZOOM, 0.12), {
        duration,
      })
    },
    [setViewport, space],
  )
  return { first, isMoved, fit, onMoved, lookCloser }
}

/** Tells links imperatively that a failure is on them, as that changes with every frame. */
function failingLinks() {
  const elements = new Map<Pair, SVGElement>()
  return {
    register: (pair: Pair, element: SVGElement | null): void => {
      if (element === null) elements.delete(pair)
      else elements.set(pair, element)
    },
    showFailing: (pairs: readonly Pair[], failing: Uint8Array): void => {
      pairs.forEach((pair, index) => {
        const element = elements.get(pair)
        if (element === undefined) return
        const isFailing = failing[index] === 1
        if (isFailing !== element.hasAttribute('data-failing')) element.toggleAttribute('data-failing', isFailing)
      })
    },
  }
}
