import { type KeyboardEvent, type MouseEvent, type PointerEvent, useRef, useState } from 'react'
import type { LinkEnds } from '../../workers/scenario/scenario'

/** A finger that rests this long asks for the menu. */
const LONG_PRESS_MS = 500
/** A finger that moved further than this many pixels drags. */
const STILL = 10

/** What a menu was asked for, and where on the screen. */
export interface MenuRequest {
  readonly x: number
  readonly y: number
  readonly subject: MenuSubject
  /** Where the focus goes back to. */
  readonly origin: HTMLElement | SVGElement
}

export type MenuSubject =
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'link'; readonly link: LinkEnds }

/**
 * Asks for the menu of a node or a link: right click, long press, the menu key or Shift+F10. Elements tell what they are
 * by `data-node`, or `data-link-a` and `data-link-b`.
 */
export function useMenuRequest() {
  const [request, setRequest] = useState<MenuRequest | null>(null)
  const press = useRef({ timer: 0, x: 0, y: 0, hasOpened: false })
  const ask = (target: EventTarget, x: number, y: number): boolean => {
    const origin = target instanceof Element ? target.closest<HTMLElement>('[data-node], [data-link-a]') : null
    const subject = origin === null ? null : subjectOf(origin.dataset)
    if (origin === null || subject === null) return false
    setRequest({ x, y, subject, origin })
    return true
  }
  const letGo = (): void => clearTimeout(press.current.timer)
  const handlers = {
    onContextMenu(event: MouseEvent): void {
      letGo()
      if (ask(event.target, event.clientX, event.clientY)) event.preventDefault()
    },
    onKeyDown(event: KeyboardEvent): void {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return
      const { left, top, width, height } = (event.target as Element).getBoundingClientRect()
      if (ask(event.target, left + width / 2, top + height / 2)) event.preventDefault()
    },
    onPointerDown({ pointerType, isPrimary, clientX, clientY, target }: PointerEvent): void {
      const { current } = press
      letGo()
      current.hasOpened = false
      if (pointerType === 'mouse' || !isPrimary) return
      Object.assign(current, { x: clientX, y: clientY })
      current.timer = window.setTimeout(() => {
        current.hasOpened = ask(target, clientX, clientY)
      }, LONG_PRESS_MS)
    },
    onPointerMove({ clientX, clientY }: PointerEvent): void {
      const { x, y } = press.current
      if (Math.abs(clientX - x) > STILL || Math.abs(clientY - y) > STILL) letGo()
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    /** The click that ends a long press chooses nothing. */
    onClickCapture(event: MouseEvent): void {
      if (!press.current.hasOpened) return
      press.current.hasOpened = false
      event.stopPropagation()
      event.preventDefault()
    },
  }
  return { request, handlers, close: () => setRequest(null) }
}

function subjectOf({ node, linkA, linkB }: DOMStringMap): MenuSubject | null {
  if (node !== undefined) return { kind: 'node', node }
  return linkA === undefined || linkB === undefined ? null : { kind: 'link', link: [linkA, linkB] }
}
