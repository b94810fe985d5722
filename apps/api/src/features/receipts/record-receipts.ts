import type { Report } from '@engagex/domain/receipts';
import { afterCommit, type TenantDb } from '@engagex/tenancy';
import type { Live } from '../../platform/live/live.ts';
import { extendIncidents } from '../incidents/index.ts';
import { type Heard, heardOf } from './heard.ts';
import { addReceipts } from './receipts.queries.ts';
import { type Subject, type SubjectKind, subjectsFor } from './subjects.queries.ts';
import { suppressHeard } from './suppress-heard.ts';

/** What receipts need besides the reports. */
export interface Recording {
  readonly db: TenantDb;
  readonly live: Live;
  readonly now: Date;
}

/**
 * Stores reports about messages of one kind in the open transaction, with everything that follows from those that are new.
 * Triggers count them and settle unknown outcomes. Resolves to how many were new.
 */
export async function recordReceipts(
  { db, live, now }: Recording,
  kind: SubjectKind,
  reports: readonly Report[],
): Promise<number> {
  if (reports.length === 0) return 0;
  const ids = [...new Set(reports.map(({ deliveryId }) => deliveryId.toLowerCase()))];
  const subjects = await db.rowsByKey<Subject>(subjectsFor[kind], [ids]);
  const byId = new Map(subjects.map((subject) => [subject.id, subject]));
  const heard = reports.flatMap((report): Heard[] => {
    const subject = byId.get(report.deliveryId.toLowerCase());
    return subject ? [heardOf(report, subject, now)] : [];
  });
  const added = await add(db, kind, heard);
  await suppressHeard(db, live, added);
  await extendIncidents(db, live, refusalsAmong(added));
  announce(live, added);
  return added.length;
}

async function add(db: TenantDb, kind: SubjectKind, heard: readonly Heard[]): Promise<Heard[]> {
  const column = <T>(of: (each: Heard) => T) => heard.map(of);
  const ids = column(({ subject }) => subject.id);
  const nulls = column(() => null);
  const places = await db.rowsByKey<{ place: number }>(addReceipts, [
    kind === 'delivery' ? ids : nulls,
    kind === 'message' ? ids : nulls,
    column(({ subject }) => subject.campaignId),
    column(({ report }) => report.kind),
    column(({ judgement }) => judgement?.class ?? null),
    column(({ judgement }) => judgement?.rule ?? null),
    column(({ report }) => report.source),
    column(({ sourceKey }) => sourceKey),
    column(({ addressKey }) => addressKey),
    column(({ report }) => report.status),
    column(({ report }) => report.code),
    column(({ words }) => words),
    column(({ at }) => at),
  ]);
  return places.flatMap(({ place }) => heard[place] ?? []);
}

/** Bounces by which a server objects to us and not to the person. */
function refusalsAmong(heard: readonly Heard[]) {
  return heard.flatMap(({ report, judgement, subject, words, at }) => {
    const objects = judgement?.class;
    if (report.kind !== 'bounced' || (objects !== 'policy' && objects !== 'content' && objects !== 'auth')) return [];
    return [{ class: objects, domain: subject.domain, mailboxProvider: subject.mailboxProvider, words, at }];
  });
}

function announce(live: Live, heard: readonly Heard[]): void {
  if (heard.length === 0) return;
  const campaigns = new Set(heard.flatMap(({ subject }) => subject.campaignId ?? []));
  afterCommit(() => {
    for (const campaignId of campaigns) {
      live.publish('campaigns', campaignId);
      live.publish('deliveries', campaignId);
    }
    if (heard.some(({ subject }) => subject.campaignId === null)) live.publish('messages');
  });
}
