import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { allCommands } from '../../../workers/network/redis/command-table'
import { forms } from './forms'
import { readmeText } from './readme-text'

const readme = new URL('../../../workers/network/redis/README.md', import.meta.url)

it('the table of commands is up to date', () => {
  expect(readFileSync(readme, 'utf8'), 'Run npm run redis:table.').toBe(readmeText())
})

it('every command has its forms, and every form a command', () => {
  const names = allCommands().flatMap(({ name, subcommands }) => {
    const inside = [...(subcommands?.values() ?? [])].map((own) => own.name)
    return name === 'command' || inside.length === 0 ? [name, ...inside] : inside
  })
  expect(Object.keys(forms).sort()).toEqual(names.sort())
})
