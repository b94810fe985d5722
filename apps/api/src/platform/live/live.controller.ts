import { Controller, Req, Res } from '@nestjs/common';
import {
  DomainError,
  type LiveAdmission,
  type LiveChange,
  type LiveReader,
  liveRoutes,
  liveUpstreamRoutes,
  nounsOfAdmission,
  type ParsedInputOf,
} from '@engagex/domain/shared';
import { currentScope } from '@engagex/tenancy';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Subscription } from 'rxjs';
import { Handles, Input } from '../http/handles.ts';
import { callerOf } from '../http/request-user.ts';
import { LiveAdmissions } from './live-admissions.ts';
import { Live } from './live.ts';

const heartbeatMs = 5_000;
/** What a slow reader may leave unread; it is cut off beyond that and asks for everything when it returns. */
const maxUnreadBytes = 1024 * 1024;

@Controller()
export class LiveController {
  constructor(
    private readonly live: Live,
    private readonly admissions: LiveAdmissions,
  ) {}

  /**
   * Server-sent events: `change` with the noun and id of what changed. For programs beside the API; the BFF serves
   * browsers and keys from the one stream below.
   */
  @Handles(liveRoutes.changes, { transaction: false })
  async changes(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const reader = readerOf(request);
    let admission = await this.#admit(reader);
    if (!admission) throw new DomainError('forbidden', 'permission.denied', 'Your role does not allow this.');
    const { organizationId } = admission;
    const stream = new EventStream(reply);
    stream.follow(
      this.live.changesOf(organizationId).subscribe({
        next: (change) => {
          if (nounsOfAdmission.has(change.noun))
            void this.#admit(reader).then(
              (now) => {
                admission = now;
                if (admission) stream.send(change, admission);
                else stream.end();
              },
              () => stream.end(), // not known, so not told; it may ask again
            );
          else if (admission) stream.send(change, admission);
        },
        complete: () => stream.end(),
      }),
    );
  }

  /** Ends when changes may have been missed, so that the BFF tells its readers to look at everything again. */
  @Handles(liveUpstreamRoutes.stream, { transaction: false })
  upstream(@Res() reply: FastifyReply): void {
    if (!this.live.isListening)
      throw new DomainError('unavailable', 'live.unavailable', 'Changes cannot be followed right now.');
    const stream = new EventStream(reply);
    stream.follow(this.live.changes.subscribe({ next: (change) => stream.send(change), complete: () => stream.end() }));
    stream.follow(this.live.losses.subscribe(() => stream.end()));
  }

  @Handles(liveUpstreamRoutes.readers, { transaction: false })
  async readers(@Input() { readers }: ParsedInputOf<typeof liveUpstreamRoutes.readers>) {
    return { admissions: await this.admissions.of(readers) };
  }

  async #admit(reader: LiveReader): Promise<LiveAdmission> {
    return (await this.admissions.of([reader]))[0] ?? null;
  }
}

/** Events written to one connection, which is cut when nobody reads them. */
class EventStream {
  readonly #stream: FastifyReply['raw'];
  readonly #sources: Subscription[] = [];

  constructor(reply: FastifyReply) {
    reply.hijack();
    this.#stream = reply.raw;
    this.#stream.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    this.#write('retry: 1000\n\n');
    const heartbeat = setInterval(() => this.#write(': still here\n\n'), heartbeatMs);
    this.#stream.on('close', () => {
      for (const source of this.#sources) source.unsubscribe();
      clearInterval(heartbeat);
    });
  }

  follow(source: Subscription): void {
    if (this.#stream.destroyed) source.unsubscribe();
    else this.#sources.push(source);
  }

  /** With an admission, tells only what it allows, and without the organization. */
  send({ noun, id, organizationId }: LiveChange, admission?: NonNullable<LiveAdmission>): void {
    if (admission && !admission.nouns.includes(noun)) return;
    const told = admission ? { noun, id } : { organizationId, noun, id };
    this.#write(`event: change\ndata: ${JSON.stringify(told)}\n\n`);
  }

  end(): void {
    this.#stream.end();
  }

  #write(text: string): void {
    if (this.#stream.writableEnded) return;
    this.#stream.write(text);
    if (this.#stream.writableLength > maxUnreadBytes) this.#stream.destroy();
  }
}

function readerOf(request: FastifyRequest): LiveReader {
  const { actor, organizationId } = currentScope();
  if (actor.kind === 'key') return { key: (request.headers.authorization ?? '').replace(/^Bearer +/i, '') };
  const { userId, hasSecondFactor, boundTo } = callerOf(request);
  return { userId, organizationId, hasSecondFactor, boundTo };
}
