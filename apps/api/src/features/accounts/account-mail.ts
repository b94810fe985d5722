import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { domainOf, escapeHtml, onOneLine } from '@engagex/domain/shared';
import type { Config } from '../../config.ts';
import { CONFIG } from '../../platform/tokens.ts';
import { type HandOver, Mail, type WholeMessage } from '../../ports/mail.ts';
import { installationSender } from '../../sender-rules.ts';

export interface AccountMessage {
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly button: { readonly label: string; readonly url: string };
}

/** Mail of EngageX itself to the people who use it. Sent immediately and never stored, since it contains secrets. */
@Injectable()
export class AccountMail {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: Mail,
  ) {}

  /** The address of a page, with a secret behind `#` that browsers send to no server. */
  linkTo(path: string, secret: string): string {
    return `${this.addressOf(path)}#${secret}`;
  }

  /** The address of a page. */
  addressOf(path: string): string {
    return `${this.config.PUBLIC_URL.replace(/\/$/, '')}${path}`;
  }

  /** Tells a person what happened to their account, with a link to EngageX. */
  notification(to: AccountMessage['to'], subject: string, paragraphs: readonly string[]): Promise<HandOver> {
    const url = `${this.config.PUBLIC_URL.replace(/\/$/, '')}/`;
    return this.send({ to, subject, paragraphs, button: { label: 'Go to EngageX', url } });
  }

  send(message: AccountMessage): Promise<HandOver> {
    return this.mail.send(this.compose(message, randomUUID()));
  }

  /** `id`: what the message is known by to whoever hands it over. */
  compose({ to, subject, button, ...message }: AccountMessage, id: string): WholeMessage {
    const paragraphs = message.paragraphs.map(onOneLine); // names in them must not begin lines of their own
    const address = installationSender(this.config);
    return {
      deliveryId: id,
      from: { name: 'EngageX', address },
      to: { name: onOneLine(to.name), address: to.address },
      subject: onOneLine(subject),
      text: [...paragraphs, `${button.label}: ${button.url}`].join('\n\n'),
      html: pageOf(paragraphs, button),
      messageId: `<${id}@${domainOf(address)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: nobody's holiday answers it
    };
  }
}

function pageOf(paragraphs: readonly string[], { label, url }: AccountMessage['button']): string {
  const text = paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n');
  return `<!doctype html>
<html lang="en"><body style="margin:0;padding:32px 16px;background:#f5f6f8;color:#1b1e27;font:16px/1.6 Helvetica,Arial,sans-serif">
<div style="max-width:520px;margin:0 auto;padding:32px;background:#fff;border-radius:8px">
${text}
<p style="margin:28px 0"><a href="${escapeHtml(url)}" style="padding:10px 18px;border-radius:6px;background:#4a51d1;color:#fff;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="color:#5c6270;font-size:13px">If the button does not work, open this link: <br>${escapeHtml(url)}</p>
</div></body></html>`;
}
