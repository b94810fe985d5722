import {
  arrivalMinutes,
  type ArrivedFacts,
  type BouncedFacts,
  bounceMinutes,
  type DeliveryTestFacts,
  type deliveryTestsRoutes,
  type DeliveryTestSummary,
  type Finding,
  findingsOf,
  type RecordsFacts,
  type SessionEncryption,
  timelineOf,
  type Verdict,
  type Verdicts,
} from '@engagex/domain/delivery-tests';
import type { AnswerOf } from '@engagex/domain/shared';

export interface StoredDeliveryTest {
  readonly id: string;
  readonly domainId: string;
  readonly domain: string;
  readonly transportId: string;
  readonly transport: string;
  readonly reason: DeliveryTestSummary['reason'];
  readonly state: 'waiting' | 'running' | 'done';
  readonly sender: string | null;
  readonly inboundHost: string | null;
  readonly provider: string | null;
  readonly records: RecordsFacts | null;
  readonly findings: Finding[] | null;
  readonly verdict: Verdict | null;
  readonly known: Verdicts;
  readonly worsened: Verdicts;
  readonly repeatsAt: Date | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly createdAt: Date;
  readonly askedBy: string | null;
}

interface ProbeRow {
  readonly id: string;
  readonly testId: string;
  readonly state: 'waiting' | 'submitting' | 'accepted' | 'not_taken' | 'unknown';
  readonly response: string | null;
  readonly returnPath: 'ours' | 'refused' | 'none' | null;
  readonly refusal: string | null;
  readonly encryption: SessionEncryption | null;
  readonly handedAt: Date | null;
  readonly cameAt: Date | null;
}
export type StoredProbe = ProbeRow &
  (
    | { readonly kind: 'arrival'; readonly seen: ArrivedFacts | null }
    | { readonly kind: 'bounce'; readonly seen: BouncedFacts | null }
  );

const minuteMs = 60_000;
const patienceMs = { arrival: arrivalMinutes * minuteMs, bounce: bounceMinutes * minuteMs } as const;

/** Until when a message that may have left is waited for; null for one that is over with or has not left. */
export function deadlineOf({ kind, state, handedAt, cameAt }: StoredProbe): Date | null {
  const isAwaited = (state === 'accepted' || state === 'unknown') && cameAt === null && handedAt !== null;
  return isAwaited ? new Date(handedAt.getTime() + patienceMs[kind]) : null;
}

/** What findings are made of, as of now. */
export function factsOf(test: StoredDeliveryTest, probes: readonly StoredProbe[], now: Date): DeliveryTestFacts {
  const { domain, sender, transport, inboundHost, provider, records } = test;
  const isOverdue = (probe: StoredProbe) => (deadlineOf(probe)?.getTime() ?? Infinity) <= now.getTime();
  const arrival = probes.find((probe) => probe.kind === 'arrival');
  const bounce = probes.find((probe) => probe.kind === 'bounce');
  return {
    domain,
    sender,
    transport: `“${transport}”`,
    // Until it begins nobody has looked whether there is one.
    inboundHost: records === null ? '' : inboundHost,
    provider,
    records,
    arrival: arrival ? { ...arrival, isOverdue: isOverdue(arrival) } : null,
    bounce: bounce ? { ...bounce, isOverdue: isOverdue(bounce) } : null,
  };
}

/** As it is shown. */
export function viewOf(
  test: StoredDeliveryTest,
  probes: readonly StoredProbe[],
  now: Date,
): AnswerOf<typeof deliveryTestsRoutes.get> {
  const facts = factsOf(test, probes, now);
  const findings = test.findings ?? findingsOf(facts);
  const { createdAt, finishedAt, state, sender, repeatsAt, askedBy } = test;
  const deadlines = probes.flatMap((probe) => deadlineOf(probe) ?? []).map((at) => at.getTime());
  return {
    ...summaryOf({ ...test, findings }),
    sender,
    findings: findings.map(({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence] })),
    timeline: timelineOf(facts, { askedAt: createdAt, finishedAt }),
    waitsUntil: state !== 'done' && deadlines.length > 0 ? new Date(Math.max(...deadlines)) : null,
    repeatsAt,
    askedBy,
  };
}

export function summaryOf(test: StoredDeliveryTest): AnswerOf<typeof deliveryTestsRoutes.list>['items'][number] {
  const { id, domainId, domain, transportId, transport, reason, state, verdict, createdAt, finishedAt } = test;
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0 };
  for (const finding of test.findings ?? []) counts[finding.verdict] += 1;
  return { id, domainId, domain, transportId, transport, reason, state, verdict, counts, createdAt, finishedAt };
}
