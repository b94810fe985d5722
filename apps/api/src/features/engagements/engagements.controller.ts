import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { isStorable } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { clientAddressOf } from '../../platform/http/client-address.ts';
import { Public } from '../../platform/http/handles.ts';
import { sendPage } from '../../platform/http/public-page.ts';
import { Clock } from '../../ports/clock.ts';
import { networkOf } from './client-class.ts';
import { targetOfLink } from './engagements.queries.ts';
import { HitRecorder } from './hit-recorder.ts';
import { webAddress } from '../templates/index.ts';
import { confirmUnsubscribePage, unknownLinkPage, unsubscribedPage } from './pages.ts';
import { PreferenceCentre, preferencesInput, type Preferences } from './preferences.ts';
import { preferencesPage } from './preferences-page.ts';
import { type TrackedMessage, TrackingTokens } from './tracking-token.ts';
import { type Client, Unsubscribes } from './unsubscribe.ts';

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
    const url = message && (await this.#targetOf(message, position));
    if (!message || !url) return sendPage(reply, 404, unknownLinkPage());
    this.#record(message, 'click', Number(position), request);
    void reply.header('cache-control', 'no-store').redirect(url, 302);
  }

  /** Asks only: mail programs and scanners follow links, so a GET never unsubscribes. */
  @Get('u/:token')
  @Public(whoever)
  async confirm(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const message = this.tokens.read(token, 'unsubscribe', 'preferences');
    const addressee = message && (await this.unsubscribes.addressee(message));
    if (!addressee) return sendPage(reply, 404, unknownLinkPage());
    const isGone = addressee.subscription === 'unsubscribed';
    sendPage(
      reply,
      200,
      isGone ? unsubscribedPage(addressee) : confirmUnsubscribePage(addressee, `${token}/preferences`),
    );
  }

  /** From the page above, or from a mailbox provider in one click (RFC 8058): any body, no cookie, no redirect. */
  @Post('u/:token')
  @HttpCode(200)
  @Public(whoever)
  async unsubscribe(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const message = this.tokens.read(token, 'unsubscribe', 'preferences');
    const addressee = message && (await this.unsubscribes.unsubscribe(message, clientOf(request)));
    if (!addressee) return sendPage(reply, 404, unknownLinkPage());
    sendPage(reply, 200, unsubscribedPage(addressee));
  }

  /** Shows only; whoever left has nothing to choose any more. */
  @Get('u/:token/preferences')
  @Public(whoever)
  async showPreferences(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const message = this.tokens.read(token, 'preferences', 'unsubscribe');
    sendPreferences(reply, message && (await this.preferences.of(message)), null);
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
    const input = preferencesInput.safeParse(request.body);
    if (message && input.success && isStorable(input.data)) {
      const changed = await this.preferences.change(message, input.data, clientOf(request));
      return sendPreferences(reply, changed, notices[input.data.action]);
    }
    const refusal = `Nothing was saved. ${input.error?.issues[0]?.message ?? ''}`;
    sendPreferences(reply, message && (await this.preferences.of(message)), refusal, 400);
  }

  async #targetOf({ organizationId, deliveryId }: TrackedMessage, position: string): Promise<string | null> {
    if (!/^\d{1,6}$/.test(position)) return null;
    const link = await runInScope({ organizationId, actor: { kind: 'system', name: 'engagements' } }, () =>
      this.db.transaction(() => this.db.row<{ url: string }>(targetOfLink, [deliveryId, Number(position)])),
    );
    return link && webAddress(link.url); // of links from before they were normalized, as of all others
  }

  /** Of the address only its class is kept. Programs that look without following (HEAD) are told from people later. */
  #record(message: TrackedMessage, kind: 'open' | 'click', linkPosition: number | null, request: FastifyRequest): void {
    this.hits.record({
      ...message,
      kind,
      linkPosition,
      at: this.clock.now(),
      userAgent: userAgentOf(request),
      network: networkOf(clientAddressOf(request)),
      isHead: request.method === 'HEAD',
    });
  }
}

const notices = {
  save: 'Saved.',
  'pause-30': 'Your break has begun.',
  'pause-90': 'Your break has begun.',
  resume: 'Your break is over.',
  leave: null,
} as const;

function sendPreferences(reply: FastifyReply, shown: Preferences | null, notice: string | null, status = 200): void {
  if (!shown) return sendPage(reply, 404, unknownLinkPage());
  if (shown.subscription === 'unsubscribed') return sendPage(reply, 200, unsubscribedPage(shown));
  sendPage(reply, status, preferencesPage(shown, notice));
}

function clientOf(request: FastifyRequest): Client {
  return { userAgent: userAgentOf(request), address: clientAddressOf(request) };
}

function userAgentOf(request: FastifyRequest): string | null {
  return request.headers['user-agent']?.slice(0, longestUserAgent) ?? null;
}
