/** Named SQL of billing checks, outside any organization: functions that the owners of the tables let operators read by. $1 how many. */

const organization = `json_build_object('id', organization_id, 'name', organization_name) as organization`;

export const recentDrifts = `
  select id, ${organization}, about, field, stored, found, found_at as "foundAt" from payment_drifts_for_operators($1)`;

export const recentDifferences = `
  select id, ${organization}, meter, invoice_id as "invoiceId", from_at as "from", until_at as "until", entered::float8 as entered,
    frozen::float8 as frozen, counted::float8 as counted, invoiced::float8 as invoiced, found_at as "foundAt", settled_at as "settledAt"
  from usage_differences_for_operators($1)`;

/** $2 what is older and still waits. */
export const usageNotTaken = `
  select ${organization}, meter, state, hours, total::float8 as total, first_hour as "firstHour", last_hour as "lastHour", answer
  from usage_not_taken_for_operators($2, $1)`;

/** $2 due before. */
export const heldDeletions = `
  select ${organization}, deletes_at as "dueAt" from held_organization_deletions($2, $1)`;
