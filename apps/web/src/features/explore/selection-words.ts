import type { ExploreQuery, ExploreSelection } from '@engagex/domain/explore';
import { formatDateTime } from '../../shared/format.ts';
import { eventName, groupInWords, kindWords, nodeInWords, periodInWords } from './explore-words.ts';

/** Whose number it was, in one line. */
export function selectionInWords(query: ExploreQuery, of: ExploreSelection): string {
  const parts = [kindWords[query.kind], ...whoOf(query, of), periodInWords(query.period).toLowerCase()];
  return parts.filter((part) => part !== '').join(', ');
}

function whoOf(query: ExploreQuery, of: ExploreSelection): readonly string[] {
  switch (of.kind) {
    case 'series': {
      const name = query.kind === 'series' ? query.events[of.event]?.name : null;
      return [eventName(name ?? null), groupInWords(of.group), of.point ? `from ${formatDateTime(of.point)}` : ''];
    }
    case 'funnel': {
      const step = query.kind === 'funnel' ? query.steps[of.step]?.name : null;
      const got = of.outcome === 'reached' ? 'reached' : 'stopped at';
      return [`${got} step ${of.step + 1} (${eventName(step ?? null)})`, groupInWords(of.group)];
    }
    case 'retention': {
      const began = `began ${formatDateTime(of.cohort)}`;
      if (of.interval === null) return [began];
      return [began, `${of.outcome === 'returned' ? 'came back' : 'did not come back'} after ${of.interval}`];
    }
    case 'paths':
      return [nodeInWords(of.node), of.to ? `then ${nodeInWords(of.to)}` : ''];
    case 'top':
      return [groupInWords(of.group)];
  }
}
