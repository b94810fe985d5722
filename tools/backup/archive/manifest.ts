/** What a backup says of itself. */
export interface ArchiveHead {
  readonly format: 1;
  /** Of one organization; null for the whole installation. */
  readonly organization: { readonly id: string; readonly name: string } | null;
  /** The moment of the snapshot, by the clock of the database. */
  readonly takenAt: string;
  /** The migrations that had been applied, in their order. */
  readonly migrations: readonly string[];
  /** Tell secrets apart without telling them. */
  readonly keys: KeyFingerprints;
  /** Partitions of tables, which are made before rows are loaded. */
  readonly partitions: readonly Partition[];
  /** How far the log of preferences had been shipped. */
  readonly log: LogPosition | null;
  /** Users that rows of the organization name; empty for an installation, whose users are among the tables. */
  readonly users: readonly CarriedUser[];
}

export interface KeyFingerprints {
  readonly encryption: string;
  readonly tracking: string;
}

export interface Partition {
  readonly parent: string;
  readonly schema: string;
  readonly name: string;
  readonly bounds: string;
}

export interface LogPosition {
  readonly line: string;
  readonly segment: number;
}

export interface CarriedUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export type SectionHead =
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'sequences'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'file'; readonly key: string };

export type SectionSummary = SectionHead & {
  readonly bytes: number;
  readonly rows: number;
  readonly sha256: string;
};
