import { partsOfComment, type TemplateComment, templateCommentsRoutes } from '@engagex/domain/template-comments';
import { Trash2 } from 'lucide-react';
import { useRouteMutation } from '../../../shared/query.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { cn } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';

interface CommentProps {
  readonly comment: TemplateComment;
  /** The address leads to it. */
  readonly isShown: boolean;
}

export function Comment({ comment, isShown }: CommentProps) {
  const { id, author, body, mentions, createdAt, canDelete } = comment;
  const restore = useRouteMutation(templateCommentsRoutes.restore, {
    onError: notifyFailure('The comment was not restored'),
  });
  const remove = useRouteMutation(templateCommentsRoutes.delete, {
    onError: notifyFailure('The comment was not deleted'),
    onSuccess: () => notify('Comment deleted', { undo: () => restore.mutate({ id }) }),
  });
  const name = author?.name ?? 'A program';
  return (
    <li
      id={`comment-${id}`}
      tabIndex={-1}
      ref={isShown ? intoFocus : undefined}
      className={cn('-mx-1.5 flex gap-2 rounded-sm px-1.5 py-1 outline-offset-1', isShown && 'bg-accent-soft')}
    >
      <Avatar name={name} picture={null} className="mt-0.5 size-6 text-xs" />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          <a href={`#comment-${id}`} className="text-sm text-muted hover:underline">
            <Time value={createdAt} />
          </a>
          {canDelete && (
            <IconButton
              label="Delete comment"
              icon={Trash2}
              size="small"
              className="ml-auto px-1.5"
              loading={remove.isPending}
              onClick={() => remove.mutate({ id })}
            />
          )}
        </div>
        <p className="whitespace-pre-wrap wrap-anywhere">
          {partsOfComment(body, mentions).map(({ text, person }, at) =>
            person ? (
              // oxlint-disable-next-line react/no-array-index-key -- parts of one text, always the same
              <span key={at} className="rounded-sm bg-accent-soft font-medium text-accent">
                {text}
              </span>
            ) : (
              text
            ),
          )}
        </p>
      </div>
    </li>
  );
}

function intoFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}
