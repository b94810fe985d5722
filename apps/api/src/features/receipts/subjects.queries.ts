import { domainInSql } from '../../platform/address-sql.ts';

/** Named SQL of what receipts are about. All of it runs in a tenant transaction. */

/** What a receipt is about: a delivery of a campaign, or a single message. */
export type SubjectKind = 'delivery' | 'message';

/** The message that a report is about, as far as what follows from it depends on that. */
export interface Subject {
  readonly id: string;
  /** Null for a single message. */
  readonly campaignId: string | null;
  /** Where it went; empty once the person was erased. */
  readonly address: string;
  readonly mailboxProvider: string;
  /** In whose name it was sent. */
  readonly domain: string;
}

/** $1 ids: locked, each statement in the order of ids, so that reports about one message come one after the other. */
export const subjectsFor: Readonly<Record<SubjectKind, string>> = {
  delivery: `
    select d.id, d.campaign_id as "campaignId", d.address, d.mailbox_provider as "mailboxProvider",
      ${domainInSql('k.sender_email')} as domain
    from deliveries d join campaigns k on k.organization_id = d.organization_id and k.id = d.campaign_id
    where d.id = any ($1::uuid[]) order by d.id for no key update of d`,
  message: `
    select m.id, null as "campaignId", m.email as address, m.mailbox_provider as "mailboxProvider",
      ${domainInSql('m.sender_email')} as domain
    from messages m where m.id = any ($1::uuid[]) order by m.id for no key update of m`,
};
