import type { DeliveryView } from '@engagex/domain/deliveries';
import type { HitReason } from '@engagex/domain/engagements';

type MachineHit = DeliveryView['machines'][number];

/** Who it was, of reasons that say so; the first that a hit has is shown. */
const actors: readonly (readonly [HitReason, string])[] = [
  ['privacy_proxy', 'Apple’s privacy proxy'],
  ['scanner', 'a known scanner'],
  ['program', 'a program without a browser'],
  ['gateway_network', 'a security gateway'],
];

const words: Readonly<Partial<Record<HitReason, string>>> = {
  head_request: 'it only asked whether the address exists',
  head_twin: 'the same client had only asked whether the address exists',
  before_acceptance: 'before the message was accepted',
  too_soon: 'within 2 seconds of acceptance',
  within_seconds: 'within 15 seconds of acceptance',
  within_half_a_minute: 'within 30 seconds of acceptance',
  many_links: 'many links within seconds',
  two_at_once: 'two links at the same moment',
  every_link: 'every link within a minute',
  same_program: 'the same client followed many links',
  bare_name: 'a client that does not name itself',
  no_name: 'a client that does not name itself',
  cloud_network: 'from a data center',
  mailbox_network: 'from the network of a mailbox provider',
  not_opened: 'without an open',
  gateway_mailbox: 'a security gateway receives this mail',
  old_browser: 'a browser no longer in use',
};

/** One reason alone, also one that speaks for nobody. */
export function wordsForReason(reason: HitReason): string {
  return words[reason] ?? actors.find(([each]) => each === reason)?.[1] ?? neutral[reason] ?? 'other';
}

const neutral: Readonly<Partial<Record<HitReason, string>>> = {
  image_proxy: 'image proxy of Gmail or Yahoo',
  private_relay: 'iCloud Private Relay',
};

/** `Opened by Apple’s privacy proxy`, `Clicked automatically: many links within seconds, from a data center`. */
export function wordsForMachine({ kind, reasons }: MachineHit): string {
  const did = kind === 'open' ? 'Opened' : 'Clicked';
  const actor = actors.find(([reason]) => reasons.includes(reason))?.[1];
  const told = [...new Set(reasons.flatMap((reason) => words[reason] ?? []))];
  const why = told.length > 0 ? `: ${told.slice(0, 3).join(', ')}` : '';
  return actor ? `${did} by ${actor}` : `${did} automatically${why}`;
}
