import { Controller, Res } from '@nestjs/common';
import { liveRoutes } from '@engagex/domain/shared';
import { currentScope } from '@engagex/tenancy';
import type { FastifyReply } from 'fastify';
import { Handles } from '../http/handles.ts';
import { Live } from './live.ts';

const heartbeatMs = 15_000;
/** A stream ends now and then, so that the next connection asks again whether its reader is still a member. */
const longestMs = 10 * 60_000;

@Controller()
export class LiveController {
  constructor(private readonly live: Live) {}

  /** Server-sent events: `change` with the noun and id of what changed. */
  @Handles(liveRoutes.changes, { transaction: false })
  changes(@Res() reply: FastifyReply): void {
    const { organizationId } = currentScope();
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    stream.write('retry: 1000\n\n');
    const changes = this.live.changesOf(organizationId).subscribe({
      next: ({ noun, id }) => stream.write(`event: change\ndata: ${JSON.stringify({ noun, id })}\n\n`),
      complete: () => stream.end(),
    });
    const heartbeat = setInterval(() => stream.write(': still here\n\n'), heartbeatMs);
    const end = setTimeout(() => stream.end(), longestMs);
    stream.on('close', () => {
      changes.unsubscribe();
      clearInterval(heartbeat);
      clearTimeout(end);
    });
  }
}
