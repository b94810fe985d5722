import type { BounceClass } from './bounce-class.ts';
import { replyCodeOf, statusOf } from './reply-codes.ts';
import type { Report } from './report.ts';
import { aboutContent } from './rules/about-content.ts';
import { aboutMailbox } from './rules/about-mailbox.ts';
import { aboutUs } from './rules/about-us.ts';
import { aboutWays, refusals } from './rules/about-ways.ts';
import type { WordRule } from './rules/rule.ts';
import { statusClasses } from './rules/status-classes.ts';

export interface Judgement {
  readonly class: BounceClass;
  /** The name of the rule that matched. */
  readonly rule: string;
}

/** Objections to us come first: a server that refuses everybody may still say that it knows no such user. */
const rules: readonly WordRule[] = [...aboutUs, ...aboutContent, ...aboutWays, ...aboutMailbox, ...refusals];

const maxWords = 2_000;

/**
 * What a refusal means: by its words, else by its status and reply code, else by what the source says. Words win over codes,
 * since servers give 5.1.1 to spam and 5.7.1 to addresses that do not exist. Never `hard` where a part of it says otherwise.
 */
export function judgeBounce({
  status,
  code,
  words,
  given,
}: Pick<Report, 'status' | 'code' | 'words' | 'given'>): Judgement {
  const text = plain(words);
  const codes = { status: status ?? statusOf(words), code: code ?? replyCodeOf(words) };
  const matched = rules.find((rule) => matches(rule, text, codes));
  const byCode = judgeCodes(codes);
  if (matched) return { class: matched.class, rule: matched.name };
  const byGiven: Judgement | null = given ? { class: given, rule: 'given' } : null;
  if (byGiven?.class === 'hard' && byCode && byCode.class !== 'unclear') return byCode;
  if (byCode?.class === 'hard' && byGiven && byGiven.class !== 'unclear') return byGiven;
  if (byCode && byCode.class !== 'unclear') return byCode;
  return byGiven ?? byCode ?? { class: 'unclear', rule: 'nothing-known' };
}

interface Codes {
  readonly status: string | null;
  readonly code: number | null;
}

function matches(rule: WordRule, text: string, { status, code }: Codes): boolean {
  if (rule.permanent && isTemporary({ status, code })) return false;
  if (rule.status && !rule.status.test(status ?? '')) return false;
  return rule.says.some((says) => says.test(text)) && !(rule.unless?.test(text) ?? false);
}

/** The reply code counts where it and the status disagree: the server acts by it. */
function isTemporary({ status, code }: Codes): boolean {
  return code === null ? (status?.startsWith('4') ?? false) : code < 500;
}

function judgeCodes({ status, code }: Codes): Judgement | null {
  if (status === null) return code === null ? null : judgeReplyCode(code);
  if (isTemporary({ status, code }) && !status.startsWith('4')) return { class: 'soft', rule: `code-${code}` };
  const known = [status, status.split('.').slice(0, 2).join('.'), status.slice(0, 1)].find((key) =>
    Object.hasOwn(statusClasses, key),
  );
  const found = known === undefined ? undefined : statusClasses[known];
  return found ? { class: found, rule: `status-${known}` } : { class: 'unclear', rule: `status-${status}` };
}

/** A bare 550 is given for any reason there is. */
function judgeReplyCode(code: number): Judgement {
  return { class: code < 500 ? 'soft' : 'unclear', rule: `code-${code}` };
}

/** In lower case, without addresses: a mailbox may be called anything. A `...` after one is not part of it. */
function plain(words: string): string {
  return words
    .slice(0, maxWords)
    .replace(/[^\s<>()[\]"',;:@]{1,128}@(?:(?!\.\.)[^\s<>()[\]"',;:@]){1,255}/g, ' ')
    .replace(/[’‘]/g, "'")
    .replace(/[45]\d\d[ -](?=[45]\.\d{1,3}\.\d{1,3})/g, ' ')
    .replace(/<\s*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
    .replace(/\bmail-box/g, 'mailbox');
}
