import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { formSubmission, trapField } from '@engagex/domain/forms';
import { id as uuid } from '@engagex/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressOf } from '../../platform/http/client-address.ts';
import { Public } from '../../platform/http/handles.ts';
import { escapeHtml, page, sendPage } from '../../platform/http/public-page.ts';
import { type OpenForm, SignUps } from './sign-ups.ts';

const whoever = 'visitors of any page fill in forms, and are signed in nowhere';

/** What people meet who sign up: plain pages in the organization's name. */
@Controller()
export class PublicFormsController {
  constructor(private readonly signUps: SignUps) {}

  @Post('f/:id')
  @HttpCode(200)
  @Public(whoever)
  async submit(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    if (!open) return sendPage(reply, 404, unknownPage());
    const filled = fieldsOf(request.body);
    if (filled[trapField]) return thank(reply, open); // a program; it is told what everybody is told
    const input = formSubmission.safeParse(filled);
    if (!input.success) return sendPage(reply, 400, refusedPage(open, input.error.issues[0]?.message ?? ''));
    const { fields } = open.form;
    const asked = {
      email: input.data.email,
      firstName: fields.includes('firstName') ? input.data.firstName : null,
      lastName: fields.includes('lastName') ? input.data.lastName : null,
    };
    await this.signUps.submit(open, asked, clientAddressOf(request));
    thank(reply, open);
  }

  /** Asks only: mail programs and scanners follow links, so a GET confirms nothing. */
  @Get('f/:id/confirm/:token')
  @Public(whoever)
  async ask(@Param('id') id: string, @Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    const email = open && (await this.signUps.waiting(open, token));
    if (!open || !email) return sendPage(reply, 404, usedPage());
    sendPage(reply, 200, askPage(open, email));
  }

  @Post('f/:id/confirm/:token')
  @HttpCode(200)
  @Public(whoever)
  async confirm(
    @Param('id') id: string,
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.#open(id);
    const isDone = open && (await this.signUps.confirm(open, token, clientAddressOf(request)));
    if (!open || !isDone) return sendPage(reply, 404, usedPage());
    sendPage(reply, 200, welcomePage(open));
  }

  async #open(id: string): Promise<OpenForm | null> {
    return uuid.safeParse(id).success ? this.signUps.open(id) : null;
  }
}

/** The first value of each name; a form that is sent in another way has none. */
function fieldsOf(body: unknown): Record<string, string> {
  if (!body || typeof body !== 'object') return {};
  const texts = Object.entries(body).map(([name, value]: [string, unknown]) => [
    name,
    String([value].flat()[0] ?? '')
      .replaceAll('\0', '')
      .toWellFormed(),
  ]);
  return Object.fromEntries(texts) as Record<string, string>; // the pairs above
}

/** See Other: going back or loading again must not send the form twice. */
function thank(reply: FastifyReply, { form, sender }: OpenForm): void {
  if (form.redirectUrl) return void reply.header('cache-control', 'no-store').redirect(form.redirectUrl, 303);
  sendPage(reply, 200, page('Thank you', `<h1>Almost there</h1><p>${escapeHtml(form.thanks)}</p>`, sender));
}

function refusedPage({ sender }: OpenForm, problem: string): string {
  return page(
    'Not signed up',
    `<h1>That did not work</h1><p role="alert">${escapeHtml(problem)} Go back and try again.</p>`,
    sender,
  );
}

function askPage({ form, sender }: OpenForm, email: string): string {
  return page(
    'Confirm your address',
    `<h1>Get mail from ${escapeHtml(sender.organization)}?</h1>
     <p>${escapeHtml(email)}</p><p>${escapeHtml(form.wording)}</p>
     <form method="post"><div><button type="submit">Confirm my address</button></div></form>`,
    sender,
  );
}

function welcomePage({ sender }: OpenForm): string {
  return page(
    'Confirmed',
    `<h1>Your address is confirmed</h1>
     <p>${escapeHtml(sender.organization)} may write to you. Each message says how to leave again.</p>`,
    sender,
  );
}

function usedPage(): string {
  return page(
    'Link not found',
    `<h1>This link leads nowhere</h1>
     <p>It was used already, has expired, or was cut off by your mail program. If you are not signed up, fill in the form again.</p>`,
  );
}

function unknownPage(): string {
  return page('Form not found', '<h1>This form is gone</h1><p>Whoever runs the page you came from has closed it.</p>');
}
