/** Named SQL of how far watchers have read. All of it runs in a tenant transaction. */

/** $1 segment, $2 watcher: from the changes that come next. One who has a place keeps it. */
export const beginPlace = `
  insert into segment_change_readers (segment_id, reader, sequence)
  select segment_id, $2, last_sequence from segment_watches where segment_id = $1 on conflict do nothing`;

/** $1 segment, $2 watcher. */
export const endPlace = `delete from segment_change_readers where segment_id = $1 and reader = $2`;

/** $1 the beginning of watchers' names, such as `journey:`, $2 the first text after them all. */
export const unreadByWatchers = `
  select r.segment_id as "segmentId", r.reader as watcher from segment_change_readers r
  join segment_watches w on w.segment_id = r.segment_id
  where r.reader >= $1 and r.reader < $2 and w.last_sequence > r.sequence order by r.segment_id, r.reader`;

/** $1 segment, $2 watcher: nothing while somebody else reads for it. What is forgotten is read by nobody any more. */
export const claimPlace = `
  select r.sequence::float8 as sequence, w.forgotten_to::float8 as "forgottenTo", w.last_sequence::float8 as "lastSequence"
  from segment_change_readers r join segment_watches w on w.segment_id = r.segment_id
  where r.segment_id = $1 and r.reader = $2 for update of r skip locked`;

/** $1 segment, $2 watcher, $3 sequence: what was acknowledged stays acknowledged. */
export const acknowledge = `
  update segment_change_readers r set sequence = greatest(r.sequence, $3), missed = r.missed + greatest(0, least(w.forgotten_to, $3) - r.sequence)
  from segment_watches w where r.segment_id = $1 and r.reader = $2 and w.segment_id = r.segment_id and $3 <= w.last_sequence
  returning r.sequence`;
