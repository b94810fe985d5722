import { choicesOf, type DraftConflict, type DraftField, keyOf } from '@engagex/domain/templates';
import { lazy, Suspense } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import type { OpenDraft } from '../../template-drafts/index.ts';

const CodeDifference = lazy(async () => ({ default: (await import('./code-difference.tsx')).CodeDifference }));

const fieldNames: Readonly<Record<DraftField, string>> = {
  subject: 'Subject',
  preheader: 'Preheader',
  format: 'Format',
  body: 'Content',
  textBody: 'Plain text',
};

/** What somebody else saved of the same fields meanwhile, beside what is typed here. Nothing is lost until it is chosen. */
export function CodeConflicts({ draft }: { draft: Pick<OpenDraft, 'conflict' | 'resolve' | 'choices'> }) {
  const open = draft.conflict.filter((each) => each.kind === 'field' && !draft.choices[keyOf(each)]);
  if (open.length === 0) return null;
  return (
    <Notice meaning="warning" title="Someone else changed the same part">
      <div className="mt-1 flex flex-col gap-4">
        {open.map(
          (each) => each.kind === 'field' && <FieldConflict key={each.id} conflict={each} resolve={draft.resolve} />,
        )}
      </div>
    </Notice>
  );
}

interface FieldConflictProps {
  readonly conflict: Extract<DraftConflict, { kind: 'field' }>;
  readonly resolve: OpenDraft['resolve'];
}

function FieldConflict({ conflict, resolve }: FieldConflictProps) {
  const { id, mine, theirs } = conflict;
  const name = fieldNames[id];
  return (
    <section aria-label={name} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="flex-1 font-medium">{name}</h2>
        {choicesOf(conflict).map((choice) => (
          <Button key={choice} size="small" onClick={() => resolve(keyOf(conflict), choice)}>
            {choice === 'mine' ? 'Keep mine' : 'Use theirs'}
          </Button>
        ))}
      </div>
      <Suspense fallback={<SkeletonLines label="Comparing the versions" />}>
        <CodeDifference mine={mine ?? ''} theirs={theirs ?? ''} />
      </Suspense>
    </section>
  );
}
