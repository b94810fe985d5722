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
    summary: 'Mail the link that confirms the address of the signed-in user once more',
    permission: 'signed-in',
    body: z.object({}),
    response: z.object({}),
    status: 202,
  }),
  change: route({
    id: 'address.change',
    method: 'POST',
    path: '/internal/address',
    summary: 'Mail a link to the address the signed-in user wants instead; it counts once the link is followed',
    permission: 'signed-in',
    body: addressInput,
    response: z.object({}),
    status: 202,
  }),
  confirm: route({
    id: 'address.confirm',
    method: 'POST',
    path: '/internal/address-confirmations/use',
    summary: 'Confirm an address with the link of a mail, once and within a day',
    permission: 'public',
    body: addressConfirmationInput,
    response: addressInput,
  }),
};
