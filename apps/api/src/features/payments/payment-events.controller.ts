import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { TakesBytes } from '../../platform/http/handles.ts';
import { ReceivePaymentEvents } from './receive-payment-events.ts';

const mostBytes = 1024 * 1024;

/** Where Stripe reports to. */
@Controller()
export class PaymentEventsController {
  constructor(private readonly events: ReceivePaymentEvents) {}

  @Post('webhooks/stripe')
  @HttpCode(200)
  @TakesBytes('Stripe is signed in nowhere; each request is signed over its bytes', mostBytes)
  async receive(@Req() { headers, body }: FastifyRequest): Promise<{ received: true }> {
    const signature = headers['stripe-signature'];
    await this.events.receive(
      Buffer.isBuffer(body) ? body : Buffer.alloc(0),
      typeof signature === 'string' ? signature : '',
    );
    return { received: true };
  }
}
