import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { DomainError } from '@engagex/domain/shared';
import { runInScope, TenantDb } from '@engagex/tenancy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditTrail } from '../../../platform/audit/audit-trail.ts';
import { runInRequest } from '../../../platform/audit/request-context.ts';
import { clientAddressOf } from '../../../platform/http/client-address.ts';
import { Public } from '../../../platform/http/handles.ts';
import { sendPage } from '../../../platform/http/public-page.ts';
import { DashboardSchedulesService } from '../dashboard-schedules.service.ts';
import { confirmStopPage, stoppedPage, unknownStopPage } from './stop-pages.ts';
import { type MailedMember, StopTokens } from './stop-tokens.ts';

const whoever =
  'members read mail where they are not signed in; the signed token says whose mail of which schedule it is';

/** The address in the header List-Unsubscribe of dashboard mail. */
@Controller()
export class StopLinksController {
  constructor(
    private readonly tokens: StopTokens,
    private readonly schedules: DashboardSchedulesService,
    private readonly trail: AuditTrail,
    private readonly db: TenantDb,
  ) {}

  /** Asks only: mail programs and scanners follow links, so a GET stops nothing. */
  @Get('u/dashboards/:token')
  @Public(whoever)
  async confirm(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const member = this.tokens.read(token);
    const dashboard = member && (await this.#as(member, () => this.schedules.mailedDashboard(member.scheduleId)));
    if (dashboard === null) sendPage(reply, 404, unknownStopPage());
    else sendPage(reply, 200, confirmStopPage(dashboard));
  }

  /** From the page above, or from a mail program in one click (RFC 8058): any body, no cookie, no redirect. */
  @Post('u/dashboards/:token')
  @HttpCode(200)
  @Public(whoever)
  async stop(@Param('token') token: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const member = this.tokens.read(token);
    const dashboard = member && (await this.#stop(member, request));
    if (dashboard === null) sendPage(reply, 404, unknownStopPage());
    else sendPage(reply, 200, stoppedPage(dashboard));
  }

  /** The same as when they stop it signed in, in the audit log too. */
  async #stop(member: MailedMember, request: FastifyRequest): Promise<string | null> {
    const route = dashboardSchedulesRoutes.stop;
    const origin = { action: route.id, requestId: request.id, address: clientAddressOf(request), note: null };
    const stopped = () =>
      this.#as(member, async () => {
        const pending = await this.trail.begin(route, { id: member.scheduleId });
        if (pending) this.trail.follow(pending);
        return this.schedules.stop(member.scheduleId);
      });
    try {
      return (await runInRequest(origin, stopped)).dashboard;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return null;
      throw error;
    }
  }

  #as<T>({ organizationId, userId }: MailedMember, work: () => Promise<T>): Promise<T> {
    return runInScope({ organizationId, actor: { kind: 'user', userId } }, () => this.db.transaction(work));
  }
}
