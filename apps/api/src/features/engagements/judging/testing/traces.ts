import { agentOf } from '../../classes/client-class.ts';
import { networkOf } from '../../classes/networks.ts';
import type { JudgedHit, JudgedMessage } from '../judge-hits.ts';

/** Hits of one message as somebody makes them, with who it was: what the rules are measured against. */
export interface Trace {
  readonly message: JudgedMessage;
  readonly hits: readonly (JudgedHit & { readonly by: 'person' | 'machine' })[];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const accepted = new Date('2026-11-30T08:00:00.000Z').getTime();
const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
const oldChrome =
  'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.115 Safari/537.36';
const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1';
const appleMail = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const outlook =
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; ms-office; MSOffice 16)';
const android =
  'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36';
const gmailProxy = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const gmailPrefetch =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';

const [home, office, azure, amazon, google, relay, proofpoint, mimecast] = [
  '203.0.113.7',
  '198.51.100.20',
  '40.94.28.11',
  '54.154.3.9',
  '66.249.93.12',
  '104.28.30.5',
  '67.231.156.8',
  '207.211.30.44',
] as const;

interface Step {
  readonly at: number;
  readonly by?: 'person' | 'machine';
  readonly name?: string | null;
  readonly from?: string;
  /** A link by its number; without one it is an open. */
  readonly link?: number;
  readonly head?: boolean;
}

function traceOf(steps: readonly Step[], message: Partial<JudgedMessage> = {}): Trace {
  return {
    message: { hasGateway: false, links: 4, openedAt: null, ...message },
    hits: steps.map(({ at, by = 'person', name = chrome, from = home, link, head = false }) => ({
      kind: link === undefined ? 'open' : 'click',
      link: link === undefined ? null : String(link),
      at: new Date(accepted + at * 1_000),
      userAgent: name,
      agent: agentOf(name),
      network: networkOf(from),
      isHead: head,
      secondsAfter: at,
      isBeforeAcceptance: at < 0,
      by,
    })),
  };
}

