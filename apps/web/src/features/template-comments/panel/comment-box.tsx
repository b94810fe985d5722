import { commentLimits, mentionedIn, templateCommentsRoutes } from '@engagex/domain/template-comments';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { routeQuery } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import type { Comments } from '../comments-context.ts';
import { type Mention, mentionAt, peopleFor, withMention } from './mention.ts';
import { MentionList } from './mention-list.tsx';

interface CommentBoxProps {
  readonly label: string;
  readonly sendLabel: string;
  /** Where what is typed is kept until it is sent. */
  readonly place: string;
  readonly comments: Pick<Comments, 'templateId' | 'typed'>;
  readonly isFocused?: boolean;
  /** What stands in it at first, of a comment that is being changed. */
  readonly initial?: string;
  readonly onSend: (comment: { body: string; mentions: string[] }) => Promise<void>;
  readonly action: ReactNode;
}

/** A text in which `@` mentions a member. ⌘Enter sends it. */
export function CommentBox({
  label,
  sendLabel,
  place,
  comments,
  isFocused,
  initial = '',
  onSend,
  action,
}: CommentBoxProps) {
  const { templateId, typed } = comments;
  const [body, setBody] = useState(() => typed.get(place) ?? initial);
  const [mention, setMention] = useState<Mention | null>(null);
  const [active, setActive] = useState(0);
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const people = useQuery(routeQuery(templateCommentsRoutes.members, { id: templateId })).data?.members ?? [];
  const offered = mention ? peopleFor(mention, people) : [];

  function change(next: string) {
    setBody(next);
    if (next === '') typed.delete(place);
    else typed.set(place, next);
  }

  function follow() {
    const { value = '', selectionStart = 0 } = field.current ?? {};
    const next = mentionAt(value, selectionStart);
    if (next?.words !== mention?.words) setActive(0);
    setMention(next);
  }

  function choose(name: string) {
    if (!mention) return;
    const { text, cursor } = withMention(body, mention, name);
    change(text);
    setMention(null);
    field.current?.focus();
    requestAnimationFrame(() => field.current?.setSelectionRange(cursor, cursor));
  }

  async function send() {
    if (body.trim() === '' || isSending) return;
    setSending(true);
    try {
      await onSend({ body, mentions: mentionedIn(body, people) });
      change('');
    } catch (error) {
      notifyFailure('The comment was not saved')(error);
    } finally {
      setSending(false);
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void send();
      return;
    }
    const person = offered[active];
    if (!person) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : offered.length - 1;
      setActive((active + step) % offered.length);
    } else if (event.key === 'Enter' || event.key === 'Tab') choose(person.name);
    else if (event.key === 'Escape') {
      event.stopPropagation(); // of the list, not of the panel
      setMention(null);
    } else return;
    event.preventDefault();
  }

  return (
    <div className="mt-1 flex flex-col gap-2">
      <div className="relative">
        <Textarea
          ref={field}
          aria-label={label}
          placeholder={`${label}. Use @ to mention someone.`}
          autoFocus={isFocused}
          maxLength={commentLimits.characters}
          value={body}
          disabled={isSending}
          onChange={({ target }) => change(target.value)}
          onSelect={follow}
          onBlur={() => setMention(null)}
          onKeyDown={onKeyDown}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? list : undefined}
          aria-activedescendant={offered.length > 0 ? `${list}-${active}` : undefined}
        />
        {offered.length > 0 && <MentionList id={list} people={offered} active={active} onChoose={choose} />}
      </div>
      <div className="flex justify-end gap-2">
        {action}
        <Button
          size="small"
          variant="primary"
          disabled={body.trim() === ''}
          loading={isSending}
          onClick={() => void send()}
        >
          {sendLabel}
        </Button>
      </div>
    </div>
  );
}
