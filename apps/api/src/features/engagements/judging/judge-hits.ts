import type { HitReason } from '@engagex/domain/engagements';
import { type AgentClass, isAppleMail, isOutdated } from '../classes/client-class.ts';
import type { NetworkClass } from '../classes/networks.ts';
import {
  type Burst,
  bursts,
  everyLink,
  machineFrom,
  openedWithinSeconds,
  readFirst,
  sameProgramSeconds,
  signsOfHaste,
  soon,
  twinSeconds,
  weights,
} from './rules.ts';

/** What is known of an open or a click. */
export interface JudgedHit {
  readonly kind: 'open' | 'click';
  /** Which link; null for an open. */
  readonly link: string | null;
  readonly at: Date;
  readonly userAgent: string | null;
  readonly agent: AgentClass;
  readonly network: NetworkClass;
  readonly isHead: boolean;
  /** From the acceptance, or the hand-over when that is all that is known; null before either. */
  readonly secondsAfter: number | null;
  /** It came while the message was still being handed over. */
  readonly isBeforeAcceptance: boolean;
}

/** What is known of the message. */
export interface JudgedMessage {
  /** A security gateway receives the mail of the person's domain. */
  readonly hasGateway: boolean;
  /** How many links it has; null where that differs between people. */
  readonly links: number | null;
  /** When it was opened first, by whomever, as far as that is not among the hits. */
  readonly openedAt: Date | null;
}

export interface Verdict {
  readonly isMachine: boolean;
  readonly reasons: readonly HitReason[];
}

/** What the verdict on one hit needs of the others, found once: somebody may follow one link thousands of times. */
interface Others {
  readonly heads: readonly JudgedHit[];
  readonly opens: readonly JudgedHit[];
  /** The earliest of all opens. */
  readonly openedAtMs: number;
}

/**
 * Who was it, for each of the hits of one message: a person unless what speaks against it weighs enough. Looks at all of
 * them together, in any order; the same hits always get the same verdicts.
 */
export function judgeHits(message: JudgedMessage, hits: readonly JudgedHit[]): Verdict[] {
  const opens = hits.filter(({ kind }) => kind === 'open');
  const openedAtMs = opens.reduce((earliest, { at }) => Math.min(earliest, at.getTime()), Infinity);
  const others = { heads: hits.filter(({ isHead }) => isHead), opens, openedAtMs };
  const reasons = hits.map((hit) => new Set(reasonsAlone(message, hit, others)));
  noteBursts(message, hits, reasons);
  noteSameProgram(hits, reasons);
  return reasons.map((of) => ({ isMachine: weightOf(of) >= machineFrom, reasons: [...of] }));
}

function weightOf(reasons: ReadonlySet<HitReason>): number {
  const hasty: ReadonlySet<HitReason> = new Set(signsOfHaste.reasons);
  let [weight, haste] = [0, 0];
  for (const reason of reasons) {
    if (hasty.has(reason)) haste += weights[reason];
    else weight += weights[reason];
  }
  return weight + Math.min(haste, signsOfHaste.atMost);
}

/** What a hit says itself, and whether it was announced. */
function reasonsAlone(message: JudgedMessage, hit: JudgedHit, others: Others): HitReason[] {
  const isTwin =
    !hit.isHead &&
    others.heads.some(
      (other) => isSameClient(other, hit) && other.link === hit.link && secondsBetween(other, hit) <= twinSeconds,
    );
  return [
    ...when(hit.isHead, 'head_request'),
    ...when(isTwin, 'head_twin'),
    ...reasonsOfName(hit),
    ...reasonsOfNetwork(hit),
    ...reasonsOfTime(hit),
    ...when(hit.kind === 'click' && !wasOpenedBefore(message, hit, others), 'not_opened'),
    ...when(message.hasGateway && !wasReadFirst(hit, others), 'gateway_mailbox'),
  ];
}

/** A click by a client that had opened the message a while before, as people in the cloud desktops of such companies do. */
function wasReadFirst(hit: JudgedHit, { opens }: Others): boolean {
  if (hit.kind !== 'click') return false;
  return opens.some((other) => {
    const seconds = (hit.at.getTime() - other.at.getTime()) / 1_000;
    return isSameClient(other, hit) && seconds >= readFirst.least && seconds <= readFirst.most;
  });
}

function reasonsOfName({ kind, agent, network, userAgent }: JudgedHit): HitReason[] {
  const isProxied =
    kind === 'open' &&
    (agent === 'privacy_proxy' || (network === 'privacy_relay' && (agent === 'none' || isAppleMail(userAgent))));
  return [
    ...when(agent === 'scanner', 'scanner'),
    ...when(agent === 'program', 'program'),
    ...when(agent === 'image_proxy', 'image_proxy'),
    ...when(isProxied, 'privacy_proxy'),
    ...when(kind === 'click' && agent === 'privacy_proxy', 'bare_name'),
    ...when(agent === 'none', 'no_name'),
    ...when(kind === 'click' && isOutdated(userAgent), 'old_browser'),
  ];
}

