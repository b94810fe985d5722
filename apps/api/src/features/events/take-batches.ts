/**
 * Takes batches out of the log, in the order in which they were committed, for whoever hands them on in the same
 * transaction. $1 how many at most.
 */
export const takeEventBatches = `
  with first as (select id from event_batches order by id limit $1 for update skip locked),
    taken as (delete from event_batches b using first where b.id = first.id returning b.*)
  select event_ids as "eventIds", first_received_at as "firstReceivedAt", last_received_at as "lastReceivedAt"
  from taken order by id`;
