/** Named SQL that forgets old changes. All of it runs in a tenant transaction. */

/** $1 looked for old ones before this time. */
export const watchesToLookAt = `
  select segment_id as "segmentId" from segment_watches
  where last_sequence > forgotten_to and coalesce(forgotten_at, '-infinity') < $1 order by segment_id`;

/**
 * Deletes some of the oldest changes of a segment: those before $3 that all have read, and whatever is before $4. Whoever has not
 * read one of them is told by `forgotten_to`. $1 segment, $2 readers of ours, $3 and $4 times, $5 how many at once.
 */
export const forgetSome = `
  with held as materialized (select segment_id, watchers from segment_watches where segment_id = $1 for no key update),
  read as (
    select coalesce(min(coalesce(r.sequence, 0)), 9223372036854775807) as up_to
    from (select unnest($2::text[]) as reader union select p.reader from segment_change_readers p join held h on p.segment_id = h.segment_id
        where p.reader = any (h.watchers)) n
    left join segment_change_readers r on r.segment_id = $1 and r.reader = n.reader),
  oldest as (select sequence, at from segment_changes where segment_id = (select segment_id from held) order by sequence limit $5),
  gone as (
    delete from segment_changes c using oldest o, read
    where c.segment_id = $1 and c.sequence = o.sequence and o.at < $3 and (o.sequence <= read.up_to or o.at < $4)
    returning c.sequence)
  update segment_watches w set forgotten_to = greatest(w.forgotten_to, g.last)
  from (select max(sequence) as last, count(*) as changes from gone) g where w.segment_id = $1 and g.changes > 0
  returning g.changes::int as changes`;

/** $1 segment, $2 now. */
export const noteLooked = `update segment_watches set forgotten_at = $2 where segment_id = $1`;
