import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { reportedEventsRoutes } from '@engagex/domain/provider-events';
import type { FastifyRequest } from 'fastify';
import { HandlesBytes, TakesBytes } from '../../platform/http/handles.ts';
import { ReceiveEvents } from './receive-events.ts';

const whoever = 'providers are signed in nowhere; each request is signed in the way of its provider';

/** Where providers report to. The URL names the webhook; what they send counts only when its signature is right. */
@Controller()
export class ReceivingController {
  constructor(private readonly events: ReceiveEvents) {}

  @HandlesBytes(reportedEventsRoutes.report, whoever)
  report(@Param('id') id: string, @Req() request: FastifyRequest) {
    return this.#receive('webhook', id, request);
  }

  @Post('hooks/:provider/:id')
  @HttpCode(200)
  @TakesBytes(whoever, reportedEventsRoutes.report.bodyBytes)
  receive(@Param('provider') provider: string, @Param('id') id: string, @Req() request: FastifyRequest) {
    return this.#receive(provider, id, request);
  }

  #receive(provider: string, id: string, { headers, body }: FastifyRequest) {
    return this.events.receive(provider, id, { headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) });
  }
}
