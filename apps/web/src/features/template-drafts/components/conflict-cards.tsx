import type { Choice, Conflict } from '@engagex/domain/documents';
import { choicesOf, type DraftConflict, keyOf } from '@engagex/domain/templates';
import type { ReactNode } from 'react';
import { formatCount } from '../../../shared/format.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { LineDiff } from '../../../ui/line-diff.tsx';
import { diffLines } from '@engagex/domain/shared';
import { fieldNames, nameOfPart } from '../part-words.ts';
import type { OpenDraft } from '../use-draft.ts';
import { PartInWords } from './part-in-words.tsx';

/** A part of a message as the message shows it. */
export type PictureOf = (part: Conflict['mine']) => ReactNode;

interface ConflictCardsProps {
  readonly draft: Pick<OpenDraft, 'conflict' | 'choices' | 'resolve' | 'draft'>;
  /** What the editor shows of a part; without, it is told in words. */
  readonly pictureOf?: PictureOf;
}

const choiceWords: Readonly<Record<Choice, string>> = { mine: 'Keep mine', theirs: 'Keep theirs', both: 'Keep both' };

/** What somebody else changed at the same time: both versions side by side, to choose from. Nothing when there is none. */
export function ConflictCards({ draft, pictureOf }: ConflictCardsProps) {
  const { conflict: conflicts, choices, resolve } = draft;
  if (conflicts.length === 0) return null;
  const who = draft.draft.updatedBy?.name ?? 'a program';
  return (
    <section aria-label="Changed at the same time" className="flex flex-col gap-3">
      <div role="alert">
        <h2 className="font-semibold">
          {formatCount(conflicts.length, 'part was', 'parts were')} changed at the same time
        </h2>
        <p className="text-muted">
          You and {who} changed the same part. Choose what to keep; everything else has been merged. Until then your
          changes are kept on this device.
        </p>
      </div>
      {conflicts.map((conflict) => {
        const key = keyOf(conflict);
        return (
          <ConflictCard
            key={key}
            conflict={conflict}
            who={who}
            chosen={choices[key]}
            pictureOf={pictureOf}
            onChoose={(choice) => resolve(key, choice)}
          />
        );
      })}
    </section>
  );
}

interface ConflictCardProps {
  readonly conflict: DraftConflict;
  readonly who: string;
  readonly chosen: Choice | undefined;
  readonly pictureOf: PictureOf | undefined;
  readonly onChoose: (choice: Choice) => void;
}

function ConflictCard({ conflict, who, chosen, pictureOf, onChoose }: ConflictCardProps) {
  const name = nameOf(conflict);
  return (
    <Card aria-label={name}>
      <CardHeader
        title={name}
        action={
          <div className="flex flex-wrap gap-2">
            {choicesOf(conflict).map((choice) => (
              <Button key={choice} size="small" aria-pressed={chosen === choice} onClick={() => onChoose(choice)}>
                {choiceWords[choice]}
              </Button>
            ))}
          </div>
        }
      />
      {conflict.kind === 'field' && (conflict.id === 'body' || conflict.id === 'textBody') ? (
        <CardBody>
          <p className="mb-2 text-sm text-muted">From yours to the one of {who}</p>
          <LineDiff lines={diffLines(conflict.mine ?? '', conflict.theirs ?? '')} />
        </CardBody>
      ) : (
        <CardBody className="grid gap-4 sm:grid-cols-2">
          <Side title="Yours">{shown(conflict, conflict.mine, pictureOf)}</Side>
          <Side title={who}>{shown(conflict, conflict.theirs, pictureOf)}</Side>
        </CardBody>
      )}
    </Card>
  );
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-md border border-line p-3">
      <h3 className="mb-2 font-medium">{title}</h3>
      {children}
    </div>
  );
}

function shown(conflict: DraftConflict, version: DraftConflict['mine'], pictureOf?: PictureOf): ReactNode {
  if (conflict.kind === 'field') return <p className="wrap-anywhere">{String(version ?? '') || <i>Empty</i>}</p>;
  const part = version === conflict.mine ? conflict.mine : conflict.theirs;
  const hasLook = part !== null && typeof part === 'object';
  if (!pictureOf || !hasLook) return <PartInWords part={part} />;
  return (
    <>
      {pictureOf(part)}
      <div className="sr-only">
        <PartInWords part={part} />
      </div>
    </>
  );
}

function nameOf(conflict: DraftConflict): string {
  if (conflict.kind === 'field') return fieldNames[conflict.id];
  const part = conflict.mine ?? conflict.theirs;
  return part === null || typeof part === 'string'
    ? 'Direction'
    : 'others' in part
      ? 'Languages'
      : nameOfPart('columns' in part ? { columns: [] } : part);
}
