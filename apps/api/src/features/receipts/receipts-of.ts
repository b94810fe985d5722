import { isoInstant } from '../../platform/iso-instant.ts';

/** SQL of all that was heard of a message besides the answer to its hand-over, in the order in which it happened, as JSON. */
export function receiptsOf(organizationId: string, subjectId: string): string {
  return `(select coalesce(json_agg(json_build_object('kind', r.kind, 'class', r.class, 'rule', r.rule, 'source', r.source,
      'status', r.status, 'words', r.words, 'at', ${isoInstant('r.at')}) order by r.at, r.id), '[]')
    from delivery_receipts r where r.organization_id = ${organizationId} and r.subject_id = ${subjectId})`;
}
