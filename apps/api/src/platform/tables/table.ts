import type { TableReferences } from './references.ts';

/**
 * What a feature says of a table it owns. It alone writes the table; what happens to its rows in the audit log, in an
 * organization's deletion, in an export or erasure of a person and on a contact's timeline is written here.
 */
export interface Table {
  readonly name: string;
  /** For a table whose things are changed by routes: how the audit log calls them. */
  readonly audit?: AuditedTable;
  /**
   * Deletes up to $1 rows of the transaction's organization and answers how many as `deleted`; run until none is left.
   * Left out where rows can simply be deleted, as almost everywhere.
   */
  readonly purge?: string;
  /**
   * Tables whose rows are purged and erased before those of this one, beyond what foreign keys say: because a trigger
   * or a worker may still write here while they have any.
   */
  readonly goesAfter?: readonly string[] | 'all others';
  /** Ends what is under way in the transaction's organization, the moment its deletion begins. */
  readonly stop?: string;
  /**
   * Pauses what was under way in the transaction's organization when a backup was made that is restored now: it went on
   * since, and nobody knows how far. May run again.
   */
  readonly restored?: string;
  readonly personal?: PersonalTable;
  /** Columns with addresses that are not of contacts, and whose they are: `{ sender_email: 'the organization' }`. */
  readonly addressesOfOthers?: Readonly<Record<string, string>>;
  /**
   * A condition that holds for every row whose texts may name an address or phone number, answered by an index. Without
   * it, erasing a person reads the whole table.
   */
  readonly mayMention?: string;
  /**
   * What its rows put on a contact's timeline: a `select` of kind, time, key (unique) and detail (jsonb). It reads from
   * `person p` (organization_id, id, created_at), the contact and those merged into it; $1 is the contact itself.
   */
  readonly timeline?: string;
  /** What its rows are built on, which nobody deletes under them. */
  readonly references?: TableReferences;
}

export interface AuditedTable {
  /** The first part of the routes' ids: `topics` of `topics.update`. */
  readonly noun: string;
  /** SQL of what people recognize row `t` by. */
  readonly label: string;
}

/**
 * How a table holds data of a contact. In its statements $1 are the contact and those merged into it, $2 their addresses
 * as they are compared. Rows stay where they are for the reason in `kept`, or are deleted or emptied by `erase`, which
 * answers how many as `rows`.
 */
export type PersonalTable = {
  /** What is exported of each row, as `row`. */
  readonly held: string;
} & ({ readonly erase: string; readonly isErasedFirst?: true } | { readonly kept: string });
