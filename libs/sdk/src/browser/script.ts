import { createClient, type Client, type Consent } from './index.ts';

/**
 * What a script tag starts: `<script async src="…/sdk/engagex.js" data-key="egx_pub_…"></script>`. Calls that the page made
 * before it was loaded wait in `engagex.q`, if the page has the stub of the snippet.
 */
interface Waiting {
  readonly q?: readonly (readonly [keyof Client, ArrayLike<unknown>])[];
}

const page = window as unknown as { engagex?: Waiting & Partial<Client> }; // the stub, or nothing
const { src = '', dataset = {} } = (document.currentScript as HTMLScriptElement | null) ?? {}; // a script that runs is one
const { key, host, consent, pageViews, debug } = dataset as Record<string, string | undefined>; // attributes may be missing

if (key) {
  const client = createClient({
    key,
    host: host ?? new URL('..', src).href,
    ...(consent && { consent: consent as Consent }), // anything else counts as not granted
    pageViews: pageViews !== 'off',
    debug: debug !== undefined,
  });
  const { q = [] } = page.engagex ?? {};
  page.engagex = client;
  for (const [verb, args] of q) (client[verb] as (...args: unknown[]) => unknown)(...Array.from(args));
}
