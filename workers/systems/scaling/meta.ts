import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { fleetPresets } from './meta-presets-fleet'
import { limitPresets } from './meta-presets-limits'

const meta: SystemMeta = {
  id: 'scaling',
  title: 'Scaling',
  question: 'One big server, or many small ones?',
  summary:
    'The same load on one large machine, on small ones with one queue or with a queue each, and on a fleet that an autoscaler sizes. See the knee of utilisation, what more cores really bring, what a loss costs, and the bill.',
  section: 'Fundamentals',
  tags: [
    'vertical scaling',
    'horizontal scaling',
    'utilisation',
    'latency knee',
    'pooled queue',
    'Erlang C',
    'Amdahl',
    'Universal Scalability Law',
    'autoscaler',
    'cost',
    'availability',
  ],
  revision: 1,
  horizonMicros: 60_000_000,
  seed: 7,
  picture: { preset: 'knee', node: 'monitor' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'A larger constant replaces the server; a new server joins the list and takes its turn at once. No limit, no start-up, no price.',
      asInGuide: true,
    },
    { id: 'big', label: 'One big server', help: 'One machine as large as all small ones together.' },
    { id: 'pooled', label: 'One queue', help: 'Requests wait in one queue and go where a worker is free.' },
    { id: 'random', label: 'A queue each, by lot', help: 'Every request goes to a machine by lot and waits there.' },
    { id: 'turns', label: 'A queue each, in turn', help: 'Machines take turns; a request waits at its own.' },
    { id: 'shortest', label: 'A queue each, shortest', help: 'Every request goes where the fewest are open.' },
    {
      id: 'autoscaled',
      label: 'Autoscaler',
      help: 'Machines are rented and returned by how busy they are; requests go where the fewest are open.',
    },
  ],
  parameters,
  actions: [
    { id: 'add', label: 'Start', on: 'machine', help: 'Rents this machine, if it is off.' },
    {
      id: 'upgrade',
      label: 'Replace, 4 × cores',
      on: 'machine',
      help: 'Stops it and starts one with four times the cores in its place.',
    },
  ],
  presets: [...limitPresets, ...fleetPresets],
}

export default meta
