import { Injectable } from '@nestjs/common';
import {
  amountOf,
  type Invoice,
  type InvoiceLine,
  type InvoiceWithLines,
  invoiceStatuses,
  unitAmountOf,
} from '@engagex/domain/payments';
import { invalid, notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { pageOf } from '../../platform/http/paging.ts';
import { Payments, PaymentRefused, PaymentsUnavailable } from '../../ports/payments.ts';
import { unavailable } from './payment-requests.ts';
import { invoicesOfOrganization, linesOfInvoice, oneInvoice } from './reads.queries.ts';

type Amounts = 'subtotal' | 'tax' | 'total' | 'amountDue' | 'amountPaid';

/** As they are stored: in the smallest unit, and with any status of Stripe. */
type InvoiceRow = Omit<Invoice, Amounts | 'status' | 'createdAt' | 'paidAt' | 'nextAttemptAt'> &
  Readonly<Record<Amounts, string>> & {
    readonly status: string;
    readonly createdAt: Date;
    readonly paidAt: Date | null;
    readonly nextAttemptAt: Date | null;
  };

type LineRow = Omit<InvoiceLine, 'periodStart' | 'periodEnd'> & {
  readonly periodStart: Date;
  readonly periodEnd: Date;
};

@Injectable()
export class Invoices {
  constructor(
    private readonly db: TenantDb,
    private readonly payments: Payments,
  ) {}

  async list({ cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) {
    const after = cursor === undefined ? null : readInvoiceCursor(cursor);
    const rows = await this.db.rows<InvoiceRow>(invoicesOfOrganization, [after, limit + 1]);
    const { items, nextCursor } = pageOf(rows, limit, ({ id }) => id);
    return { items: items.map(shownInvoice), nextCursor };
  }

  async get(id: string): Promise<InvoiceWithLines> {
    const row = await this.db.row<InvoiceRow>(oneInvoice, [id]);
    if (!row) throw notFound('invoice');
    const lines = await this.db.rows<LineRow>(linesOfInvoice, [id]);
    return { ...shownInvoice(row), lines: lines.map((line) => shownLine(line, row.currency)) };
  }

  /** Asked of Stripe each time: its addresses hold for some days only. */
  async documents(id: string): Promise<{ page: string | null; pdf: string | null }> {
    await this.db.transaction(() => this.get(id));
    try {
      return await this.payments.documentsOf(id);
    } catch (error) {
      if (error instanceof PaymentsUnavailable) throw unavailable(error);
      if (error instanceof PaymentRefused) throw notFound('invoice');
      throw error;
    }
  }
}

function shownInvoice({ status, createdAt, paidAt, nextAttemptAt, ...row }: InvoiceRow): Invoice {
  const amount = (minor: string) => amountOf(BigInt(minor), row.currency);
  return {
    ...row,
    status: invoiceStatuses.find((known) => known === status) ?? 'other',
    subtotal: amount(row.subtotal),
    tax: amount(row.tax),
    total: amount(row.total),
    amountDue: amount(row.amountDue),
    amountPaid: amount(row.amountPaid),
    createdAt: createdAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
  };
}

function shownLine({ amount, unitAmount, periodStart, periodEnd, ...row }: LineRow, currency: string): InvoiceLine {
  return {
    ...row,
    amount: amountOf(BigInt(amount), currency),
    unitAmount: unitAmount === null ? null : unitAmountOf(unitAmount, currency),
    periodStart: periodStart.toISOString(),
    periodEnd: periodEnd.toISOString(),
  };
}

function readInvoiceCursor(cursor: string): string {
  if (/^in_\w{1,200}$/.test(cursor)) return cursor;
  throw invalid('page.cursor', 'This cursor does not come from a previous page. Start again without it.');
}