type Random = () => number;
const between = (random: Random, least: number, most: number) => least + random() * (most - least);
const linksOf = (count: number) => Array.from({ length: count }, (_, index) => index);
const one = <T>(random: Random, ...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** A gateway that follows every link, one after the other. */
function scan(
  random: Random,
  {
    from,
    name,
    start,
    step,
    links,
    opens = false,
  }: { from: string; name: string | null; start: number; step: number; links: number; opens?: boolean },
): Step[] {
  const common = { by: 'machine' as const, from, name };
  let at = start;
  const clicks = linksOf(links).map((link) => ({
    ...common,
    link,
    at: (at += link === 0 ? 0 : step * between(random, 0.7, 1.3)),
  }));
  return opens ? [{ ...common, at: start }, ...clicks] : clicks;
}

/** Somebody opens and mostly follows a link or two, at their pace. */
function reads(
  random: Random,
  step: { from?: string; name: string; open?: Partial<Step> | null; start: number; click?: Partial<Step> },
): Step[] {
  const { from = home, name, open = {}, start, click = {} } = step;
  const clicks = one(random, 0, 1, 1, 2);
  const read = between(random, 6, 90);
  return [
    ...(open ? [{ from, name, at: start, ...open }] : []),
    ...linksOf(open ? clicks : Math.max(1, clicks)).map((link) => ({
      from,
      name,
      link,
      at: start + read + link * between(random, 8, 120),
      ...click,
    })),
  ];
}

/** By what it is called in the table of figures. */
export const traceMakers: Readonly<Record<string, (random: Random) => Trace>> = {
  'Apple’s privacy proxy': (random) =>
    traceOf([
      {
        by: 'machine',
        name: one(random, 'Mozilla/5.0', 'Mozilla/5.0', appleMail),
        from: relay,
        at: between(random, 1, 9_000),
      },
    ]),
  'Apple’s privacy proxy, then a person': (random) => {
    const start = between(random, 5, 600);
    return traceOf([
      { by: 'machine', name: 'Mozilla/5.0', from: relay, at: start },
      ...reads(random, {
        name: safari,
        from: one(random, home, relay),
        open: null,
        start: start + between(random, 60, 9_000),
      }),
    ]);
  },
  'Gmail’s look at arrival': (random) =>
    traceOf([{ by: 'machine', name: gmailPrefetch, from: google, at: between(random, 0, 20) }]),
  'Gmail’s image proxy': (random) =>
    traceOf(
      reads(random, {
        name: one(random, chrome, android),
        open: { name: gmailProxy, from: google },
        start: between(random, 10, 90_000),
      }),
    ),
  'Yahoo’s image proxy': (random) =>
    traceOf(
      reads(random, {
        name: chrome,
        open: { name: 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy', from: '98.137.10.2' },
        start: between(random, 10, 90_000),
      }),
    ),
  'Safe Links, every link': (random) =>
    traceOf(
      scan(random, {
        from: azure,
        name: one(random, chrome, oldChrome),
        start: between(random, 3, 240),
        step: 1.5,
        links: 4,
      }),
      { hasGateway: true },
    ),
  'Safe Links, one link': (random) =>
    traceOf(scan(random, { from: azure, name: chrome, start: between(random, 3, 900), step: 1, links: 1 }), {
      hasGateway: true,
      links: 1,
    }),
  'Safe Links, domain not known': (random) =>
    traceOf(scan(random, { from: azure, name: chrome, start: between(random, 3, 900), step: 1, links: 1 }), {
      links: 1,
    }),
  'Safe Links, HEAD first': (random) => {
    const at = between(random, 5, 600);
    const common = { by: 'machine' as const, from: office, name: chrome, link: 0 };
    return traceOf(
      [
        { ...common, at, head: true },
        { ...common, at: at + 0.4 },
      ],
      { hasGateway: true },
    );
  },
  'Proofpoint, own addresses': (random) =>
    traceOf(
      scan(random, {
        from: proofpoint,
        name: one(random, chrome, firefox),
        start: between(random, 2, 3_000),
        step: 4,
        links: one(random, 1, 2, 4),
        opens: true,
      }),
      { hasGateway: true },
    ),
  'Proofpoint, from a cloud': (random) =>
    traceOf(
      scan(random, {
        from: amazon,
        name: one(random, chrome, oldChrome),
        start: between(random, 2, 120),
        step: 6,
        links: one(random, 1, 3),
      }),
      { hasGateway: true },
    ),
  Mimecast: (random) =>
    traceOf(
      scan(random, {
        from: mimecast,
        name: chrome,
        start: between(random, 1, 60),
        step: 0.2,
        links: one(random, 1, 4),
      }),
    ),
  'Barracuda, by name': (random) =>
    traceOf(
      scan(random, {
        from: amazon,
        name: 'Mozilla/5.0 (compatible; BarracudaCentral.Link.Scanner)',
        start: between(random, 1, 60),
        step: 1,
        links: 2,
      }),
    ),
  'unknown gateway, every link at once': (random) =>
    traceOf(
      scan(random, { from: office, name: chrome, start: between(random, 2, 3_000), step: 0.3, links: 4, opens: true }),
    ),
  'unknown gateway, link by link': (random) =>
    traceOf(scan(random, { from: office, name: chrome, start: between(random, 5, 600), step: 12, links: 4 })),
  'unknown gateway, two links': (random) =>
    traceOf(scan(random, { from: office, name: chrome, start: between(random, 2, 300), step: 0.2, links: 2 }), {
      links: 2,
    }),
  'script without a browser': (random) =>
    traceOf(
      scan(random, {
        from: amazon,
        name: one(random, 'python-requests/2.33.0', 'Go-http-client/2.0', null),
        start: between(random, 20, 3_000),
        step: 20,
        links: 2,
      }),
    ),
  'person at a desk': (random) =>
    traceOf(reads(random, { name: one(random, chrome, firefox), start: between(random, 8, 90_000) })),
  'person in Outlook': (random) =>
    traceOf(reads(random, { name: chrome, from: office, open: { name: outlook }, start: between(random, 8, 90_000) }), {
      hasGateway: true,
    }),
  'person on the phone': (random) =>
    traceOf(reads(random, { name: one(random, safari, android), start: between(random, 4, 3_000) })),
  'slow person': (random) => traceOf(reads(random, { name: chrome, start: between(random, 90_000, 900_000) })),
  'person without pictures': (random) =>
    traceOf(reads(random, { name: chrome, open: null, start: between(random, 20, 90_000) })),
  'person who opens tabs': (random) =>
    traceOf([{ at: 300 }, ...linksOf(3).map((link) => ({ link, at: 340 + link * between(random, 5.5, 15) }))], {
      links: 8,
    }),
  'person without pictures who clicks at once': (random) =>
    traceOf([
      {
        name: one(random, chrome, firefox, safari, android),
        from: one(random, home, office, relay),
        link: 0,
        at: between(random, 2.5, 15),
      },
    ]),
  'person behind Private Relay': (random) =>
    traceOf(reads(random, { name: safari, from: relay, start: between(random, 20, 9_000) })),
  'person behind a VPN': (random) =>
    traceOf(reads(random, { name: firefox, from: '157.245.10.4', start: between(random, 40, 90_000) })),
  'person after their gateway': (random) => {
    const gateway = scan(random, {
      from: one(random, azure, proofpoint),
      name: one(random, chrome, oldChrome),
      start: between(random, 2, 60),
      step: 1,
      links: one(random, 1, 4),
    });
    return traceOf(
      [
        ...gateway,
        ...reads(random, {
          name: chrome,
          from: office,
          open: one(random, {}, null),
          start: between(random, 90, 90_000),
        }),
      ],
      { hasGateway: true },
    );
  },
};

/**
 * One link, followed within seconds by a browser from a network that says nothing: a gateway does that, and so does a
 * person who reads without pictures. Nothing that is known of the hit tells them apart.
 */
export const loneClickAtArrival = (random: Random): Trace =>
  traceOf(scan(random, { from: office, name: chrome, start: between(random, 2, 14), step: 1, links: 1 }), { links: 1 });
