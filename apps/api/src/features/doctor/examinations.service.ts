import { Injectable } from '@nestjs/common';
import { type examinationsRoutes, mostExaminationsPerHour } from '@engagex/domain/doctor';
import {
  type AnswerOf,
  conflict,
  domainOf,
  notFound,
  type ParsedInputOf,
  spelledAddress,
} from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Queues } from '../../platform/queues.ts';
import { Clock } from '../../ports/clock.ts';
import { TransportSelection } from '../transports/index.ts';
import {
  addExamination,
  countSince,
  domainByName,
  forgetRepeats,
  latestOfPair,
  listExaminations,
  lockDomain,
  oneExamination,
  probesOf,
  transportOf,
  underWay,
} from './doctor.queries.ts';
import { type StoredExamination, type StoredProbe, summaryOf, viewOf } from './stored-examination.ts';

export const doctorQueue = 'doctor';
const hourMs = 3_600_000;

interface Pair {
  readonly domainId: string;
  readonly transportId: string;
}

/** Examinations as members ask for and see them. */
@Injectable()
export class ExaminationsService {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly live: Live,
    private readonly queues: Queues,
    private readonly transports: TransportSelection,
  ) {}

  async list({ domainId, transportId }: Partial<Pair>): Promise<AnswerOf<typeof examinationsRoutes.list>> {
    const rows = await this.db.rows<StoredExamination>(listExaminations, [domainId ?? null, transportId ?? null]);
    return { items: rows.map(summaryOf) };
  }

  async get(id: string): Promise<AnswerOf<typeof examinationsRoutes.get>> {
    const examination = await this.db.row<StoredExamination>(oneExamination, [id]);
    if (!examination) throw notFound('delivery test');
    return viewOf(examination, await this.db.rows<StoredProbe>(probesOf, [[id]]), this.clock.now());
  }

  /** What campaigns from this address would be handed to now, and how that was tested last. */
  async ofSender(address: string): Promise<AnswerOf<typeof examinationsRoutes.ofSender>> {
    const name = domainOf(spelledAddress(address.trim())).toLowerCase();
    const domain = await this.db.row<{ id: string; domain: string }>(domainByName, [name]);
    const first = domain && (await this.transports.first());
    const transport = first && (await this.db.row<{ id: string; name: string }>(transportOf, [first.id]));
    if (!domain || !transport) return { pair: null, latest: null };
    const latest = await this.db.row<StoredExamination>(latestOfPair, [domain.id, transport.id]);
    return {
      pair: { domainId: domain.id, domain: domain.domain, transportId: transport.id, transport: transport.name },
      latest: latest && summaryOf(latest),
    };
  }

  async create({ domainId, transportId }: ParsedInputOf<typeof examinationsRoutes.create>) {
    if (!(await this.db.row(lockDomain, [domainId]))) throw notFound('domain');
    if (!(await this.db.row(transportOf, [transportId]))) throw notFound('transport');
    const running = await this.db.row<{ id: string }>(underWay, [domainId, transportId]);
    if (running) return this.get(running.id);
    const since = new Date(this.clock.now().getTime() - hourMs);
    const { count } = (await this.db.row<{ count: number }>(countSince, [since])) ?? { count: 0 };
    if (count >= mostExaminationsPerHour)
      throw conflict(
        'examination.too-many',
        `At most ${mostExaminationsPerHour} delivery tests can be run per hour. Try again later.`,
      );
    const id = await this.begin({ domainId, transportId }, 'person');
    noteAudit({ objectId: id });
    return this.get(id);
  }

  /** In the open transaction. */
  async begin({ domainId, transportId }: Pair, reason: 'person' | 'schedule'): Promise<string> {
    const by = reason === 'person' ? currentUserId() : null;
    await this.db.rows(forgetRepeats, [domainId, transportId]);
    const added = await this.db.row<{ id: string }>(addExamination, [
      domainId,
      transportId,
      reason,
      this.clock.now(),
      by,
    ]);
    const { id } = added ?? (await this.db.row<{ id: string }>(underWay, [domainId, transportId])) ?? { id: '' };
    afterCommit(async () => {
      await this.queues.add(doctorQueue, { examinationId: id }, { once: `examine-${id}` });
      this.live.publish('examinations', id);
    });
    return id;
  }
}
