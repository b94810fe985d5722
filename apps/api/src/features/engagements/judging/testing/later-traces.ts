import {
  amazon,
  android,
  appleMail,
  azure,
  between,
  chrome,
  firefox,
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

const edge =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0';
const webView =
  'Mozilla/5.0 (Linux; Android 12; SM-A125F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/96.0.4664.45 Mobile Safari/537.36';
const samsung =
  'Mozilla/5.0 (Linux; Android 15; SAMSUNG SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36';
const previews = [
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  'WhatsApp/2.23.20.0',
  'TelegramBot (like TwitterBot)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
  'facebookexternalhit/1.1 Facebot Twitterbot/1.0',
] as const;

/** Thought up after the rules were made, from what clients and gateways are documented to do. */
export const laterTraceMakers: Readonly<Record<string, (random: Random) => Trace>> = {
  'Apple’s proxy, again at night': (random) =>
    traceOf(
      [between(random, 2, 1_200), between(random, 20_000, 60_000)].map((at) => ({
        by: 'machine' as const,
        name: one(random, 'Mozilla/5.0', appleMail),
        from: relay,
        at,
      })),
    ),
  'Apple’s proxy, then a click from the relay': (random) => {
    const start = between(random, 1, 40);
    return traceOf([
      { by: 'machine', name: 'Mozilla/5.0', from: relay, at: start },
      { name: safari, from: relay, link: 0, at: start + between(random, 40, 900) },
    ]);
  },
  'preview by a messenger, after a person passed the link on': (random) => {
    const [person] = [reads(random, { name: chrome, start: between(random, 60, 9_000) })];
    const last = person.at(-1)!;
    return traceOf([
      ...person,
      {
        by: 'machine',
        name: one(random, ...previews),
        from: one(random, amazon, azure, home),
        link: 1,
        at: last.at + between(random, 20, 900),
      },
    ]);
  },
  'Mimecast, when a person clicks': (random) => {
    const click = between(random, 90, 9_000);
    return traceOf(
      [
        { at: click - between(random, 5, 60), name: outlook, from: office },
        { by: 'machine', name: chrome, from: mimecast, link: 0, at: click },
        { at: click + between(random, 0.8, 4), name: edge, from: office, link: 0 },
      ],
      { hasGateway: true },
    );
  },
  'Barracuda, when a person clicks': (random) => {
    const click = between(random, 90, 9_000);
    return traceOf(
      [
        { at: click - between(random, 5, 60), name: outlook, from: office },
        { by: 'machine', name: chrome, from: amazon, link: 0, at: click },
        { at: click + between(random, 0.8, 4), name: edge, from: office, link: 0 },
      ],
      { hasGateway: true },
    );
  },
  'Proofpoint’s sandbox, half an hour later': (random) =>
    traceOf(
      [
        ...reads(random, { name: edge, from: office, start: between(random, 60, 900) }),
        ...scan(random, { from: amazon, name: chrome, start: between(random, 1_200, 3_600), step: 40, links: 2 }),
      ],
      { hasGateway: true, links: 9 },
    ),
  'Defender detonates one link of many': (random) =>
    traceOf(
      scan(random, {
        from: azure,
        name: one(random, edge, oldChrome),
        start: between(random, 20, 7_200),
        step: 1,
        links: 1,
      }),
      { hasGateway: one(random, true, true, false), links: 12 },
    ),
  'HEAD for every link, at leisure': (random) =>
    traceOf(
      scan(random, { from: office, name: chrome, start: between(random, 2, 300), step: 30, links: 5 }).map((step) => ({
        ...step,
        head: true,
      })),
      { links: 5 },
    ),
  'Proofpoint’s gateway, pictures too': (random) =>
    traceOf(
      scan(random, { from: proofpoint, name: edge, start: between(random, 1, 90), step: 2, links: 6, opens: true }),
      { hasGateway: true, links: 6 },
    ),
  'crawler of a cloud, a link each minute': (random) =>
    traceOf(scan(random, { from: amazon, name: chrome, start: between(random, 30, 300), step: 60, links: 5 }), {
      links: 5,
    }),
  'person with phone and desktop at once': (random) => {
    const start = between(random, 20, 9_000);
    const click = start + between(random, 8, 40);
    return traceOf([
      { at: start, name: gmailProxy, from: google },
      { at: start + between(random, 0.5, 3), name: chrome, from: home },
      { at: click, name: android, from: home, link: 0 },
      { at: click + between(random, 2, 20), name: chrome, from: home, link: one(random, 0, 1) },
    ]);
  },
  'person who goes through all links by keyboard': (random) => {
    let at = between(random, 40, 9_000);
    const open = at;
    const clicks = linksOf(5).map((link) => ({
      link,
      at: (at += between(random, 19, 70)),
      name: one(random, firefox),
    }));
    return traceOf([{ at: open, name: firefox }, ...clicks], { links: 5 });
  },
  'person who clicks the same link twice': (random) => {
    const at = between(random, 40, 9_000);
    return traceOf([
      { at: at - between(random, 4, 40) },
      { at, link: 2 },
      { at: at + between(random, 0.15, 0.9), link: 2 },
    ]);
  },
  'person in an old app': (random) =>
    traceOf(reads(random, { name: one(random, webView, samsung), start: between(random, 40, 90_000) })),
  'person in an old app, without pictures': (random) =>
    traceOf(reads(random, { name: webView, open: null, start: between(random, 60, 90_000) })),
  'person at work who is quick': (random) =>
    traceOf(reads(random, { name: edge, from: office, start: between(random, 12, 60) }), { hasGateway: true }),
  'thirty people behind one address, one of them': (random) =>
    traceOf(
      reads(random, {
        name: edge,
        from: office,
        open: one(random, { name: outlook }, {}, null),
        start: between(random, 20, 40_000),
      }),
      { hasGateway: one(random, true, false) },
    ),
  'person who passes it on to a colleague': (random) => {
    const start = between(random, 60, 9_000);
    return traceOf([
      ...reads(random, { name: edge, from: office, start }),
      ...reads(random, { name: one(random, firefox, safari), from: home, start: start + between(random, 200, 9_000) }),
    ]);
  },
  'person behind a proxy in a cloud': (random) =>
    traceOf(reads(random, { name: edge, from: azure, start: between(random, 60, 90_000) })),
};

/**
 * Somebody at a desktop in a cloud whose mail a gateway receives. The open by itself is as the gateway's would be; the click
 * that follows is theirs.
 */
export const clickInCloudDesktop = (random: Random): Trace => {
  const start = between(random, 60, 90_000);
  const common = { name: edge, from: azure };
  return traceOf(
    [
      { ...common, at: start },
      { ...common, at: start + between(random, 6, 90), link: 0 },
    ],
    { hasGateway: true },
  );
};
