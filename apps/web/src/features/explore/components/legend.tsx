import type { ExploreAnswer } from '@engagex/domain/explore';
import { colourOf } from '../charts/colours.ts';
import { linesOf } from '../charts/lines-of-series.ts';
import { groupInWords } from '../explore-words.ts';

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly dash?: string | undefined;
}

/** Nothing where one thing is drawn, which the question names. */
export function legendOf(answer: ExploreAnswer): readonly LegendEntry[] {
  if (answer.kind === 'series') {
    const lines = linesOf(answer);
    return lines.length > 1 ? lines : [];
  }
  if (answer.kind === 'funnel')
    return answer.parts.map(({ group }, part) => ({ name: groupInWords(group), colour: colourOf(part) }));
  return [];
}

export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm" aria-hidden>
      {entries.map(({ name, colour, dash }) => (
        <li key={name} className="flex items-center gap-2">
          <svg width="20" height="8">
            <line x1="0" x2="20" y1="4" y2="4" stroke={colour} strokeWidth="3" strokeDasharray={dash} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}
