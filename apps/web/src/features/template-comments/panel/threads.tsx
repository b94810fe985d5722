import type { CommentThread } from '@engagex/domain/template-comments';
import { MessageSquarePlus } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';
import { TabPanel, Tabs } from '../../../ui/tabs.tsx';
import { type CommentedBlocks, type Comments, openThreads, type ShownComments } from '../comments-context.ts';
import { NewThread } from './new-thread.tsx';
import { Thread } from './thread.tsx';

type Tab = 'open' | 'resolved';

interface ThreadsProps {
  readonly comments: Comments;
  readonly blocks: CommentedBlocks | null;
}

/** Open and resolved threads, and the box for a new one. */
export function Threads({ comments, blocks }: ThreadsProps) {
  const { threads, shown, show } = comments;
  const canWrite = useCan('templates:write');
  const sought =
    shown?.kind === 'comment' ? threads.find(({ comments: all }) => all.some(({ id }) => id === shown.id)) : undefined;
  const [tab, setTab] = useState<Tab>('open');
  const [followed, follow] = useState<ShownComments | null>(null);
  // Once for each link: what is resolved afterwards must not take the list along.
  if (sought && shown !== followed) {
    follow(shown);
    setTab(sought.resolvedAt ? 'resolved' : 'open');
  }
  const open = openThreads(threads);
  const resolved = threads.filter(({ resolvedAt }) => resolvedAt !== null).toReversed();
  if (comments.error)
    return <ErrorState error={comments.error} what="The comments could not be loaded." onRetry={comments.retry} />;
  if (comments.isLoading) return <SkeletonLines label="Loading the comments" lines={5} />;
  const list = (all: readonly CommentThread[], none: string) => (
    <div className="flex flex-col gap-3">
      {all.length === 0 && <p className="text-muted">{none}</p>}
      {all.map((thread) => (
        <Thread key={thread.id} thread={thread} comments={comments} blocks={blocks} />
      ))}
    </div>
  );
  return (
    <div className="flex flex-col gap-3">
      {shown?.kind === 'comment' && !sought && (
        <p role="status" className="text-muted">
          The comment this link leads to was deleted.
        </p>
      )}
      {canWrite && shown?.kind === 'new' ? (
        <NewThread key={shown.blockId} comments={comments} blockId={shown.blockId} blocks={blocks} />
      ) : (
        canWrite && (
          <Button icon={MessageSquarePlus} className="self-start" onClick={() => show({ kind: 'new', blockId: null })}>
            Comment on the template
          </Button>
        )
      )}
      <Tabs
        label="Threads"
        tabs={[
          { value: 'open', label: 'Open', count: open.length },
          { value: 'resolved', label: 'Resolved', count: resolved.length },
        ]}
        value={tab}
        onChange={setTab}
      >
        <TabPanel value="open">
          {list(
            open,
            blocks ? 'No open threads. To comment on a block, choose “Comment” in its menu.' : 'No open threads.',
          )}
        </TabPanel>
        <TabPanel value="resolved">{list(resolved, 'No resolved threads.')}</TabPanel>
      </Tabs>
    </div>
  );
}
