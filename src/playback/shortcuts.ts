/** Every key of the playground as data: the keyboard handler obeys this list and the help shows it. */

export type Command =
  | 'toggle'
  | 'play-back'
  | 'pause'
  | 'play'
  | 'step-back'
  | 'step-forward'
  | 'mark-back'
  | 'mark-forward'
  | 'to-start'
  | 'to-end'
  | 'slower'
  | 'faster'
  | 'step-events'
  | 'step-marks'
  | 'step-requests'
  | 'compare'
  | 'fork'
  | 'undo'
  | 'redo'
  | 'help'

export interface Shortcut {
  readonly command: Command
  /** Each way to give the command, as `KeyboardEvent.key`, with `Shift+` or `Mod+` before it (Ctrl, or ⌘ on a Mac). */
  readonly keys: readonly string[]
  readonly label: string
  readonly group: 'Playing' | 'Stepping' | 'Changing'
}

export const SHORTCUTS: readonly Shortcut[] = [
  { command: 'toggle', keys: ['Space'], label: 'Play or pause', group: 'Playing' },
  { command: 'play-back', keys: ['j'], label: 'Play backwards', group: 'Playing' },
  { command: 'pause', keys: ['k'], label: 'Pause', group: 'Playing' },
  { command: 'play', keys: ['l'], label: 'Play forwards', group: 'Playing' },
  { command: 'slower', keys: ['['], label: 'Slower', group: 'Playing' },
  { command: 'faster', keys: [']'], label: 'Faster', group: 'Playing' },
  { command: 'step-back', keys: ['ArrowLeft'], label: 'One step back', group: 'Stepping' },
  { command: 'step-forward', keys: ['ArrowRight'], label: 'One step forward', group: 'Stepping' },
  { command: 'mark-back', keys: ['Shift+ArrowLeft'], label: 'To the mark before', group: 'Stepping' },
  { command: 'mark-forward', keys: ['Shift+ArrowRight'], label: 'To the next mark', group: 'Stepping' },
  { command: 'to-start', keys: ['Home'], label: 'To the start', group: 'Stepping' },
  { command: 'to-end', keys: ['End'], label: 'To the end', group: 'Stepping' },
  { command: 'step-events', keys: ['1'], label: 'Step by event', group: 'Stepping' },
  { command: 'step-marks', keys: ['2'], label: 'Step by mark', group: 'Stepping' },
  { command: 'step-requests', keys: ['3'], label: 'Step by the selected request', group: 'Stepping' },
  { command: 'compare', keys: ['c'], label: 'Compare two runs, or stop', group: 'Changing' },
  { command: 'fork', keys: ['f'], label: 'Fork: go on in a copy from here', group: 'Changing' },
  { command: 'undo', keys: ['Mod+z'], label: 'Undo the last change', group: 'Changing' },
  { command: 'redo', keys: ['Mod+Shift+z', 'Mod+y'], label: 'Redo it', group: 'Changing' },
  { command: 'help', keys: ['?'], label: 'Show these keys', group: 'Changing' },
]

/** The part of a keyboard event that decides. */
export interface KeyStroke {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** The command that a key gives, or null. */
export function commandOf(stroke: KeyStroke): Command | null {
  if (stroke.altKey) return null
  const text = strokeText(stroke)
  return SHORTCUTS.find(({ keys }) => keys.includes(text))?.command ?? null
}

function strokeText({ key, shiftKey, ctrlKey, metaKey }: KeyStroke): string {
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key
  // A sign such as ? or [ already says whether Shift is needed, and keyboards differ in that.
  const plainSign = name.length === 1 && name === name.toUpperCase()
  return `${ctrlKey || metaKey ? 'Mod+' : ''}${shiftKey && !plainSign ? 'Shift+' : ''}${name}`
}

const KEY_NAMES: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', Shift: '⇧' }

/** A way to give a command as it is printed on keys: `⇧ →`, `Ctrl Z`. */
export function keyNames(keys: string, mac = false): string[] {
  return keys
    .split('+')
    .map((key) =>
      key === 'Mod' ? (mac ? '⌘' : 'Ctrl') : (KEY_NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
    )
}
