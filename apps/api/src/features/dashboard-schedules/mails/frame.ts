/** What surrounds the numbers. */
export interface Frame {
  readonly title: string;
  /** The organization and the days it is about. */
  readonly subtitle: string;
  /** Why it is late, or has tables in place of a picture. */
  readonly notes: readonly string[];
  readonly dashboardUrl: string;
  /** Why this person gets it. */
  readonly why: string;
  /** Null for mail that was asked for once. */
  readonly stopUrl: string | null;
  /** What the HTML shows in place of tables, `cid:…`. */
  readonly pictureUrl: string | null;
}
