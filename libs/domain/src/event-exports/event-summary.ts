/** One export's summary: the content of its JSON file, and the body of the request to a webhook. */
export interface EventSummary {
  /** Of this shape; a field may be added without a new version. */
  readonly version: 1;
  /** Of the export: the same however often it is sent. */
  readonly id: string;
  readonly organizationId: string;
  /** The day in UTC, by when events were received. */
  readonly day: string;
  /** ISO 8601; `to` is not part of the day any more. */
  readonly from: string;
  readonly to: string;
  readonly events: number;
  /** Distinct people, with anonymous visitors counted as the known person they turned out to be. */
  readonly people: number;
  readonly byName: readonly {
    readonly kind: string;
    readonly name: string;
    readonly count: number;
    /** Only quarter hours with any. */
    readonly quarterHours: readonly { readonly at: string; readonly count: number }[];
  }[];
  readonly purchases: readonly {
    readonly currency: string;
    readonly count: number;
    readonly total: number;
    readonly average: number;
    readonly minimum: number;
    readonly maximum: number;
  }[];
  /** The file with each event, where the organization exports those too. */
  readonly eventsFile: {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    /** Where it can be downloaded with an API key that may read contacts. */
    readonly url: string;
  } | null;
}
