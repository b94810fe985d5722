import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TakesBytes } from '../../platform/http/handles.ts';
import { ReceiveErrorNotices } from './receive-error-notices.ts';

const mostBytes = 256 * 1024;

/** Where Stripe reports errors of meters to. */
@Controller()
export class ErrorNoticesController {
  constructor(private readonly notices: ReceiveErrorNotices) {}

  @Post('webhooks/stripe/meters')
  @HttpCode(200)
  @TakesBytes('Stripe is signed in nowhere; each request is signed over its bytes', mostBytes)
  async receive(@Req() { headers, body }: FastifyRequest): Promise<{ received: true }> {
    const signature = headers['stripe-signature'];
    await this.notices.receive(
      Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      typeof signature === 'string' ? signature : '',
    );
    return { received: true };
  }
}
