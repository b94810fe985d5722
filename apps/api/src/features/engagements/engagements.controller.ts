import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { WordKey } from '@engagex/domain/recipients';
import { isStorable } from '@engagex/domain/shared';
import { webAddress } from '@engagex/domain/templates';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressOf } from '../../platform/http/client-address.ts';
import { Public } from '../../platform/http/handles.ts';
import { sendPage } from '../../platform/http/public-page.ts';
import { keptChoice, speechFor } from '../../platform/http/reader.ts';
import { Clock } from '../../ports/clock.ts';
import { networkOf } from './classes/networks.ts';
import { targetOfLink } from './engagements.queries.ts';
import { HitRecorder } from './hit-recorder.ts';
import {
  confirmUnsubscribePage,
  goneMessagePage,
  subscribedPage,
  undoAction,
  unknownLinkPage,
  unsubscribedPage,
} from './pages.ts';
import {
  longestName,
  PreferenceCentre,
  type Preferences,
  type PreferencesAction,
  preferencesInput,
} from './preferences.ts';
import { preferencesPage } from './preferences-page.ts';
import { type TrackedMessage, TrackingTokens } from './tracking-token.ts';
import { withVisit } from './visits.ts';
import { type Client, Unsubscribes } from './unsubscribe.ts';
import { policyOfMessages, ViewedMessages } from './viewed-messages.ts';

const transparentGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const longestUserAgent = 300;
const whoever = 'recipients of a message are not signed in; the signed token says which message it was';

@Controller()
export class EngagementsController {
  constructor(
    private readonly tokens: TrackingTokens,
    private readonly hits: HitRecorder,
    private readonly unsubscribes: Unsubscribes,
    private readonly preferences: PreferenceCentre,
    private readonly views: ViewedMessages,
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** The pixel is answered whatever the token says: a broken image helps nobody. */
  @Get('t/:token/open.gif')
  @Public(whoever)
  open(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const message = this.tokens.read(token, 'tracking');
    if (message) this.#record(message, 'open', null, request);
    void reply.header('cache-control', 'no-store').type('image/gif').send(transparentGif);
  }

  @Get('t/:token/:position')
  @Public(whoever)
  async click(
    @Param('token') token: string,
    @Param('position') position: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'tracking');
    const link = linkIn(position);
    const url = message && link && (await this.#targetOf(message, link));
    if (!message || !link || !url) return sendUnknown(request, reply);
    this.#record(message, 'click', link, request);
    void reply.header('cache-control', 'no-store').redirect(url, 302);
  }

  /** Asks only: mail programs and scanners follow links, so a GET never unsubscribes, and never brings anybody back. */
  @Get('u/:token')
  @Public(whoever)
  async confirm(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'unsubscribe', 'preferences');
    const addressee = message && (await this.unsubscribes.addressee(message));
    if (!addressee) return sendUnknown(request, reply);
    const speech = speechFor(request, addressee.language);
    const isGone = addressee.subscription === 'unsubscribed';
    const html = isGone
      ? unsubscribedPage(addressee, speech)
      : confirmUnsubscribePage(addressee, speech, preferencesOf(token, request));
    sendPage(reply, 200, html);
  }

