import type { RequestHandler } from 'express';
import { dnsPageRoutes } from '@engagex/domain/domains';
import type { ApiClient } from '../auth/api-client.ts';
import { addressOf } from './address.ts';

/** The records of a domain for whoever has the link: the one part of `/api` that needs neither a session nor a key. */
export function dnsPage(api: ApiClient): RequestHandler {
  return async (request, response) => {
    const params = { token: String(request.params['token']) };
    const requestId = String(response.locals['requestId']);
    const address = addressOf(request);
    response.json(await api.call(dnsPageRoutes.get, { isService: true }, { params, requestId, address }));
  };
}
