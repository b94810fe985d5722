import type { AfterApproval, Campaign, Plan } from '@engagex/domain/campaigns';
import { instantOf } from '@engagex/domain/shared';

interface Request {
  readonly people: number;
  readonly askedBy: { readonly name: string };
  readonly note: string;
  readonly onApproval: AfterApproval;
  readonly decidedBy: { readonly name: string } | null;
  readonly decisionNote: string;
}

/** The mail to those who can decide: for how many people it is, when they would get it, and the requester's words. */
export function wordsOfRequest(request: Request, plan: Plan, timeZone: string): string {
  const people = peopleInWords(request.people);
  const sending =
    request.onApproval === 'wait'
      ? `It goes to ${people} when ${request.askedBy.name} sends it.`
      : `Once approved, it goes to ${people} ${timeOf(plan, timeZone)}.`;
  return [`${request.askedBy.name} requested it. ${sending}`, quoted(request.note)].filter(Boolean).join('\n\n');
}

/** What the requester is told: who approved it, and what happens now. */
export function wordsOfApproval(request: Request, { status, startsAt, plan }: Campaign, timeZone: string): string {
  const isUnderWay = plan.kind === 'now' || startsAt === null;
  const next =
    status === 'draft'
      ? 'Nothing is sent until you send or schedule it.'
      : isUnderWay
        ? 'It is being sent.'
        : `It is scheduled and starts ${inZone(startsAt, timeZone)}.`;
  return [`${request.decidedBy?.name ?? 'A member'} approved it. ${next}`, quoted(request.decisionNote)]
    .filter(Boolean)
    .join('\n\n');
}

/** What the requester is told when it is sent back. */
export function wordsOfDecision({ decidedBy, decisionNote }: Request): string {
  return `${decidedBy?.name ?? 'A member'} sent it back:\n\n${quoted(decisionNote)}`;
}

function timeOf(plan: Plan, timeZone: string): string {
  if (plan.kind === 'now') return 'immediately';
  if (plan.kind === 'local') return `at ${plan.time.replace('T', ' ')} in each recipient’s time zone`;
  return `on ${inZone(instantOf(plan.time, timeZone), timeZone)}`;
}

/** "Friday, 1 January 2027 at 09:00 (Europe/Berlin)" */
function inZone(at: Date, timeZone: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at);
  return `${time} (${timeZone.replaceAll('_', ' ')})`;
}

function peopleInWords(people: number): string {
  return people === 1 ? '1 person' : `${people.toLocaleString('en')} people`;
}

const quoted = (note: string) => (note ? `“${note}”` : '');
