import {
  amazon,
  android,
  appleMail,
  azure,
  between,
  chrome,
  firefox,
  gmailPrefetch,
  gmailProxy,
  google,
  home,
  linksOf,
  mimecast,
  office,
  oldChrome,
  one,
  outlook,
  proofpoint,
  type Random,
  reads,
  relay,
  safari,
  scan,
  type Trace,
  traceOf,
} from './make-trace.ts';

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
