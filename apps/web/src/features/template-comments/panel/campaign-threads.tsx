import type { CommentThread, templateCommentsRoutes } from '@engagex/domain/template-comments';
import type { OutputOf } from '@engagex/domain/shared';
import { Link } from 'wouter';
import { useCan } from '../../../shared/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Comment } from './comment.tsx';

type Commented = OutputOf<typeof templateCommentsRoutes.ofCampaign>['templates'][number];

/** What was said about the templates of a campaign, to be read. */
export function CampaignThreads({ templates }: { templates: readonly Commented[] }) {
  const canOpen = useCan('templates:read');
  return (
    <div className="flex flex-col gap-5">
      {templates.map(({ id, name, threads }) => (
        <section key={id} aria-label={name} className="flex flex-col gap-3">
          <h3 className="font-medium wrap-anywhere">
            {canOpen ? (
              <Link href={`/templates/${id}`} className="hover:underline">
                {name}
              </Link>
            ) : (
              name
            )}
          </h3>
          {threads.map((thread) => (
            <Thread key={thread.id} thread={thread} />
          ))}
        </section>
      ))}
    </div>
  );
}

function Thread({ thread: { blockId, resolvedAt, comments } }: { thread: CommentThread }) {
  return (
    <article className="rounded-md border border-line p-3">
      <div className="mb-2 flex items-center gap-2 text-sm text-muted">
        <span className="flex-1">{blockId === null ? 'On the whole template' : 'On a block'}</span>
        {resolvedAt && <Badge meaning="good">Resolved</Badge>}
      </div>
      <ol className="flex flex-col gap-3">
        {comments.map((comment) => (
          <Comment key={comment.id} comment={comment} isShown={false} />
        ))}
      </ol>
    </article>
  );
}
