import type { Table } from '../../platform/tables/table.ts';

export const paymentsTables: readonly Table[] = [
  { name: 'payment_customers' },
  { name: 'payment_requests' },
  { name: 'payment_events' },
  { name: 'stray_payment_events' },
  { name: 'subscriptions' },
  { name: 'invoices' },
  { name: 'invoice_lines' },
  { name: 'trials' },
  { name: 'trial_cards' },
  { name: 'payment_drifts' },
  { name: 'payment_notices' },
];
