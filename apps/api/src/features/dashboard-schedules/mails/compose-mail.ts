import { Inject, Injectable } from '@nestjs/common';
import { type MailFormat, periodOf, type Timing, timingInWords } from '@engagex/domain/dashboard-schedules';
import { domainOf, inOneDirection, onOneLine } from '@engagex/domain/shared';
import { currentScope } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { CONFIG } from '../../../platform/tokens.ts';
import type { Attachment, WholeMessage } from '../../../ports/mail.ts';
import { installationSender } from '../../../sender-rules.ts';
import { StopTokens } from '../stop-links/stop-tokens.ts';
import type { Content } from '../mailings/content.ts';
import type { Frame } from './frame.ts';
import { htmlOf } from './mail-html.ts';
import { textOf } from './mail-text.ts';

export interface ToCompose {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly organization: string;
  readonly timeZone: string;
  readonly scheduleId: string;
  readonly dashboardId: string;
  readonly timing: Timing;
  readonly format: MailFormat;
  readonly mailingDueAt: Date;
  readonly isLate: boolean;
  readonly isRequested: boolean;
  readonly content: Content;
  readonly problem: string | null;
}

const contentId = 'dashboard@engagex';

/** Writes the mail of a dashboard to one person. */
@Injectable()
export class ComposeMail {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly stopTokens: StopTokens,
  ) {}

  compose(taken: ToCompose, attachment: Buffer | null): WholeMessage {
    const { id, name, email, content, isRequested } = taken;
    const address = installationSender(this.config);
    const period = periodOf(taken.timing, taken.mailingDueAt, taken.timeZone);
    const title = oneLine(content.dashboard);
    const file = attachment && fileOf(taken.format, title, attachment);
    const frame = this.#frame(taken, { title, period, hasPicture: file?.contentId !== undefined });
    return {
      deliveryId: id,
      from: { name: 'EngageX', address },
      to: { name: onOneLine(name), address: email },
      subject: isRequested ? title : `${title}: ${period}`,
      html: htmlOf(content, frame),
      text: textOf(content, frame),
      messageId: `<${id}@${domainOf(address)}>`,
      headers: {
        'Auto-Submitted': 'auto-generated', // RFC 3834: nobody's holiday answers it
        ...(isRequested ? {} : this.#stopHeaders(taken)),
      },
      ...(file && { attachments: [file] }),
    };
  }

  /** RFC 2369 and 8058: the mail program itself offers to stop it. */
  #stopHeaders({ scheduleId, userId }: ToCompose): Readonly<Record<string, string>> {
    const { organizationId } = currentScope();
    const token = this.stopTokens.tokenFor({ organizationId, scheduleId, userId });
    return {
      'List-Unsubscribe': `<${this.#base}/u/dashboards/${token}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
  }

  get #base(): string {
    return this.config.PUBLIC_URL.replace(/\/$/, '');
  }

  #frame(
    { organization, scheduleId, dashboardId, timing, isLate, isRequested, mailingDueAt, timeZone, problem }: ToCompose,
    { title, period, hasPicture }: { readonly title: string; readonly period: string; readonly hasPicture: boolean },
  ): Frame {
    const { organizationId } = currentScope();
    const dashboardUrl = `${this.#base}/o/${organizationId}/dashboards/${dashboardId}`;
    const due = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
      mailingDueAt,
    );
    const late = `This mail was due on ${due} (${timeZone}) and is late, because no worker was running then. Its numbers are from when it was sent.`;
    return {
      title,
      subtitle: oneLine(isRequested ? organization : `${organization} · ${period}`),
      notes: [...(isLate ? [late] : []), ...(problem === null ? [] : [oneLine(problem)])],
      dashboardUrl,
      why: isRequested
        ? 'You get this because you asked for it.'
        : `You get this because “${title}” is mailed to you. ${timingInWords(timing)} (${timeZone}).`,
      stopUrl: isRequested ? null : `${dashboardUrl}/stop/${scheduleId}`,
      pictureUrl: hasPicture ? `cid:${contentId}` : null,
    };
  }
}

function fileOf(format: MailFormat, title: string, content: Buffer): Attachment {
  const name = title.replaceAll(/[\\/:*?"<>|]+/g, ' ').trim() || 'Dashboard';
  return format === 'pdf'
    ? { name: `${name}.pdf`, contentType: 'application/pdf', content }
    : { name: `${name}.png`, contentType: 'image/png', content, contentId };
}

/** Names were typed by people: they must not begin lines of their own, nor turn the text around. */
function oneLine(text: string): string {
  return inOneDirection(onOneLine(text));
}
