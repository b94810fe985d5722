import { domainInSql } from '../../platform/address-sql.ts';

/**
 * The statement that freezes people into the ledger of campaign $1, one row each. `people` is a query of id, email, reason
 * (why they are not mailed, or null), due_at, stage and variant. Answers how many as rows affected.
 */
export function freezePeople(people: string): string {
  return `
    insert into deliveries (campaign_id, contact_id, address, state, reason, mailbox_provider, due_at, stage, variant)
    select $1, p.id, coalesce(p.email, ''), case when reason is null then 'pending' else 'skipped' end, reason,
      coalesce(r.mailbox_provider, 'other'), due_at, stage, variant
    from (${people}) p
    left join receiving_domains r on r.domain = ${domainInSql('p.email')} order by p.id`;
}
