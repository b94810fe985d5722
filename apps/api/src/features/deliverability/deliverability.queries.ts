import { type DeliverabilityCounts, noCounts, type OpenIncident } from '@engagex/domain/deliverability';
import type { MailboxProvider } from '@engagex/domain/transports';

/** Counts of rows of `deliverability_counts c`, by what they mean to a reader. */
const countsByMeaning = Object.entries({
  accepted: ['accepted'],
  refused: ['refused'],
  deferred: ['deferred'],
  delivered: ['delivered'],
  hard: ['hard', 'domain'],
  policy: ['policy', 'content', 'auth'],
  otherBounces: ['full', 'soft', 'unclear'],
  complained: ['complained'],
} satisfies Record<keyof DeliverabilityCounts, readonly string[]>)
  .map(([name, kinds]) => {
    const list = kinds.map((kind) => `'${kind}'`).join(', ');
    return `coalesce(sum(c.count) filter (where c.kind in (${list})), 0)::int as "${name}"`;
  })
  .join(', ');

/** The last $1 days in UTC, today included. */
const firstDay = `((now() at time zone 'UTC')::date - ($1::int - 1))`;

export interface CountsOfCell extends DeliverabilityCounts {
  readonly domain: string;
  readonly mailboxProvider: MailboxProvider;
}

export const cells = `
  select c.domain, c.mailbox_provider as "mailboxProvider", ${countsByMeaning}
  from deliverability_counts c where c.day >= ${firstDay} group by 1, 2 order by 1, 2`;

export interface CountsOfDay extends DeliverabilityCounts {
  readonly day: string;
}

/** $2 only this domain; null for all. A day without anything has zeros. */
export const days = `
  select to_char(d.day, 'YYYY-MM-DD') as day, ${countsByMeaning}
  from generate_series(${firstDay}, (now() at time zone 'UTC')::date, interval '1 day') as d (day)
  left join deliverability_counts c on c.day = d.day::date and ($2::text is null or c.domain = $2)
  group by d.day order by d.day`;

export interface PaceRow extends DeliverabilityCounts {
  readonly domain: string;
  readonly busiestDay: number;
  readonly ageInDays: number | null;
}

/** A domain that has sent nothing for longer has no reputation left, and counts as new again. */
const reputationLastsDays = 60;

const countsInPeriod = Object.keys(noCounts)
  .map((name) => `coalesce(sum(d."${name}") filter (where d.day >= ${firstDay}), 0)::int as "${name}"`)
  .join(', ');

/** How each domain that sent in the last $1 days fared in them. */
export const paceOfDomains = `
  select d.domain, ${countsInPeriod},
    coalesce(max(d.accepted) filter (where d.day >= ${firstDay}), 0)::int as "busiestDay",
    (now() at time zone 'UTC')::date - min(d.day) filter (where d.accepted > 0) as "ageInDays"
  from (
    select c.domain, c.day, ${countsByMeaning} from deliverability_counts c
    where c.day >= (now() at time zone 'UTC')::date - ${reputationLastsDays} group by c.domain, c.day
  ) d
  group by d.domain having max(d.day) >= ${firstDay} order by d.domain`;

export interface IncidentRow {
  readonly id: string;
  readonly domain: string;
  readonly mailboxProvider: MailboxProvider;
  readonly class: OpenIncident['class'];
  readonly refusals: number;
  readonly samples: string[];
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
}

export const openIncidents = `
  select i.id, i.domain, i.mailbox_provider as "mailboxProvider", i.class, i.refusals::int, i.samples,
    i.first_seen_at as "firstSeenAt", i.last_seen_at as "lastSeenAt"
  from incidents i where i.state = 'open' order by i.last_seen_at desc, i.id limit 50`;
