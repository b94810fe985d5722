/** The ways to send events, in the order they are offered. */
export const ways = ['script', 'npm', 'node', 'curl', 'segment'] as const;
export type Way = (typeof ways)[number];

export const wayNames: Readonly<Record<Way, string>> = {
  script: 'Script tag',
  npm: 'Bundler',
  node: 'Node',
  curl: 'HTTP',
  segment: 'Segment-compatible',
};

/** Where a snippet goes, and what to know about it. */
export const wayNotes: Readonly<Record<Way, string>> = {
  script:
    "Paste it into the <head> of every page. Page views are collected automatically. Nothing is stored in the browser until you call engagex.consent('granted').",
  npm: 'For web applications that are built with a bundler. Page views are collected automatically, also when your router changes the page.',
  node: 'For your server. Use a secret key with the scope “Collect events”; closeAndFlush names every event that was not stored.',
  curl: 'Any program can send JSON. Use a secret key on servers. 202 means that the event is stored.',
  segment: 'Libraries made for Segment or RudderStack work unchanged: give them this address and a key.',
};

interface Source {
  readonly key: string;
  /** Of this installation, such as `https://mail.example.com`. */
  readonly host: string;
}

export function snippetOf(way: Way, { key, host }: Source): string {
  return snippets[way]({ key, host });
}

const snippets: Readonly<Record<Way, (source: Source) => string>> = {
  script: ({ key, host }) => `<script>
  window.engagex = window.engagex || { q: [] };
  'track page identify alias group reset consent optOut optIn'.split(' ').forEach(function (verb) {
    engagex[verb] = engagex[verb] || function () { engagex.q.push([verb, arguments]); };
  });
</script>
<script async src="${host}/sdk/engagex.js" data-key="${key}"></script>

<script>
  engagex.track('add_to_cart', { product_id: 'linen-shirt', price: 49 });
</script>`,

  npm: ({ key, host }) => `import { createClient } from '@engagex/sdk';

const engagex = createClient({ key: '${key}', host: '${host}' });

engagex.consent('granted'); // when the visitor has agreed
engagex.identify('customer-1042', { plan: 'pro' });
engagex.track('purchase', { order_amount: 98, currency: 'EUR', product_id: 'linen-shirt' });`,

  node: ({ host }) => `import { createNodeClient } from '@engagex/sdk/node';

const engagex = createNodeClient({ key: process.env.ENGAGEX_KEY, host: '${host}' });

engagex.track({ userId: 'customer-1042' }, 'purchase', { order_amount: 98, currency: 'EUR' });

const { acknowledged, failed } = await engagex.closeAndFlush({ timeout: 10_000 });`,

  curl: ({ host }) => `curl ${host}/v1/events \\
  -H "Authorization: Bearer $ENGAGEX_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "event": "purchase",
    "userId": "customer-1042",
    "messageId": "order-10023",
    "properties": { "order_amount": 98, "currency": "EUR", "product_id": "linen-shirt" }
  }'`,

  segment: ({ key, host }) => `// @segment/analytics-next, in web pages
AnalyticsBrowser.load(
  { writeKey: '${key}', cdnURL: '${host}' },
  { integrations: { 'Segment.io': { apiHost: '${host.replace(/^https?:\/\//, '')}/v1' } } },
);

// @segment/analytics-node
new Analytics({ writeKey: process.env.ENGAGEX_KEY, host: '${host}' });

// @rudderstack/rudder-sdk-node
new RudderAnalytics(process.env.ENGAGEX_KEY, { dataPlaneUrl: '${host}' });`,
};
