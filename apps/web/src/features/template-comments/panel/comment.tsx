import { partsOfComment, type TemplateComment, templateCommentsRoutes } from '@engagex/domain/template-comments';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { request } from '../../../shared/http.ts';
import { invalidateNoun, useRouteMutation } from '../../../shared/query.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/class-names.ts';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Time } from '../../../ui/time.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import type { Comments } from '../comments-context.ts';
import { CommentBox } from './comment-box.tsx';

interface CommentProps {
  readonly comment: TemplateComment;
  /** Absent where it is only read. */
  readonly comments?: Pick<Comments, 'templateId' | 'typed'>;
  /** The address leads to it. */
  readonly isShown: boolean;
}

export function Comment({ comment, comments, isShown }: CommentProps) {
  const { id, author, body, mentions, createdAt, editedAt, canEdit, canDelete } = comment;
  const place = `comment ${id}`;
  const [isEditing, setEditing] = useState(() => comments?.typed.has(place) ?? false);
  const restore = useRouteMutation(templateCommentsRoutes.restore, {
    onError: notifyFailure('The comment was not restored'),
  });
  const remove = useRouteMutation(templateCommentsRoutes.delete, {
    onError: notifyFailure('The comment was not deleted'),
    onSuccess: () => notify('Comment deleted', { undo: () => restore.mutate({ id }) }),
  });
  const takeBack = useRouteMutation(templateCommentsRoutes.edit, {
    onError: notifyFailure('The comment was not changed back'),
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
          {editedAt && (
            <span className="text-sm text-muted">
              edited
              <span className="sr-only">
                {' '}
                <Time value={editedAt} />
              </span>
            </span>
          )}
          <span className="ml-auto" />
          {comments && canEdit && !isEditing && (
            <IconButton
              label="Edit comment"
              icon={Pencil}
              size="small"
              className="px-1.5"
              onClick={() => setEditing(true)}
            />
          )}
          {comments && canDelete && !isEditing && (
            <IconButton
              label="Delete comment"
              icon={Trash2}
              size="small"
              className="px-1.5"
              loading={remove.isPending}
              onClick={() => remove.mutate({ id })}
            />
          )}
        </div>
        {comments && isEditing ? (
          <CommentBox
            label="Edit comment"
            sendLabel="Save"
            place={place}
            initial={body}
            comments={comments}
            isFocused
            onSend={async (next) => {
              await request(templateCommentsRoutes.edit, { id, ...next });
              await invalidateNoun('template-comments');
              setEditing(false);
              notify('Comment changed', {
                undo: () => takeBack.mutate({ id, body, mentions: mentions.map((each) => each.id) }),
              });
            }}
            action={
              <Button
                size="small"
                variant="ghost"
                onClick={() => {
                  comments.typed.delete(place);
                  setEditing(false);
                }}
              >
                Cancel
              </Button>
            }
          />
        ) : (
          <Words body={body} mentions={mentions} />
        )}
      </div>
    </li>
  );
}

function Words({ body, mentions }: Pick<TemplateComment, 'body' | 'mentions'>) {
  return (
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
  );
}

function intoFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}
