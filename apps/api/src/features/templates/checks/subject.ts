import type { TemplateProblem } from '@engagex/domain/templates';
import { type Check, problemIn } from './checked-message.ts';

const longSubject = 100;

/** What the subject promises, and how it looks among others. */
export const checkSubject: Check = ({ content }) => {
  const { subject, preheader } = content;
  const plain = subject.replaceAll(/\{\{[^}]*\}\}|\{%[^%]*%\}/g, ' ');
  const found: TemplateProblem[] = [];
  const say = (problem: Omit<Parameters<typeof problemIn>[1], 'part'>) =>
    void found.push(problemIn(content, { ...problem, part: 'subject' }));
  if (subject.length > longSubject)
    say({ code: 'subject_long', message: 'Most mail apps show only about 60 characters of the subject.' });
  const prefix = /^\s*(?:(?:re|fwd?|aw|wg|tr|rv|antw)\s*:\s*)+/i.exec(subject)?.[0];
  if (prefix)
    say({
      code: 'subject_misleading',
      message: `The subject starts with “${prefix.trim()}”, as if this were an answer. Laws such as CAN-SPAM forbid misleading subjects.`,
      fix: {
        label: 'Remove it',
        mend: { kind: 'replace', part: 'subject', find: subject, put: subject.slice(prefix.length) },
      },
    });
  if (isShouted(plain))
    say({ code: 'subject_shouted', message: 'The subject is in capitals. Spam filters and people take it for spam.' });
  if (/[!?]{2,}|[$€£]{2,}|(?:!.*){3,}/.test(plain))
    say({ code: 'subject_spam', message: 'The subject has several exclamation marks or the like, as spam has.' });
  if (looksUnfinished(plain))
    say({ severity: 'warning', code: 'placeholder_text', message: 'The subject still has placeholder text in it.' });
  if (preheader.trim() !== '' && preheader.trim() === subject.trim())
    found.push(
      problemIn(content, {
        severity: 'advice',
        code: 'preheader_repeats',
        part: 'preheader',
        message: 'The preheader repeats the subject. Use it to say more.',
      }),
    );
  return found;
};

/** Most of several words are in capitals. */
export function isShouted(text: string): boolean {
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  const letters = words.join('');
  const capitals = letters.replaceAll(/[^\p{Lu}]/gu, '').length;
  return words.length >= 2 && letters.length >= 10 && capitals / letters.length > 0.7;
}

/** What editors, other tools and authors leave where words should stand. */
export function looksUnfinished(text: string): boolean {
  return /lorem ipsum|\b(?:TODO|TBD|FIXME)\b|\[\s*(?:insert|your|add|first ?name|company|name)\b[^\]]*\]|\*\|[A-Z_:]+\|\*|%%[a-z_]+%%|\bXXXX+\b/i.test(
    text,
  );
}
