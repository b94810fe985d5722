import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { formSubmission, longestName, trapField } from '@engagex/domain/forms';
import { id as uuid } from '@engagex/domain/shared';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressOf } from '../../platform/http/client-address.ts';
import { Public } from '../../platform/http/handles.ts';
import { sendPage } from '../../platform/http/public-page.ts';
import { speechFor } from '../../platform/http/reader.ts';
import {
  askPage,
  confirmedPage,
  formFullPage,
  formGonePage,
  formPage,
  thanksPage,
  usedLinkPage,
} from './form-pages.ts';
import type { OpenForm } from './open-form.ts';
import { SignUps } from './sign-ups.ts';

const whoever = 'visitors of any page fill in forms, and are signed in nowhere';

/**
 * What people meet who sign up. Its language is the one of the page that sent them (`?lang=de`) or of their browser, and
 * never one that is known of an address: that would tell who has it.
 */
@Controller()
export class PublicFormsController {
  constructor(private readonly signUps: SignUps) {}

  /** For a link to the form, where no page of one's own shows it. */
  @Get('f/:id')
  @Public(whoever)
  async show(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    const speech = speechFor(request);
    sendPage(reply, open ? 200 : 404, open ? formPage(open, speech) : formGonePage(speech));
  }

  @Post('f/:id')
  @HttpCode(200)
  @Public(whoever)
  async submit(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    const speech = speechFor(request);
    if (!open) return sendPage(reply, 404, formGonePage(speech));
    const filled = fieldsOf(request.body);
    if (filled[trapField]) return thank(request, reply, open); // a program; it is told what everybody is told
    const input = formSubmission.safeParse(filled);
    if (!input.success) {
      const isName = input.error.issues[0]?.path[0] !== 'email';
      const problem = isName ? speech.say('nameProblem', { count: longestName }) : speech.say('emailProblem');
      return sendPage(reply, 400, formPage(open, speech, filled, problem));
    }
    const { fields } = open.form;
    const asked = {
      email: input.data.email,
      firstName: fields.includes('firstName') ? input.data.firstName : null,
      lastName: fields.includes('lastName') ? input.data.lastName : null,
    };
    if (!(await this.signUps.submit(open, asked, clientAddressOf(request), speech)))
      return sendPage(reply, 503, formFullPage(open, speech));
    thank(request, reply, open);
  }

  /** The answers of the two buttons, in another language: they tell nothing about anybody. */
  @Get('f/:id/thanks')
  @Public(whoever)
  async thanks(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    const speech = speechFor(request);
    sendPage(reply, open ? 200 : 404, open ? thanksPage(open, speech, '') : formGonePage(speech));
  }

  @Get('f/:id/confirmed')
  @Public(whoever)
  async confirmed(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const open = await this.#open(id);
    const speech = speechFor(request);
    sendPage(reply, open ? 200 : 404, open ? confirmedPage(open, speech, '') : formGonePage(speech));
  }

  /** Asks only: mail programs and scanners follow links, so a GET confirms nothing. */
  @Get('f/:id/confirm/:token')
  @Public(whoever)
  async ask(
    @Param('id') id: string,
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const open = await this.#open(id);
    const email = open && (await this.signUps.waiting(open, token));
    const speech = speechFor(request);
    if (!open || !email) return sendPage(reply, 404, usedLinkPage(speech));
    sendPage(reply, 200, askPage(open, speech, email));
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
    const speech = speechFor(request);
    if (!open || !isDone) return sendPage(reply, 404, usedLinkPage(speech));
    sendPage(reply, 200, confirmedPage(open, speech, '../confirmed'));
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
function thank(request: FastifyRequest, reply: FastifyReply, open: OpenForm): void {
  const { id, redirectUrl } = open.form;
  if (redirectUrl) return void reply.header('cache-control', 'no-store').redirect(redirectUrl, 303);
  sendPage(reply, 200, thanksPage(open, speechFor(request), `${id}/thanks`));
}
