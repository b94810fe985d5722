import { type HitReason, strongestReason } from '@engagex/domain/engagements';
import type { TenantDb } from '@engagex/tenancy';
import type { SeriesStep } from '../../deliveries/index.ts';
import { countEngaged } from '../count-engaged.ts';
import { hitsToJudge, linksOfCampaigns, lockDeliveries, storeJudged } from './hits.queries.ts';
import {
  type DeliveryToJudge,
  judgeDelivery,
  type JudgedDelivery,
  type NewHit,
  type StoredKind,
} from './judge-delivery.ts';
import { farthestSeconds, rulesVersion } from './rules.ts';

const farthestMs = farthestSeconds * 1_000;

interface CampaignLinks {
  readonly campaignId: string;
  readonly positions: readonly number[];
}

interface OfDelivery {
  readonly delivery: DeliveryToJudge;
  readonly judged: JudgedDelivery;
}

/**
 * Stores opens and clicks by delivery, each with whether a person or a machine did it and why, in the open transaction. What
 * was stored shortly before is judged again in their light, and all counts follow. Hits on deliveries or links that do
 * not exist are dropped. Resolves to what changed of who did something for the first time.
 */
export async function storeHits(db: TenantDb, hits: ReadonlyMap<string, readonly NewHit[]>): Promise<SeriesStep[]> {
  const ids = [...hits.keys()];
  await db.rows(lockDeliveries, [ids]);
  const times = [...hits.values()].map((own) => own.map(({ at }) => at.getTime()));
  const [firsts, lasts] = [times.map((own) => Math.min(...own)), times.map((own) => Math.max(...own))];
  // Twice as far as anything matters, so that what is judged again has everything around it.
  const since = firsts.map((first) => new Date(first - 2 * farthestMs));
  const until = lasts.map((last) => new Date(last + 2 * farthestMs));
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const { steps } = await judgeAndStore(db, [ids, since, until], hits, ({ deliveryId }) => {
    const index = indexOf.get(deliveryId) ?? -1;
    return (at) =>
      at.getTime() >= (firsts[index] ?? 0) - farthestMs && at.getTime() <= (lasts[index] ?? 0) + farthestMs;
  });
  return steps;
}

/** Hits whose verdict changed, by what they were and now are taken for. */
export interface ChangedVerdicts {
  readonly opensToMachines: number;
  readonly clicksToMachines: number;
  readonly opensToPeople: number;
  readonly clicksToPeople: number;
}

/** Judges everything that is stored of these deliveries again, in the open transaction. */
export async function judgeAgain(db: TenantDb, deliveryIds: readonly string[]): Promise<ChangedVerdicts> {
  await db.rows(lockDeliveries, [deliveryIds]);
  const always = [deliveryIds, deliveryIds.map(() => '-infinity'), deliveryIds.map(() => 'infinity')];
  const { judged } = await judgeAndStore(db, always, new Map(), () => () => true);
  const changed = judged.flatMap(({ judged: one }) => one.changed);
  const turned = (was: StoredKind, kind: StoredKind) =>
    changed.filter((hit) => hit.was === was && hit.kind === kind).length;
  return {
    opensToMachines: turned('open', 'machine_open'),
    clicksToMachines: turned('click', 'machine_click'),
    opensToPeople: turned('machine_open', 'open'),
    clicksToPeople: turned('machine_click', 'click'),
  };
}

