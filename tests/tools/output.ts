/** What a command prints to; a test takes the lines instead. */
export interface Output {
  out(line: string): void
  error(line: string): void
}

export const CONSOLE: Output = { out: (line) => console.log(line), error: (line) => console.error(line) }
