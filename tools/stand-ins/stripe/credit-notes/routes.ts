import type { Stripe } from 'stripe';
import { pageOf } from '../protocol/page.ts';
import { route } from '../protocol/routes.ts';
import { get } from '../world/world.ts';
import { createNote } from './new-note.ts';

export const creditNoteRoutes = [
  route('POST /v1/credit_notes', createNote),
  route('GET /v1/credit_notes/{id}', (world, _: object, id) => get(world.creditNotes, 'credit note', id)),
  route('GET /v1/credit_notes', (world, params: Stripe.CreditNoteListParams) => {
    const { customer, invoice } = params;
    const all = world.creditNotes.among(customer).filter((note) => invoice === undefined || note.invoice === invoice);
    return pageOf(all, '/v1/credit_notes', params);
  }),
];
