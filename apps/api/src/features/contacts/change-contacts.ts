/** Parts of statements that change contacts as many rows say at once, and that undo it. */

/** The fields that a row may have a value for, and their columns. */
export const plainFields = {
  firstName: 'first_name',
  lastName: 'last_name',
  phone: 'phone',
  language: 'language',
  country: 'country',
  timeZone: 'time_zone',
  externalId: 'external_id',
} as const;
const columns = Object.values(plainFields);
const textFields = Object.entries(plainFields).filter(([field]) => field !== 'externalId');

const before = Object.entries(plainFields)
  .map(
    ([key, column]) =>
      `case when new.${column} is distinct from old.${column} then jsonb_build_object('${key}', old.${column}) else '{}' end`,
  )
  .join(' || ');

/** Who never confirmed elsewhere may have agreed here, unless they were deleted meanwhile. */
const leaves = "(p.status = 'unsubscribed' or (p.status = 'unconfirmed' and c.deleted_at is not null))";

interface Changing {
  /** The rows, and which of them. */
  readonly from: string;
  readonly where: string;
  /** The parameter that says who. */
  readonly who: string;
}

/**
 * Changes contacts `c` as rows `p` say, which have a `contact_id`, the plain fields, `attributes` and a `status`. Empty
 * cells change nothing; nobody is resubscribed; a deleted person comes back as they were. Only what differs is changed.
 * Answers the contact's `id`, what is asked for of its row, and `before`: what it was, for `restoreContacts`.
 */
export function fillContacts({ from, where, who, answering }: Changing & { readonly answering: string }): string {
  return `update contacts c set
      ${columns.map((column) => `${column} = coalesce(p.${column}, c.${column})`).join(', ')},
      attributes = c.attributes || p.attributes,
      subscription = case when ${leaves} then 'unsubscribed' else c.subscription end,
      unsubscribed_at = coalesce(c.unsubscribed_at, case when ${leaves} then now() end),
      deleted_at = null, deleted_group_ids = null, updated_at = now(), updated_by_id = ${who}
    from ${from} where ${where} and c.id = p.contact_id and (
      c.deleted_at is not null
      ${columns.map((column) => `or (p.${column} is not null and p.${column} is distinct from c.${column})`).join('\n      ')}
      or c.attributes || p.attributes <> c.attributes
      or (${leaves} and c.subscription = 'subscribed'))
    returning c.id, ${answering}, ${before}
      || case when new.subscription <> old.subscription then jsonb_build_object('subscription', old.subscription) else '{}' end
      || case when old.deleted_at is not null
        then jsonb_build_object('deletedAt', old.deleted_at, 'deletedGroupIds', to_jsonb(old.deleted_group_ids)) else '{}' end
      || coalesce((select jsonb_build_object('attributes', jsonb_object_agg(key, old.attributes -> key))
        from jsonb_object_keys(p.attributes) key
        where old.attributes -> key is distinct from new.attributes -> key having count(*) > 0), '{}') as before`;
}

/** Sets contacts `c` back to `before` of rows `j`, which have a `contact_id`; who unsubscribed stays unsubscribed. */
export function restoreContacts({ from, where, who }: Changing): string {
  return `update contacts c set
      ${textFields
        .map(
          ([key, column]) =>
            `${column} = case when j.before ? '${key}' then j.before ->> '${key}' else c.${column} end`,
        )
        .join(', ')},
      external_id = case when j.before ? 'externalId' and not exists (
        select from contacts o where o.external_id = j.before ->> 'externalId' and o.id <> c.id)
        then j.before ->> 'externalId' else c.external_id end,
      attributes = case when j.before ? 'attributes'
        then (c.attributes - array(select jsonb_object_keys(j.before -> 'attributes'))) || jsonb_strip_nulls(j.before -> 'attributes')
        else c.attributes end,
      deleted_at = case when j.before ? 'deletedAt' then (j.before ->> 'deletedAt')::timestamptz else c.deleted_at end,
      deleted_group_ids = case when jsonb_typeof(j.before -> 'deletedGroupIds') = 'array'
        then array(select jsonb_array_elements_text(j.before -> 'deletedGroupIds')::uuid) else c.deleted_group_ids end,
      updated_at = now(), updated_by_id = ${who}
    from ${from} where c.id = j.contact_id and ${where}`;
}

/** Takes away contacts `c` that came into being by mistake: an unsubscription outlives them, as if deleted by hand. */
export const hideUnsubscribed = (which: string, who: string): string => `
  update contacts c set deleted_at = now(), updated_at = now(), updated_by_id = ${who}
  where c.subscription = 'unsubscribed' and c.deleted_at is null and ${which}`;
export const removeSubscribed = (which: string): string =>
  `delete from contacts c where c.subscription = 'subscribed' and ${which}`;
