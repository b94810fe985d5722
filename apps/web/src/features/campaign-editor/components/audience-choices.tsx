import { type SegmentView, segmentsRoutes } from '@engagex/domain/segments';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { mentions } from '../../../shared/mentions.ts';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';

export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly help: ReactNode;
}

interface AudienceChoicesProps {
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** What is searched for; what was chosen is always in sight. */
  readonly search: string;
  readonly noun: 'group' | 'segment';
  readonly onChange: (ids: string[]) => void;
}

/** So many are shown before somebody asks for all: each segment is counted when it comes into sight. */
const shownAtFirst = 20;

export function AudienceChoices({ choices, chosen, search, noun, onChange }: AudienceChoicesProps) {
  const [isAll, setAll] = useState(false);
  const all = withGone(choices, chosen, noun);
  const found = all.filter(({ name }) => mentions(name, search));
  const offered = new Set((isAll ? found : found.slice(0, shownAtFirst)).map(({ id }) => id));
  const more = isAll ? 0 : found.length - offered.size;
  return (
    <>
      {all
        .filter(({ id }) => offered.has(id) || chosen.includes(id))
        .map(({ id, name, help }) => (
          <Checkbox
            key={id}
            label={name}
            help={help}
            checked={chosen.includes(id)}
            onChange={() => onChange(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id])}
          />
        ))}
      {more > 0 && (
        <Button variant="ghost" size="small" className="self-start" onClick={() => setAll(true)}>
          Show {formatCount(more, `more ${noun}`)}
        </Button>
      )}
    </>
  );
}

/** How many are in a segment now. */
export function SegmentSize({ id, tree }: Pick<SegmentView, 'id' | 'tree'>) {
  const { data, error } = useQuery(routeQuery(segmentsRoutes.count, { tree, segmentId: id }));
  if (data) return `Segment · ${formatCount(data.count, 'contact')}`;
  return error ? 'Segment · could not be counted' : 'Segment · counting…';
}

/** What was chosen and is gone stays in sight, so that it can be removed. */
function withGone(choices: readonly Choice[], chosen: readonly string[], noun: string): readonly Choice[] {
  const gone = chosen.filter((id) => choices.every((choice) => choice.id !== id));
  const help = 'This was deleted. Restore or remove it before you send.';
  return [...choices, ...gone.map((id) => ({ id, name: `A deleted ${noun}`, help }))];
}
