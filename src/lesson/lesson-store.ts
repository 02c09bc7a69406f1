import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** What a person said before seeing it: the place of a choice from 0, or a number. */
export type Guess = number

/** What the page knows of a lesson beyond the step that is open, which `run.look.lesson` names. */
export interface LessonState {
  /** The lesson is shown rather than the moments. */
  readonly isShown: boolean
  /** What was answered, by system and step; never part of a link, so that a shared step asks anew. */
  readonly guesses: Readonly<Record<string, Guess>>
  /** The moment of the open step is still to be found in its run. */
  readonly isArriving: boolean

  show(isShown: boolean): void
  guess(key: string, guess: Guess): void
  /** Asks again. */
  forget(key: string): void
  setArriving(isArriving: boolean): void
}

export const lessonStore = createStore<LessonState>()((set, get) => ({
  isShown: true,
  guesses: {},
  isArriving: false,
  show: (isShown) => set({ isShown }),
  guess: (key, guess) => set({ guesses: { ...get().guesses, [key]: guess } }),
  forget(key) {
    const { [key]: _, ...guesses } = get().guesses
    set({ guesses })
  },
  setArriving: (isArriving) => set({ isArriving }),
}))

export function useLesson<T>(select: (lesson: LessonState) => T): T {
  return useStore(lessonStore, select)
}
