import { z } from 'zod';
import { pageOf, pageQuery, route, timestamp } from '../shared/index.ts';
import { meters } from '../usage/index.ts';

const amount = z.string().describe('decimal text in the unit of the currency, such as "49.90"');

/** `other` is one that we do not know. */
export const invoiceStatuses = ['open', 'paid', 'uncollectible', 'void', 'other'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

const facts = {
  /** Stripe's. */
  id: z.string(),
  number: z.string().nullable(),
  status: z.enum(invoiceStatuses),
  currency: z.string(),
  subtotal: amount,
  tax: amount,
  total: amount,
  amountDue: amount,
  amountPaid: amount,
  createdAt: timestamp,
  paidAt: timestamp.nullable(),
  nextAttemptAt: timestamp.nullable(),
};

const invoice = z.object(facts);
invoice.register(z.globalRegistry, { id: 'Invoice' });
export type Invoice = z.output<typeof invoice>;

const line = z.object({
  id: z.string(),
  description: z.string(),
  /** Of metered use: what was counted. It opens to the usage of its period. */
  meter: z.enum(meters).nullable(),
  quantity: z.string().nullable(),
  unitAmount: amount.nullable(),
  amount,
  isProration: z.boolean(),
  periodStart: timestamp,
  periodEnd: timestamp,
});
export type InvoiceLine = z.output<typeof line>;

const invoiceWithLines = z.object({ ...facts, lines: z.array(line) });
invoiceWithLines.register(z.globalRegistry, { id: 'InvoiceWithLines' });
export type InvoiceWithLines = z.output<typeof invoiceWithLines>;

const invoiceId = z.object({ id: z.string().regex(/^in_\w{1,200}$/, 'This is no ID of an invoice.') });

export const invoicesRoutes = {
  list: route({
    id: 'invoices.list',
    method: 'GET',
    path: '/api/invoices',
    summary: 'The invoices of the organization, the newest first',
    permission: 'billing:read',
    query: pageQuery,
    response: pageOf(invoice),
  }),
  get: route({
    id: 'invoices.get',
    method: 'GET',
    path: '/api/invoices/:id',
    summary: 'One invoice with its lines',
    permission: 'billing:read',
    params: invoiceId,
    response: invoiceWithLines,
  }),
  documents: route({
    id: 'invoices.documents',
    method: 'GET',
    path: '/api/invoices/:id/documents',
    summary: 'Where an invoice can be seen, paid and downloaded at Stripe; the addresses hold for some days',
    permission: 'billing:read',
    params: invoiceId,
    response: z.object({ page: z.url().nullable(), pdf: z.url().nullable() }),
  }),
};