  /**
   * From the page above, or from a mailbox provider in one click (RFC 8058): any body, no cookie, no redirect. Only the
   * button of the page that comes then says something else.
   */
  @Post('u/:token')
  @HttpCode(200)
  @Public(whoever)
  async unsubscribe(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'unsubscribe', 'preferences');
    if (message && isUndo(request.body)) return this.#undo(token, message, request, reply);
    const addressee = message && (await this.unsubscribes.unsubscribe(message, clientOf(request)));
    if (!addressee) return sendUnknown(request, reply);
    sendPage(reply, 200, unsubscribedPage(addressee, speechFor(request, addressee.language)));
  }

  /** Shows only; whoever left has nothing to choose any more. */
  @Get('u/:token/preferences')
  @Public(whoever)
  async showPreferences(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'preferences', 'unsubscribe');
    sendPreferences(request, reply, message && (await this.preferences.of(message)));
  }

  /** As it was sent, without the pixel: who reads it here is not counted, who follows a link is. */
  @Get('u/:token/message')
  @Public(whoever)
  async showMessage(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'view');
    const viewed = message && (await this.views.of(message));
    void reply.header('x-robots-tag', 'noindex, nofollow, noarchive');
    if (!viewed) return sendUnknown(request, reply);
    if (viewed.html === null) return sendPage(reply, 410, goneMessagePage(speechFor(request, viewed.language)));
    void reply.header('content-security-policy', policyOfMessages).header('referrer-policy', 'no-referrer');
    sendPage(reply, 200, viewed.html);
  }

  @Post('u/:token/preferences')
  @HttpCode(200)
  @Public(whoever)
  async changePreferences(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'preferences', 'unsubscribe');
    const before = message && (await this.preferences.of(message));
    if (!message || !before) return sendUnknown(request, reply);
    const input = preferencesInput.safeParse(request.body);
    const { say } = speechFor(request, before.language);
    if (!input.success || !isStorable(input.data)) {
      const field = input.error?.issues[0]?.path[0];
      const isName = field === 'firstName' || field === 'lastName';
      const why = isName ? say('nameProblem', { count: longestName }) : say('openAgain');
      return sendPreferences(request, reply, before, `${say('notSaved')} ${why}`, 400);
    }
    const { data } = input;
    const changed =
      data.action === undoAction
        ? await this.preferences.undo(message, clientOf(request), say('subscribeAgainButton'))
        : await this.preferences.change(message, data, clientOf(request));
    const notice = notices[data.action];
    sendPreferences(request, reply, changed, notice && say(notice));
  }

  async #undo(token: string, message: TrackedMessage, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const before = await this.unsubscribes.addressee(message);
    const speech = speechFor(request, before?.language);
    const read = speech.say('subscribeAgainButton');
    const addressee = before && (await this.unsubscribes.undo(message, clientOf(request), 'unsubscribe_link', read));
    if (!addressee) return sendUnknown(request, reply);
    const html =
      addressee.subscription === 'subscribed'
        ? subscribedPage(addressee, speech, preferencesOf(token, request), `${token}/preferences`)
        : unsubscribedPage(addressee, speech, speech.say('tooLate', addressee));
    sendPage(reply, 200, html);
  }

  async #targetOf(message: TrackedMessage, { position, number }: FollowedLink) {
    const { organizationId, deliveryId } = message;
    const [link] = await runInScope({ organizationId, actor: { kind: 'system', name: 'engagements' } }, () =>
      this.db.read(null, () => this.db.rowsByKey<Target>(targetOfLink, [deliveryId, position, number])),
    );
    const isPattern = number === null && /\{[{%]/.test(link?.url ?? ''); // it leads somewhere for one message only
    const url = link?.url && !isPattern ? webAddress(link.url) : null; // of links from before they were normalized, as of all others
    return url && link?.isMarked ? withVisit(url, this.tokens.visitTokenFor(message)) : url;
  }

  /** Of the address only its class is kept. Programs that look without following (HEAD) are told from people later. */
  #record(message: TrackedMessage, kind: 'open' | 'click', link: FollowedLink | null, request: FastifyRequest): void {
    this.hits.record({
      ...message,
      kind,
      linkPosition: link?.position ?? null,
      linkNumber: link?.number ?? null,
      at: this.clock.now(),
      userAgent: userAgentOf(request),
      network: networkOf(clientAddressOf(request)),
      isHead: request.method === 'HEAD',
    });
  }
}

interface Target {
  readonly url: string | null;
  /** Whether the website is told which message the link is from. */
  readonly isMarked: boolean;
}

/** A link of the campaign, and which of the message's own it is where it depends on the person. */
interface FollowedLink {
  readonly position: number;
  readonly number: number | null;
}

function linkIn(path: string): FollowedLink | null {
  const [, position, number] = /^(\d{1,6})(?:-(\d{1,4}))?$/.exec(path) ?? [];
  if (position === undefined) return null;
  return { position: Number(position), number: number === undefined ? null : Number(number) };
}

type PlainKey = Extract<WordKey, 'saved' | 'pauseBegan' | 'pauseEnded' | 'subscribedHeading'>;

const notices: Readonly<Record<PreferencesAction, PlainKey | null>> = {
  save: 'saved',
  'pause-30': 'pauseBegan',
  'pause-90': 'pauseBegan',
  resume: 'pauseEnded',
  leave: null,
  [undoAction]: 'subscribedHeading',
};

function sendUnknown(request: FastifyRequest, reply: FastifyReply): void {
  sendPage(reply, 404, unknownLinkPage(speechFor(request)));
}

function sendPreferences(
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Preferences | null,
  notice: string | null = null,
  status = 200,
): void {
  if (!shown) return sendUnknown(request, reply);
  const speech = speechFor(request, shown.language);
  if (shown.subscription === 'unsubscribed') {
    const isTooLate = isUndo(request.body) && !shown.isUndoable;
    return sendPage(reply, 200, unsubscribedPage(shown, speech, isTooLate ? speech.say('tooLate', shown) : null));
  }
  sendPage(reply, status, preferencesPage(shown, speech, notice));
}

/** Seen from the page of unsubscribing. */
function preferencesOf(token: string, request: FastifyRequest): string {
  return `${token}/preferences${keptChoice(request)}`;
}

function isUndo(body: unknown): boolean {
  return body !== null && typeof body === 'object' && 'action' in body && body.action === undoAction;
}

function clientOf(request: FastifyRequest): Client {
  return { userAgent: userAgentOf(request), address: clientAddressOf(request) };
}

function userAgentOf(request: FastifyRequest): string | null {
  return request.headers['user-agent']?.slice(0, longestUserAgent) ?? null;
}
