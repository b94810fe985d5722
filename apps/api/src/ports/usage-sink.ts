/** What was used of a metered price in one hour. The hour is over, and its total never changes. */
export interface HourTotal {
  readonly priceId: string;
  readonly customerId: string;
  /** When it began, on the whole hour. */
  readonly hour: Date;
  readonly total: number;
  /** Tells this report from all others: sent again with the same, it is taken once. */
  readonly key: string;
}

/** Whole hours: `until` is the first that is not among them. */
export interface Hours {
  readonly priceId: string;
  readonly customerId: string;
  readonly from: Date;
  readonly until: Date;
}

export interface CountedHour {
  readonly hour: Date;
  readonly total: number;
}

/** The provider says that it could not take some of what was reported. Only a hint: what happened is asked (`errorsIn`). */
export interface ErrorNotice {
  readonly id: string;
  readonly kind: string;
  readonly createdAt: Date;
  /** The meter it is about, if it is about one. */
  readonly meterId: string | null;
  /** As it came, JSON. */
  readonly payload: string;
}

/** Reports that were not taken, by the reason. */
export interface ReportErrors {
  readonly summary: string;
  readonly kinds: readonly {
    /** As the provider spells it: there will be ones that we do not know. */
    readonly code: string;
    readonly count: number;
    /** Of some of them: the keys they were reported with, and what was said. */
    readonly samples: readonly { readonly key: string; readonly words: string }[];
  }[];
}

/** The provider will not take it, however often it is asked. `words` are its own. */
export class UsageRefused extends Error {
  readonly code: string;

  constructor(words: string, { code, cause }: { readonly code: string; readonly cause?: unknown }) {
    super(words, { cause });
    this.name = 'UsageRefused';
    this.code = code;
  }
}

/** No answer, or none that says whether it was taken. Reporting again with the same key is safe. */
export class UsageSinkUnavailable extends Error {
  constructor(words: string, cause?: unknown) {
    super(words, { cause });
    this.name = 'UsageSinkUnavailable';
  }
}

/** Where usage is reported to, to be billed. Whatever asks it throws `UsageRefused` or `UsageSinkUnavailable`. */
export abstract class UsageSink {
  /** False in an installation that has none. */
  abstract readonly isAvailable: boolean;
  /** How long an hour can still be reported after its end. */
  abstract readonly reportableDays: number;

  /** Says what an hour came to. Of several reports about the same hour the last one counts, so all of them can be repeated. */
  abstract report(total: HourTotal): Promise<void>;
  /** What the provider has counted; it may take some minutes after a report. */
  abstract totalOf(hours: Hours): Promise<number>;
  /** The same by hour; those that came to nothing may be left out. */
  abstract totalsByHour(hours: Hours): Promise<readonly CountedHour[]>;

  /** Throws `WrongSignature`. @param receivedAt by our clock. */
  abstract readErrorNotice(body: Buffer, signature: string, receivedAt: Date): Promise<ErrorNotice>;
  abstract errorsIn(noticeId: string): Promise<ReportErrors>;
}
