import { CircleAlert, CloudOff, type LucideIcon } from 'lucide-react';
import type { OpenDraft } from '../use-draft.ts';

const icons: Partial<Record<OpenDraft['state']['kind'], LucideIcon>> = {
  waiting: CloudOff,
  conflict: CircleAlert,
  refused: CircleAlert,
  signed_out: CircleAlert,
};

/** One line for the page's header: whether everything is saved, and who else is here. */
export function DraftLine({ draft: { state, people } }: { draft: Pick<OpenDraft, 'state' | 'people'> }) {
  const Icon = icons[state.kind];
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span role="status" className="inline-flex items-center gap-1.5">
        {Icon && <Icon aria-hidden className="size-4 shrink-0" />}
        {state.words}
      </span>
      <People people={people} />
    </span>
  );
}

function People({ people }: Pick<OpenDraft, 'people'>) {
  if (people.length === 0) return null;
  const names = new Intl.ListFormat('en').format(people.map(({ name }) => name));
  return (
    <span role="status">
      {names} {people.length === 1 ? 'is' : 'are'} editing
    </span>
  );
}
