import type { AuditEntryView } from '@engagex/domain/audit';
import type { ReactNode } from 'react';
import { formatExact, formatNumber } from '../../../shared/format.ts';
import { useProduct } from '../../../shared/product.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { sentenceOf } from '../action-words.ts';
import { ChangedFields } from './changed-fields.tsx';

interface EntrySheetProps {
  /** Stays while the sheet closes. */
  readonly entry: AuditEntryView | null;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Narrows the log to what this person or key did. */
  readonly onShowActor: (actorId: string) => void;
  /** Narrows the log to what happened to this thing. */
  readonly onShowObject: (objectId: string) => void;
}

/** One entry with all it says. */
export function EntrySheet({ entry, open, onOpenChange, onShowActor, onShowObject }: EntrySheetProps) {
  const { actions } = useProduct();
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={entry ? sentenceOf(actions, entry) : ''}>
      {entry && (
        <div className="flex flex-col gap-6 p-5 wrap-anywhere">
          <p>
            {entry.actor.name}
            {entry.actor.kind === 'key' && ' (a program with this key)'}
            <br />
            <time dateTime={entry.at} className="text-muted">
              {formatExact(entry.at)}
            </time>
          </p>
          <ChangedFields entry={entry} />
          <div className="flex flex-wrap gap-2">
            <PageOfObject entry={entry} />
            {entry.object.id && (
              <Button size="small" onClick={() => onShowObject(entry.object.id ?? '')}>
                All entries about this
              </Button>
            )}
            <Button size="small" onClick={() => onShowActor(entry.actor.id)}>
              All entries by {entry.actor.name}
            </Button>
          </div>
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 border-t border-line pt-4 text-sm">
            <Fact name="IP address">{entry.address ?? 'Not known'}</Fact>
            <Fact name="Operation">
              <code className="font-mono text-xs">{entry.action}</code>
            </Fact>
            <Fact name="Request">
              <code className="font-mono text-xs">{entry.requestId}</code>
              <CopyButton text={entry.requestId} label="Copy request id" />
            </Fact>
            <Fact name="Entry">{formatNumber(entry.seq)}</Fact>
            <Fact name="Hash">
              <code className="font-mono text-xs">{entry.hash}</code>
              <CopyButton text={entry.hash} label="Copy hash" />
            </Fact>
          </dl>
        </div>
      )}
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 items-center justify-between gap-2">{children}</dd>
    </>
  );
}

/** The way to the thing, unless this entry is its end. */
function PageOfObject({ entry: { action, noun, object } }: { entry: AuditEntryView }) {
  const href = useProduct().things[noun]?.href;
  if (!href || !object.id || action.endsWith('.delete')) return null;
  return (
    <ButtonLink size="small" href={href(object.id)}>
      Open
    </ButtonLink>
  );
}
