import type { HitReason } from '@engagex/domain/engagements';
import { type AgentClass, agentOf } from '../classes/client-class.ts';
import type { NetworkClass } from '../classes/networks.ts';
import { judgeHits, type JudgedHit, type Verdict } from './judge-hits.ts';

type Kind = 'open' | 'click';
export type StoredKind = Kind | `machine_${Kind}`;

/** A hit that is not stored yet. */
export interface NewHit {
  readonly kind: Kind;
  readonly linkPosition: number | null;
  readonly linkNumber: number | null;
  readonly at: Date;
  readonly userAgent: string | null;
  readonly network: NetworkClass;
  readonly isHead: boolean;
}

/** A hit as it was stored. One without a class was stored before there were any: its verdict stands. */
export interface StoredHit {
  readonly id: string;
  readonly kind: StoredKind;
  readonly linkPosition: number | null;
  readonly linkNumber: number | null;
  readonly at: string;
  readonly userAgent: string | null;
  readonly agent: AgentClass | null;
  readonly network: NetworkClass | null;
  readonly isHead: boolean;
  readonly secondsAfter: number | null;
  readonly isBeforeAcceptance: boolean;
  readonly reasons: readonly HitReason[];
}

/** A delivery with its hits of some time, and what those of other times come to. */
export interface DeliveryToJudge {
  readonly deliveryId: string;
  readonly campaignId: string;
  readonly isSubmitting: boolean;
  readonly since: Date | null;
  readonly openedAt: Date | null;
  readonly clickedAt: Date | null;
  readonly hasAllLinks: boolean;
  readonly hasGateway: boolean;
  readonly others: {
    readonly openedAt: string | null;
    readonly clickedAt: string | null;
    readonly fetchedAt: string | null;
    readonly links: readonly number[];
  };
  readonly hits: readonly StoredHit[];
}

/** What a verdict changes of a hit that is stored, or stores of a new one. */
interface Judged {
  readonly kind: StoredKind;
  readonly reasons: readonly HitReason[];
  readonly isBurst: boolean;
}

export interface JudgedDelivery {
  readonly added: readonly (Judged &
    Omit<NewHit, 'kind'> &
    Pick<JudgedHit, 'agent' | 'secondsAfter' | 'isBeforeAcceptance'>)[];
  readonly changed: readonly (Judged & {
    readonly id: string;
    readonly was: StoredKind;
    readonly wasFor: readonly HitReason[];
    readonly linkPosition: number | null;
  })[];
  /** Links on which a person of this delivery is counted now and was not before (1), or the other way round (-1). */
  readonly people: ReadonlyMap<number, 1 | -1>;
  readonly openedAt: Date | null;
  readonly clickedAt: Date | null;
}

/**
 * Judges the new hits of a delivery together with those of the same time. Of the stored ones, those change that
 * `mayChange` says have all that matters around them.
 */
export function judgeDelivery(
  delivery: DeliveryToJudge,
  added: readonly NewHit[],
  links: number,
  mayChange: (at: Date) => boolean,
): JudgedDelivery {
  const { others, hits } = delivery;
  const message = {
    hasGateway: delivery.hasGateway,
    links: delivery.hasAllLinks ? links : null,
    openedAt: dateOf(others.fetchedAt),
  };
  const news = added.map((hit) => factsOfNew(delivery, hit));
  const verdicts = judgeHits(message, [...hits.map(factsOfStored), ...news]);
  const after = hits.map((hit, index) => {
    const verdict = verdicts[index];
    return verdict && hit.agent !== null && mayChange(new Date(hit.at))
      ? judgedAs(baseOf(hit.kind), verdict)
      : judgedBefore(hit);
  });
  const stored = added.map((hit, index) => {
    const { agent, secondsAfter, isBeforeAcceptance } = news[index]!;
    const judged = judgedAs(hit.kind, verdicts[hits.length + index]!);
    return { ...hit, ...judged, agent, secondsAfter, isBeforeAcceptance };
  });
  const changed = hits.flatMap((hit, index) => {
    const now = after[index]!;
    const isSame = now.kind === hit.kind && now.reasons.join() === hit.reasons.join();
    return isSame ? [] : [{ ...now, id: hit.id, was: hit.kind, wasFor: hit.reasons, linkPosition: hit.linkPosition }];
  });
  const now = [...hits.map((hit, index) => ({ ...hit, kind: after[index]!.kind })), ...stored];
  const firstOf = (kind: Kind, noted: Date | null, other: string | null) => {
    const times = now.filter((hit) => hit.kind === kind).map(({ at }) => new Date(at).getTime());
    if (other !== null) times.push(new Date(other).getTime());
    const first = times.length > 0 ? new Date(Math.min(...times)) : null;
    const wasMistaken = changed.some((hit) => baseOf(hit.kind) === kind && hit.kind !== hit.was);
    if (wasMistaken || !noted) return first;
    return first && first < noted ? first : noted;
  };
  return {
    added: stored,
    changed,
    people: changeOf(new Set([...others.links, ...linksOf(hits)]), new Set([...others.links, ...linksOf(now)])),
    openedAt: firstOf('open', delivery.openedAt, others.openedAt),
    clickedAt: firstOf('click', delivery.clickedAt, others.clickedAt),
  };
}

function factsOfNew({ since, isSubmitting }: DeliveryToJudge, hit: NewHit): JudgedHit {
  const secondsAfter = since ? (hit.at.getTime() - since.getTime()) / 1_000 : null;
  return { ...hit, link: linkOf(hit), agent: agentOf(hit.userAgent), secondsAfter, isBeforeAcceptance: isSubmitting };
}

/** By its name where that is still there: it may be known better now. */
function factsOfStored(hit: StoredHit): JudgedHit {
  const agent = hit.userAgent === null ? (hit.agent ?? 'none') : agentOf(hit.userAgent);
  const network = hit.network ?? 'unknown';
  return { ...hit, kind: baseOf(hit.kind), link: linkOf(hit), at: new Date(hit.at), agent, network };
}

function judgedAs(kind: Kind, { isMachine, reasons }: Verdict): Judged {
  return { kind: isMachine ? `machine_${kind}` : kind, reasons, isBurst: isOfBurst(reasons) };
}

function judgedBefore({ kind, reasons }: StoredHit): Judged {
  return { kind, reasons, isBurst: isOfBurst(reasons) };
}

function isOfBurst(reasons: readonly HitReason[]): boolean {
  return reasons.some((reason) => reason === 'many_links' || reason === 'every_link' || reason === 'same_program');
}

function baseOf(kind: StoredKind): Kind {
  return kind === 'open' || kind === 'machine_open' ? 'open' : 'click';
}

function linkOf({ linkPosition, linkNumber }: Pick<NewHit, 'linkPosition' | 'linkNumber'>): string | null {
  return linkPosition === null ? null : `${linkPosition}-${linkNumber ?? ''}`;
}

/** The links that a person followed. */
function linksOf(hits: readonly { readonly kind: StoredKind; readonly linkPosition: number | null }[]): number[] {
  return hits.flatMap(({ kind, linkPosition }) => (kind === 'click' && linkPosition !== null ? [linkPosition] : []));
}

function changeOf(before: ReadonlySet<number>, now: ReadonlySet<number>): ReadonlyMap<number, 1 | -1> {
  return new Map([
    ...[...now].filter((link) => !before.has(link)).map((link) => [link, 1] as const),
    ...[...before].filter((link) => !now.has(link)).map((link) => [link, -1] as const),
  ]);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
