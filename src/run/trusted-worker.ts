/** The one part of the browser's Trusted Types that is used here. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string }
}

/** A worker of this build comes from where the page comes from, and says in its name what it is. */
const OWN_WORKER = /\/(simulation|explore)\.worker[^/:?#]*$/

function isOwnWorker(url: string): boolean {
  const { origin, pathname } = new URL(url, location.href)
  return origin === location.origin && OWN_WORKER.test(pathname)
}

/**
 * The page's policy (public/_headers) lets no string become code but through this named policy, and it knows only the
 * addresses of the workers of this build. A browser without Trusted Types takes the string.
 */
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('sandtable-worker', {
  createScriptURL: (url) => {
    if (!isOwnWorker(url)) throw new TypeError(`${url} is no worker of this page.`)
    return url
  },
})

/** Starts a worker of this build. */
export function startWorker(url: string): Worker {
  return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module' })
}
