import type { Meter } from '@engagex/domain/usage';
import { common, hoursOfPeriod, type MeteredHours } from './metered-hours.ts';

/** Hours that are in one line of an invoice, or in none: `invoiceId` is null, and nothing was invoiced. */
export interface Window {
  readonly meter: Meter;
  readonly priceId: string;
  readonly customerId: string;
  readonly invoiceId: string | null;
  readonly from: Date;
  readonly until: Date;
  /** Those of its hours that are billed. */
  readonly pieces: readonly { readonly from: Date; readonly until: Date }[];
  /** Null where it is about what the meter counted only. */
  readonly invoiced: number | null;
}

export interface LedgerTotal {
  /** Which window it is of. */
  readonly n: number;
  readonly entered: number;
  readonly frozen: number;
}

export interface Compared extends Omit<Window, 'pieces'>, Omit<LedgerTotal, 'n'> {
  readonly counted: number;
}

interface Line {
  readonly invoiceId: string | null;
  readonly priceId: string;
  readonly from: Date;
  readonly until: Date;
  readonly invoiced: number | null;
}

interface Facts {
  readonly hours: readonly MeteredHours[];
  readonly lines: readonly Line[];
  readonly since: Date;
  /** Up to when usage was invoiced; null while none was. */
  readonly until: Date | null;
}

/**
 * What is compared: the hours of each line, and those that should be in one and are not. The ledger's hours of a line are those
 * that are billed at its price, which are all of it but for the hour in which the subscription began.
 */
export function windowsOf({ hours, lines, since, until }: Facts): readonly Window[] {
  const billed = lines.flatMap((line): Window[] => {
    const period = hoursOfPeriod(line.from, line.until);
    const own = hours.filter(({ priceId }) => priceId === line.priceId);
    const pieces = own.map((each) => common(each, period)).filter((each) => each !== null);
    const [first] = own;
    if (!first || (pieces.length === 0 && line.invoiced === 0)) return [];
    const { meter, priceId, customerId } = first;
    const { invoiceId, invoiced } = line;
    return [{ meter, priceId, customerId, invoiceId, invoiced, ...period, pieces }];
  });
  if (!until) return billed;
  const closed = hoursOfPeriod(since, until);
  const missed = hours.flatMap((each) => {
    const inTime = common(each, closed);
    const taken = billed.filter(({ priceId }) => priceId === each.priceId);
    return inTime ? without(inTime, taken) : [];
  });
  return [...billed, ...missed.map((each) => ({ ...each, pieces: [each], invoiceId: null, invoiced: 0 }))];
}

export function isSame({ entered, frozen, counted, invoiced }: Compared): boolean {
  return entered === frozen && frozen === counted && (invoiced === null || counted === invoiced);
}

/** What is left of hours when others are taken away. */
function without(hours: MeteredHours, taken: readonly { readonly from: Date; readonly until: Date }[]): MeteredHours[] {
  return taken.reduce<MeteredHours[]>(
    (left, { from, until }) =>
      left.flatMap((each) =>
        [common(each, { from: each.from, until: from }), common(each, { from: until, until: each.until })].filter(
          (piece) => piece !== null,
        ),
      ),
    [hours],
  );
}
