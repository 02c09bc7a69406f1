import type { SystemMeta } from '../system'
import { parameters } from './meta-parameters'
import { breakerPresets } from './meta-presets-breaker'
import { loadPresets } from './meta-presets-load'

const meta: SystemMeta = {
  id: 'circuit-breaker',
  title: 'Circuit breaker',
  question: 'When should you stop calling a failing service?',
  summary:
    'Clients ask a gateway that calls a service, perhaps through more tiers. Let the service fail, become slow or flap, and see which breaker, retries, budget, bulkhead, hedging or throttle keep the rest alive.',
  section: 'Microservices',
  tags: [
    'resilience',
    'retry storm',
    'metastable failure',
    'half-open',
    'sliding window',
    'retry budget',
    'backoff and jitter',
    'hedging',
    'bulkhead',
    'throttling',
    'service mesh',
  ],
  revision: 1,
  horizonMicros: 12_000_000,
  seed: 27,
  picture: { preset: 'trips', node: 'gateway' },
  variants: [
    {
      id: 'guide',
      label: 'As in the guide',
      help: 'Five failures in a row open it, one success closes it, half-open lets everyone through, and its timer throws unheard.',
      asInGuide: true,
    },
    { id: 'none', label: 'No breaker', help: 'Every call goes out.' },
    {
      id: 'consecutive',
      label: 'In a row',
      help: 'A run of failures opens it; a few probes must all succeed to close it; late results do not count.',
    },
    {
      id: 'window',
      label: 'Last calls',
      help: 'The rates of failed and of slow calls among the last calls decide, as in resilience4j.',
    },
    { id: 'time', label: 'Last seconds', help: 'The same rates among the calls of the last while.' },
    {
      id: 'opossum',
      label: 'As opossum',
      help: 'The rate as npm’s opossum counts it: refused calls dilute it, nothing is cleared, one probe decides.',
    },
  ],
  parameters,
  actions: [
    { id: 'fail', label: 'Fail', on: 'service', help: 'It answers every call with 500 after 1 ms.' },
    {
      id: 'fail-some',
      label: 'Fail some',
      on: 'service',
      help: 'It answers a share of the calls with 500, each by lot.',
    },
    {
      id: 'fail-four-of-five',
      label: 'Fail four of five',
      on: 'service',
      help: 'It answers four calls with 500 and the fifth with 200, again and again.',
    },
    { id: 'not-found', label: 'Not found', on: 'service', help: 'It answers 404: the calls are wrong, it is well.' },
    {
      id: 'flap',
      label: 'Flap',
      on: 'service',
      help: 'It is well for a while and then fails for as long, again and again.',
    },
    { id: 'recover', label: 'Recover', on: 'service', help: 'It is well again.' },
  ],
  presets: [...breakerPresets, ...loadPresets],
}

export default meta
