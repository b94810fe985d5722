import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { confirmationDays } from '@engagex/domain/forms';
import type { Speech } from '@engagex/domain/recipients';
import { domainOf, escapeHtml, onOneLine } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { CONFIG, LOGGER } from '../../platform/tokens.ts';
import { Mail } from '../../ports/mail.ts';
import { installationSender } from '../../sender-rules.ts';
import { Senders } from '../transports/index.ts';
import type { OpenForm } from './open-form.ts';

/**
 * Asks whether an address wants what somebody signed it up for. It says nothing that a stranger could have typed, and
 * where the installation has to lend its own address nothing that the organization wrote but its name.
 */
@Injectable()
export class ConfirmationMail {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly mail: Mail,
    private readonly senders: Senders,
  ) {}

  async send({ form, sender }: OpenForm, address: string, token: string, { language, say }: Speech): Promise<void> {
    const base = this.config.PUBLIC_URL.replace(/\/$/, '');
    const url = `${base}/f/${form.id}/confirm/${token}?lang=${language}`;
    const check = sender.senderEmail ? await this.senders.check(sender.senderEmail, 'installation') : null;
    const own = check?.problem === null;
    const from = own ? (sender.senderEmail ?? '') : installationSender(this.config);
    const name = own ? onOneLine(sender.senderName || sender.organization) : 'EngageX';
    const id = randomUUID();
    const organization = onOneLine(sender.organization);
    const paragraphs = [
      say('mailText', { organization }),
      ...(own ? [onOneLine(form.wording)] : []),
      say('mailValidity', { days: confirmationDays }),
    ];
    const { kind, response } = await this.mail.send({
      deliveryId: id,
      from: { name, address: from },
      signWith: check?.key ?? null,
      to: { name: '', address },
      subject: say('mailSubject', { organization }),
      text: [...paragraphs, say('mailLink', { url })].join('\n\n'),
      html: `<!doctype html><html lang="${language}"><body>${paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('')}
<p><a href="${escapeHtml(url)}">${escapeHtml(say('confirmButton'))}</a></p></body></html>`,
      messageId: `<${id}@${domainOf(from)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834
    });
    if (kind !== 'accepted' && kind !== 'unknown')
      this.log.warn({ response, formId: form.id }, 'a confirmation was not taken');
  }
}
