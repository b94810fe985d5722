import type { DayWindow, EventCondition, SegmentCondition } from '@engagex/domain/segments';
import { booleanSql, jsonText, lowered, numberSql, type Parameter, sumSql, textSql } from './compile-predicates.ts';

/** The contacts that belong to something or did something, in the forms a statement can ask for them. */
export interface ContactSet {
  /** Whether being in it is what the condition asks for. */
  readonly isIn: boolean;
  /** Ids of the contacts as `contact_id`, some of them several times. */
  all(): string;
  /** The same, each once: made beforehand where rows would come several times. */
  distinct(): string;
  /** True when the contact `c` is among them. */
  holdsContact(): string;
}

type Within = (column: string, window: DayWindow | null) => string[];
type Of<Kind extends SegmentCondition['kind']> = Extract<SegmentCondition, { kind: Kind }>;

export function groupSet({ op, groupIds }: Of<'group'>, parameter: Parameter): ContactSet {
  const rows = () => `group_members m where m.group_id = any (
    array(select id from groups where id = any (${parameter(groupIds, 'uuid[]')}) and deleted_at is null))`;
  return {
    isIn: op === 'in',
    all: () => `select m.contact_id from ${rows()}`,
    distinct: () =>
      groupIds.length === 1
        ? `select m.contact_id from ${rows()}`
        : once(`select m.contact_id from ${rows()} group by m.contact_id`),
    holdsContact: () => isThere(`${rows()} and m.contact_id = c.id`),
  };
}

export function engagedSet(condition: Of<'engagement'>, parameter: Parameter, within: Within): ContactSet {
  const { what, campaignId, window } = condition;
  const rows = () => {
    if (what === 'converted') return convertedRows(condition, parameter, within);
    const isSent = what === 'sent';
    const conditions = [
      // The two come to the same: the first is in the index by campaign, the second alone in that by contact.
      isSent
        ? `${campaignId ? `r.state = 'accepted' and ` : ''}r.accepted_at is not null`
        : `r.kind = ${parameter(what === 'opened' ? 'open' : 'click', 'text')}`,
      ...(campaignId ? [`r.campaign_id = ${parameter(campaignId, 'uuid')}`] : []),
      ...within(isSent ? 'r.accepted_at' : 'r.at', window),
    ];
    return `${isSent ? 'deliveries' : 'engagements'} r where ${conditions.join(' and ')}`;
  };
  return counted(condition.op === 'did', rows, condition.times, parameter);
}

function convertedRows({ campaignId, window }: Of<'engagement'>, parameter: Parameter, within: Within): string {
  const isOfCampaign = campaignId ? `r.campaign_id = ${parameter(campaignId, 'uuid')}` : 'r.campaign_id is not null';
  const conditions = [isOfCampaign, 'r.contact_id is not null', ...within('r.occurred_at', window)];
  return `conversions r where ${conditions.join(' and ')}`;
}

export function eventSet(condition: EventCondition, parameter: Parameter, within: Within): ContactSet {
  const { name, times, window, properties, sum } = condition;
  const rows = () => {
    const conditions = [
      `r.name = ${parameter(name, 'text')}`,
      ...within('r.occurred_at', window),
      ...properties.map((property) => propertySql(property, parameter)),
    ];
    return `contact_events r where ${conditions.join(' and ')}`;
  };
  const ofSum =
    sum &&
    (() => {
      const value = `(r.properties -> ${parameter(sum.name, 'text')})`;
      const total = `coalesce(sum(case when jsonb_typeof(${value}) = 'number' then ${value}::numeric end), 0)`;
      return sumSql(sum.predicate, total, parameter);
    });
  return counted(condition.op === 'did', rows, times, parameter, ofSum);
}

/** Those with at least so many rows `r`, of which more may be asked together. Being there at all is once. */
function counted(
  isIn: boolean,
  rows: () => string,
  times: number,
  parameter: Parameter,
  together: (() => string) | null = null,
): ContactSet {
  const having = (): string => {
    const atLeast = times === 1 ? [] : [`count(*) >= ${parameter(times, 'bigint')}`];
    return [...atLeast, ...(together ? [together()] : [])].join(' and ');
  };
  const distinct = () => {
    const from = `select r.contact_id from ${rows()} group by r.contact_id`;
    const asked = having();
    return asked ? `${from} having ${asked}` : from;
  };
  return {
    isIn,
    // What is counted is made once: each of PostgreSQL's processes would otherwise count everything for itself.
    all: () => (times === 1 && !together ? `select r.contact_id from ${rows()}` : once(distinct())),
    distinct: () => once(distinct()),
    holdsContact: () => {
      const ofContact = `${rows()} and r.contact_id = c.id`;
      const asked = having();
      // A sum over no rows is 0, and yet nobody did it who did it not even once.
      return asked ? `(select count(*) > 0 and ${asked} from ${ofContact})` : isThere(ofContact);
    },
  };
}

/** Looked up for each contact on its own: without the offset PostgreSQL may prefer to make the whole set of it first. */
export function isThere(rows: string): string {
  return `exists (select from ${rows} offset 0)`;
}

/** A set that is made before it is joined, and once. */
function once(sql: string): string {
  return `with s as materialized (${sql}) select contact_id from s`;
}

/** What one property of an event `r` has to be. */
export function propertySql(property: EventCondition['properties'][number], parameter: Parameter): string {
  const key = parameter(property.name, 'text');
  const json = `(r.properties -> ${key})`;
  if (property.type === 'number') return numberSql(property.predicate, json, parameter);
  if (property.type === 'boolean') return booleanSql(property.predicate, json, parameter);
  const { sql, guard } = jsonText('r.properties', key);
  return textSql(property.predicate, { sql: lowered(sql), ...(guard ? { guard } : {}) }, parameter);
}
