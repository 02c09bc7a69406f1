import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { presets } from './meta-presets'

const meta: SystemMeta = {
  id: 'cdn',
  title: 'Content delivery network',
  question: 'How can one small origin serve the whole world?',
  summary:
    'Edges on three continents keep copies of what an origin in Cape Town makes. Let everybody ask at once, publish a new version, lose an edge or the origin, and see who gets what, from where and how old.',
  section: 'Interview questions',
  tags: [
    'CDN',
    'edge cache',
    'HTTP caching',
    'origin shield',
    'tiered cache',
    'request collapsing',
    'purge',
    'Vary',
    'stale-while-revalidate',
    'stale-if-error',
    'anycast',
    'DNS',
    'negative caching',
    'long tail',
  ],
  revision: 1,
  horizonMicros: 8_000_000,
  seed: 11,
  picture: { preset: 'purge', node: 'frankfurt' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'Edges near the users and a way to invalidate: copies have no age, the address is the only key, and everybody who misses goes to the origin.',
      asInGuide: true,
    },
    {
      id: 'edges',
      label: 'Edges',
      help: 'HTTP caches (RFC 9111) that ask once for all who wait, straight at the origin.',
    },
    { id: 'shield', label: 'Edges and shield', help: 'All edges ask one more cache, near the origin.' },
    {
      id: 'tiered',
      label: 'Two parents',
      help: 'Every object has one of two parents by rendezvous hashing; the other one stands in.',
    },
    {
      id: 'swr',
      label: 'Stale allowed',
      help: 'As with a shield; a stale copy is served while it is renewed, and while the origin fails (RFC 5861).',
    },
    {
      id: 'pop',
      label: 'Inside one edge',
      help: 'Frankfurt alone, with its machines: a door sends each request to one of them.',
    },
  ],
  parameters,
  actions: [
    { id: 'launch', label: 'Launch', on: 'users', help: 'Many people of this city ask for /launch at once.' },
    { id: 'publish', label: 'Publish', on: 'origin', help: 'There is a new version of /p/1, and the caches are told.' },
  ],
  presets,
}

export default meta
