import type { ExploreAnswerInput, Group } from '@engagex/domain/explore';

interface Named {
  readonly label: string;
  readonly value: string;
}

const mostPerReport = 50;

/** The numbers of an answer with names that stay the same when the question is asked again. */
export function numbersOf(answer: ExploreAnswerInput): readonly Named[] {
  return all(answer).slice(0, mostPerReport);
}

function all(answer: ExploreAnswerInput): readonly Named[] {
  switch (answer.kind) {
    case 'series':
      return answer.lines.map(({ name, group, total }) => ({
        label: `${name ?? 'All events'}${inWords(group)}`,
        value: textOf(total),
      }));
    case 'funnel':
      return answer.whole.people.map((people, step) => ({
        label: `Step ${step + 1}: ${answer.steps[step]?.name ?? 'any event'}`,
        value: String(people),
      }));
    case 'top':
      return [
        ...answer.items.map(({ value, amount }) => ({ label: shortened(value), value: textOf(amount) })),
        ...(answer.other ? [{ label: 'Other values', value: textOf(answer.other.amount) }] : []),
      ];
    case 'retention':
      return answer.mean.flatMap(({ size, returned }, interval) => [
        { label: `Interval ${interval}: people`, value: String(size) },
        { label: `Interval ${interval}: came back`, value: String(returned) },
      ]);
    case 'paths':
      return answer.nodes.map(({ place, name, value, people }) => ({
        label: `Place ${place}: ${name ?? 'other'}${value === null || value === undefined ? '' : ` ${shortened(value)}`}`,
        value: String(people),
      }));
  }
}

function inWords(group: Group): string {
  if (group.kind === 'all') return '';
  return group.kind === 'other' ? ', other values' : `, ${shortened(group.value)}`;
}

/** A value may be what a privacy rule is to take away, so no more of it is kept than a rule would keep. */
function shortened(value: string | null): string {
  if (value === null) return 'no value';
  return value.length > 3 ? `${value.slice(0, 3)}…` : value;
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}
