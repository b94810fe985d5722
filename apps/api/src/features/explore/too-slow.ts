import { daysOf, exploreLimits, type ExploreQuery } from '@engagex/domain/explore';
import { DomainError } from '@engagex/domain/shared';

/** The same error, or for a question that took too long one that says what to narrow. */
export function tooSlow(error: unknown, query: ExploreQuery): unknown {
  if (!(error instanceof DomainError) || error.code !== 'explore.too-slow') return error;
  const advice = [...periodOf(query), ...narrowerOf(query)];
  const words = `This takes longer than ${exploreLimits.queryMs / 1_000} seconds. ${sentenceOf(advice)}`;
  return new DomainError('limit', 'explore.too-slow', words, { cause: error });
}

function periodOf({ period }: ExploreQuery): string[] {
  const days = daysOf(period);
  return days > 1 ? [`choose a period shorter than ${days} days`] : [];
}

function narrowerOf(query: ExploreQuery): string[] {
  switch (query.kind) {
    case 'series':
      return [
        ...(isAnything(query.events) ? ['name the events'] : []),
        ...(query.breakdown ? ['remove the breakdown'] : []),
        ...(query.comparesBefore ? ['do not compare with the period before'] : []),
        ...(query.events.length > 1 ? ['ask about one event at a time'] : []),
      ];
    case 'funnel':
      return [
        ...(isAnything(query.steps) ? ['name the event of each step'] : []),
        ...(query.order === 'any' ? ['ask for the steps in order'] : []),
        ...(query.breakdown ? ['remove the breakdown'] : []),
        ...(query.steps.length > 2 ? ['use fewer steps'] : []),
      ];
    case 'retention':
      return isAnything([query.begins, query.returns]) ? ['name both events'] : ['choose longer intervals'];
    case 'paths':
      return [...(isAnything([query.event]) ? ['name the event'] : []), 'show fewer steps'];
    case 'top':
      return isAnything([query.event]) ? ['name the event'] : ['add a condition'];
  }
}

function isAnything(events: readonly { readonly name: string | null }[]): boolean {
  return events.some(({ name }) => name === null);
}

function sentenceOf(advice: readonly string[]): string {
  const [first = 'choose fewer events', ...others] = advice;
  const text = [first, ...others].join(', or ');
  return `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}.`;
}
