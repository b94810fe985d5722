import { z } from 'zod';
import { emailAddress, id, line, route, timestamp } from '../shared/index.ts';

/** That an operator of the installation has suspended what an organization sends. */
export const sendingSuspension = z.object({
  /** Members of the organization read it. */
  reason: z.string(),
  /** The address to write to about it. */
  contact: z.string(),
  since: timestamp,
});
sendingSuspension.register(z.globalRegistry, { id: 'SendingSuspension' });
export type SendingSuspension = z.output<typeof sendingSuspension>;

const organizationParams = z.object({ organizationId: id.toLowerCase() });
const answer = z.object({ suspension: sendingSuspension.nullable() });

export const sendingSuspensionsRoutes = {
  get: route({
    id: 'sending-suspensions.get',
    method: 'GET',
    path: '/api/sending-suspension',
    summary: 'Whether whoever runs the installation has suspended sending, why, and whom to ask',
    permission: 'organization:read',
    response: answer,
  }),
  suspend: route({
    id: 'sending-suspensions.suspend',
    method: 'PUT',
    path: '/api/operator/organizations/:organizationId/sending-suspension',
    summary: 'Suspend sending: campaigns wait, and messages are refused; mail to members still goes out',
    permission: 'operator',
    params: organizationParams,
    body: z.object({
      /** Members of the organization see it. */
      reason: line('a reason', 500),
      /** Where they may ask about it. */
      contact: emailAddress,
    }),
    response: answer,
  }),
  resume: route({
    id: 'sending-suspensions.resume',
    method: 'POST',
    path: '/api/operator/organizations/:organizationId/sending-resumption',
    summary: 'Resume sending: campaigns go on with whoever has waited',
    permission: 'operator',
    params: organizationParams,
    body: z.object({ reason: line('a reason', 500) }),
    response: answer,
  }),
};