function reasonsOfNetwork({ agent, network }: JudgedHit): HitReason[] {
  return [
    ...when(network === 'security_gateway', 'gateway_network'),
    ...when(network === 'cloud' && agent !== 'image_proxy', 'cloud_network'),
    ...when(network === 'mailbox_provider' && agent !== 'image_proxy', 'mailbox_network'),
    ...when(network === 'privacy_relay', 'private_relay'),
  ];
}

function reasonsOfTime({ kind, secondsAfter, isBeforeAcceptance }: JudgedHit): HitReason[] {
  if (isBeforeAcceptance || (secondsAfter !== null && secondsAfter < 0)) return ['before_acceptance'];
  if (secondsAfter === null) return [];
  if (secondsAfter < soon.tooSoon) return ['too_soon'];
  if (kind === 'click' && secondsAfter <= soon.withinSeconds) return ['within_seconds'];
  return when(secondsAfter <= soon.withinHalfAMinute, 'within_half_a_minute');
}

/** Apple's proxy counts here: it may have fetched the pictures for somebody who then reads. */
function wasOpenedBefore({ openedAt }: JudgedMessage, hit: JudgedHit, { openedAtMs }: Others): boolean {
  if (openedAt && openedAt <= hit.at) return true;
  return openedAtMs <= hit.at.getTime() + openedWithinSeconds * 1_000;
}

/** Many different links in a short time: all clicks of that time are the machine's. */
function noteBursts({ links }: JudgedMessage, hits: readonly JudgedHit[], reasons: readonly Set<HitReason>[]): void {
  const clicks = hits.flatMap((hit, index) => (hit.kind === 'click' ? [{ hit, index }] : []));
  clicks.sort((one, other) => one.hit.at.getTime() - other.hit.at.getTime());
  const followed = new Set(clicks.map(({ hit }) => hit.link)).size;
  const note = (burst: Burst) => {
    if (followed < burst.links) return;
    for (const first of clicks.keys())
      for (const { index } of runOf(clicks, first, burst)) reasons[index]?.add(burst.reason);
  };
  for (const burst of bursts) note(burst);
  const { leastLinks, ...rest } = everyLink;
  if (links !== null && links >= leastLinks) note({ ...rest, reason: 'every_link', links });
}

/** The shortest run from this click on that is such a burst; nothing when there is none. */
function runOf<Click extends { readonly hit: JudgedHit }>(
  clicks: readonly Click[],
  first: number,
  burst: Burst,
): readonly Click[] {
  const start = clicks[first];
  const run: Click[] = [];
  const links = new Set<string | null>();
  for (let at = first; at < clicks.length; at += 1) {
    const click = clicks[at]!;
    if (!start || (burst.ofOneClient && !isSameClient(start.hit, click.hit))) continue;
    const last = run.at(-1) ?? start;
    if (
      secondsBetween(start.hit, click.hit) > burst.seconds ||
      secondsBetween(last.hit, click.hit) > burst.pauseSeconds
    )
      break;
    run.push(click);
    if (links.add(click.hit.link).size === burst.links) return run;
  }
  return [];
}

/** What the same client did around a burst, such as fetching the picture, is the machine's as well. */
function noteSameProgram(hits: readonly JudgedHit[], reasons: readonly Set<HitReason>[]): void {
  const ofBursts = hits.filter((_, index) => reasons[index]?.has('many_links') || reasons[index]?.has('every_link'));
  for (const [index, hit] of hits.entries()) {
    const own = reasons[index];
    if (!own || own.has('many_links') || own.has('every_link')) continue;
    const isInDataCentre = hit.network === 'cloud' || hit.network === 'security_gateway';
    const seconds = isInDataCentre ? sameProgramSeconds.inDataCentres : sameProgramSeconds.anywhere;
    if (ofBursts.some((other) => isSameClient(other, hit) && secondsBetween(other, hit) <= seconds))
      own.add('same_program');
  }
}

function isSameClient(one: JudgedHit, other: JudgedHit): boolean {
  return (one.userAgent ?? '') === (other.userAgent ?? '') && one.network === other.network;
}

function secondsBetween(one: JudgedHit, other: JudgedHit): number {
  return Math.abs(one.at.getTime() - other.at.getTime()) / 1_000;
}

function when(is: boolean, reason: HitReason): HitReason[] {
  return is ? [reason] : [];
}
