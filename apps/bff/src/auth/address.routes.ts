import { Router } from 'express';
import { addressConfirmationInput, addressInput, addressRoutes } from '@engagex/domain/accounts';
import type { AuthServices } from './auth-services.ts';
import { mailedLink } from '../security/sign-in-delays.ts';
import { requireConfirmation } from './confirm.routes.ts';
import { callerOf, claimsFrom, parse } from './requests.ts';

/** The address of a person: confirmed by a link that is mailed there, changed by one that is mailed to the new one. */
export function addressRoutesOf({ api, delays }: Pick<AuthServices, 'api' | 'delays'>): Router {
  const router = Router();

  // Only what fails counts: a whole company may confirm from one address.
  router.post('/address-confirmation', delays.guard(mailedLink), async (request, response) => {
    const body = parse(addressConfirmationInput, request.body);
    response.json(await api.call(addressRoutes.confirm, { isService: true }, { body, ...callerOf(request) }));
  });

  router.post('/address-confirmation/resend', async (request, response) => {
    await api.call(addressRoutes.resend, claimsFrom(request), { body: {}, ...callerOf(request) });
    response.status(202).json({});
  });

  router.post('/address', requireConfirmation, async (request, response) => {
    const body = parse(addressInput, request.body);
    await api.call(addressRoutes.change, claimsFrom(request), { body, ...callerOf(request) });
    response.status(202).json({});
  });
  return router;
}
