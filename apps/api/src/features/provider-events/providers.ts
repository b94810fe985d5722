import { Injectable } from '@nestjs/common';
import type { EventProvider } from '@engagex/domain/provider-events';
import type { Provider } from './provider.ts';
import { mailgun } from './providers/mailgun.ts';
import { postmark } from './providers/postmark.ts';
import { sendGrid } from './providers/sendgrid.ts';
import { Ses } from './providers/ses.ts';
import { webhook } from './providers/webhook.ts';

@Injectable()
export class Providers {
  readonly #providers: Readonly<Record<EventProvider, Provider>>;

  constructor(ses: Ses) {
    this.#providers = { sendgrid: sendGrid, ses, postmark, mailgun, webhook };
  }

  of(provider: EventProvider): Provider {
    return this.#providers[provider];
  }
}
