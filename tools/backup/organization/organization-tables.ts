import type pg from 'pg';
import { childrenFirst, type GoesBefore } from '../../../apps/api/src/platform/tables/children-first.ts';
import { type CatalogueTable, carriedTables } from '../database/catalogue.ts';
import type { Chosen } from '../database/read-tables.ts';

/** Tables with rows of an organization that stay behind, and why. */
export const leftBehind: Readonly<Record<string, string>> = {
  invitations: 'their links lead to another installation',
  operator_actions: 'what the operators of another installation did',
  organization_plans: 'the installation says who is on which plan',
  payment_customers: 'IDs of Stripe',
  payment_events: 'IDs of Stripe',
  payment_drifts: 'IDs of Stripe',
  payment_notices: 'about invoices of Stripe',
  payment_requests: 'requests to Stripe, which must not be made again',
  subscriptions: 'IDs of Stripe',
  invoices: 'IDs of Stripe',
  invoice_lines: 'IDs of Stripe',
  trials: 'the installation says who had one',
  usage_accounts: 'what is billed is counted where it happens',
  usage_entries: 'what is billed is counted where it happens',
  usage_hours: 'what is billed is counted where it happens',
  usage_report_progress: 'what was reported to Stripe',
  usage_reports: 'what was reported to Stripe',
  usage_differences: 'what was reported to Stripe',
  metered_spans: 'what was reported to Stripe',
  limit_checks: 'it is looked at again',
  limit_notices: 'about a plan of another installation',
  spending_caps: 'about a plan of another installation',
  limit_refusals: 'about a plan of another installation',
  link_certificates: 'they are ordered again once the host leads here',
  link_challenges: 'orders of another installation',
  restored_organizations: 'about a restore of another installation',
};

/** Tables of an organization that a backup of it carries; `organizations` itself is first. */
export async function tablesOfOrganization(client: pg.ClientBase): Promise<readonly CatalogueTable[]> {
  const tables = (await carriedTables(client)).filter(
    ({ name, hasOrganization }) => name === 'organizations' || (hasOrganization && !(name in leftBehind)),
  );
  const byName = new Map(tables.map((table) => [table.name, table]));
  const { rows: edges } = await client.query<GoesBefore>(
    `select distinct child.relname::text as table, parent.relname::text as before
     from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
     where k.contype = 'f' and k.conrelid <> k.confrelid and k.connamespace = 'public'::regnamespace`,
  );
  const order = childrenFirst(
    [...byName.keys()],
    edges.filter(({ table, before }) => byName.has(table) && byName.has(before)),
  );
  return order.toReversed().flatMap((name) => byName.get(name) ?? []);
}

/** Rows of one organization, as conditions for each table. */
export function rowsOf(organizationId: string): Chosen {
  return ({ name, hasOrganization }) => {
    if (name === 'organizations') return `id = '${organizationId}'`;
    return hasOrganization && !(name in leftBehind) ? `organization_id = '${organizationId}'` : null;
  };
}
