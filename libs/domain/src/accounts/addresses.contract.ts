import { z } from 'zod';
import { emailAddress, route } from '../shared/index.ts';

export const addressInput = z.object({ email: emailAddress });
export const addressConfirmationInput = z.object({ token: z.string().min(1).max(200) });

/** Spoken only between the BFF and the API. */
export const addressRoutes = {
  resend: route({
    id: 'address.resend',
    method: 'POST',
    path: '/internal/address-confirmations',
    summary: 'Resend the link that confirms the address of the signed-in user',
    permission: 'signed-in',
    body: z.object({}),
    response: z.object({}),
    status: 202,
  }),
  change: route({
    id: 'address.change',
    method: 'POST',
    path: '/internal/address',
    summary: 'Mail a link to the new address of the signed-in user; it takes effect once the link is opened',
    permission: 'signed-in',
    body: addressInput,
    response: z.object({}),
    status: 202,
  }),
  confirm: route({
    id: 'address.confirm',
    method: 'POST',
    path: '/internal/address-confirmations/use',
    summary: 'Confirm an address with the link from a mail; it works once, for 24 hours',
    permission: 'public',
    body: addressConfirmationInput,
    response: addressInput,
  }),
};