async function judgeAndStore(
  db: TenantDb,
  asked: readonly unknown[],
  hits: ReadonlyMap<string, readonly NewHit[]>,
  mayChangeOf: (delivery: DeliveryToJudge) => (at: Date) => boolean,
): Promise<{ readonly steps: SeriesStep[]; readonly judged: readonly OfDelivery[] }> {
  const deliveries = await db.rows<DeliveryToJudge>(hitsToJudge, [...asked]);
  if (deliveries.length === 0) return { steps: [], judged: [] };
  const campaignIds = [...new Set(deliveries.map(({ campaignId }) => campaignId))];
  const links = await db.rows<CampaignLinks>(linksOfCampaigns, [campaignIds]);
  const positions = new Map(links.map((each) => [each.campaignId, new Set(each.positions)]));
  const judged = deliveries.map((delivery): OfDelivery => {
    const known = positions.get(delivery.campaignId) ?? new Set();
    const own = (hits.get(delivery.deliveryId) ?? []).filter(
      ({ linkPosition }) => linkPosition === null || known.has(linkPosition),
    );
    return { delivery, judged: judgeDelivery(delivery, own, known.size, mayChangeOf(delivery)) };
  });
  const json = (rows: readonly unknown[]) => JSON.stringify(rows);
  const steps = await db.rows<SeriesStep>(storeJudged, [
    json(
      judged.flatMap(({ delivery: { campaignId, deliveryId }, judged: { added } }) =>
        added.map((hit) => ({ ...hit, campaignId, deliveryId })),
      ),
    ),
    json(judged.flatMap(({ judged: { changed } }) => changed)),
    rulesVersion,
    json(byLink(judged)),
    json(byKind(judged)),
    json(judged.flatMap(firstsOf)),
    json(byReason(judged)),
  ]);
  await countEngaged(db, steps);
  return { steps, judged };
}

/** In the order in which everybody changes them. */
function byLink(all: readonly OfDelivery[]): object[] {
  const sums = new Map<
    string,
    { campaignId: string; position: number; clicks: number; machineClicks: number; people: number }
  >();
  const at = (campaignId: string, position: number) => {
    const key = `${campaignId} ${position}`;
    const sum = sums.get(key) ?? { campaignId, position, clicks: 0, machineClicks: 0, people: 0 };
    sums.set(key, sum);
    return sum;
  };
  for (const { delivery, judged } of all) {
    for (const { kind, linkPosition } of judged.added) {
      if (linkPosition === null) continue;
      at(delivery.campaignId, linkPosition).clicks += 1;
      if (kind === 'machine_click') at(delivery.campaignId, linkPosition).machineClicks += 1;
    }
    for (const { kind, was, linkPosition } of judged.changed)
      if (linkPosition !== null && kind !== was)
        at(delivery.campaignId, linkPosition).machineClicks += kind === 'machine_click' ? 1 : -1;
    for (const [position, change] of judged.people) at(delivery.campaignId, position).people += change;
  }
  return [...sums.values()];
}

function byKind(all: readonly OfDelivery[]): object[] {
  const sums = new Map<string, { campaignId: string; kind: StoredKind; hits: number }>();
  const add = (campaignId: string, kind: StoredKind, hits: number) => {
    const key = `${campaignId} ${kind}`;
    const sum = sums.get(key) ?? { campaignId, kind, hits: 0 };
    sums.set(key, { ...sum, hits: sum.hits + hits });
  };
  for (const { delivery, judged } of all) {
    for (const { kind } of judged.added) add(delivery.campaignId, kind, 1);
    for (const { kind, was } of judged.changed) {
      if (kind === was) continue;
      add(delivery.campaignId, was, -1);
      add(delivery.campaignId, kind, 1);
    }
  }
  return [...sums.values()];
}

function byReason(all: readonly OfDelivery[]): object[] {
  const sums = new Map<string, { campaignId: string; kind: StoredKind; reason: string; hits: number }>();
  const add = (campaignId: string, kind: StoredKind, reasons: readonly HitReason[], hits: number) => {
    const reason = strongestReason(reasons) ?? 'none';
    const key = `${campaignId} ${kind} ${reason}`;
    const sum = sums.get(key) ?? { campaignId, kind, reason, hits: 0 };
    sums.set(key, { ...sum, hits: sum.hits + hits });
  };
  for (const { delivery, judged } of all) {
    for (const { kind, reasons } of judged.added) add(delivery.campaignId, kind, reasons, 1);
    for (const { kind, reasons, was, wasFor } of judged.changed) {
      add(delivery.campaignId, was, wasFor, -1);
      add(delivery.campaignId, kind, reasons, 1);
    }
  }
  return [...sums.values()];
}

function firstsOf({ delivery, judged: { openedAt, clickedAt } }: OfDelivery): object[] {
  const isSame = isSameTime(openedAt, delivery.openedAt) && isSameTime(clickedAt, delivery.clickedAt);
  return isSame ? [] : [{ delivery_id: delivery.deliveryId, opened_at: openedAt, clicked_at: clickedAt }];
}

function isSameTime(one: Date | null, other: Date | null): boolean {
  return one?.getTime() === other?.getTime();
}
