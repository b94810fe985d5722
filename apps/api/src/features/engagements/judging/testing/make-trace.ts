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
export const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';
export const oldChrome =
  'Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.115 Safari/537.36';
export const firefox = 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0';
export const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1';
export const appleMail = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
export const outlook =
  'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; ms-office; MSOffice 16)';
export const android =
  'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36';
export const gmailProxy = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
export const gmailPrefetch =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0';

export const [home, office, azure, amazon, google, relay, proofpoint, mimecast] = [
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

export function traceOf(steps: readonly Step[], message: Partial<JudgedMessage> = {}): Trace {
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

export type Random = () => number;
export const between = (random: Random, least: number, most: number) => least + random() * (most - least);
export const linksOf = (count: number) => Array.from({ length: count }, (_, index) => index);
export const one = <T>(random: Random, ...of: readonly T[]): T => of[Math.floor(random() * of.length)]!;

/** A gateway that follows every link, one after the other. */
export function scan(
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
export function reads(
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
