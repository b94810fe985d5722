import { isDaemon, isDaemonAddress, mayBeDaemon } from './addresses.ts';
import type { Headers } from './headers.ts';
import { decodeWords } from './headers.ts';
import { awayHeaders, awaySubjects, challenges } from './words/auto-replies.ts';

const failureSubject =
  /deliver|undeliver|returned mail|returned to sender|return(?:ed)? (?:message|email)|failure notice|(?:mail|message|processing) (?:system )?(?:error|failure|failed|status|returned)|failed mail|nicht zugestellt|bounce|unknown (?:user|recipient|host)|user unknown|rejected|nondeliverable|could not (?:be )?sen[dt]|unzustellbar|zustell|fehlgeschlagen|non remis|échec|non distribu|no entreg|devuelto|devolvid|falha|mancata|recapit|недостав|не доставл|ошибка|возврат|送信|配信|配送|エラー|退信|退回|失败|系统退信|반송|실패|warning/i;
const software =
  /no-?reply|do-?not-?reply|smtp|mail.?(?:service|gateway|scan|marshal|guard)|gateway|anti.?virus|anti.?spam|messag(?:e|ing).?(?:system|server)/i;
const answerSubject = /^\s*(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|回复|回覆|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]/i;

/**
 * How much speaks for a mail system as the author of a mail, apart from its text: at 2 its text is worth reading. What people
 * and newsletters write may quote any bounce there is.
 */
export function systemEvidence(headers: Headers): number {
  const subject = decodeWords(headers.get('subject'));
  const from = decodeWords(headers.get('from'));
  const isNewsletter = headers.has('list-unsubscribe') || headers.has('list-id');
  let evidence = isNewsletter && !isDaemonAddress(from) ? -3 : 0;
  if (headers.has('x-failed-recipients')) evidence += 3;
  if (hasNullSender(headers)) evidence += 2;
  if (isDaemonAddress(from)) evidence += 3;
  else if (isDaemon(from) || isDaemon(headers.get('sender'))) evidence += 2;
  else if (mayBeDaemon(from) || software.test(from)) evidence += 1;
  if (isDaemon(headers.get('return-path'))) evidence += 2;
  if (/auto-(?:replied|generated)/i.test(headers.get('auto-submitted'))) evidence += 1;
  if (headers.get('content-type').toLowerCase().startsWith('multipart/report')) evidence += 2;
  if (answerSubject.test(subject)) evidence -= 1;
  else if (failureSubject.test(subject)) evidence += 1;
  return evidence;
}

export function hasNullSender(headers: Headers): boolean {
  return ['return-path', 'from'].flatMap((name) => headers.all(name)).some(isNull);
}

/** Sendmail names its reason for writing (RFC 3834, 5 allows comments), also where the text got lost. */
export function announcesFailure(headers: Headers): boolean {
  return /auto-generated\s*\(failure\)/i.test(headers.get('auto-submitted'));
}

function isNull(path: string): boolean {
  return /^\s*(?:<\s*>|"?<>"?)\s*$/.test(path);
}

/** Whether a mailbox answered by itself, while nobody was there to read (RFC 3834). */
export function isAutoReply(headers: Headers): boolean {
  if (headers.has('x-failed-recipients')) return false;
  const subject = decodeWords(headers.get('subject')).toLowerCase().trim();
  const bare = subject.replace(answerSubject, '').trim();
  if (awaySubjects.some((words) => bare.startsWith(words))) return true;
  const saysSo = awayHeaders.some(
    ([name, holds]) => headers.has(name) && (holds === null || headers.all(name).some((value) => holds.test(value))),
  );
  const from = decodeWords(headers.get('from'));
  return saysSo && !isDaemon(from) && !isNull(from); // a person is away under their own address
}

/** What subjects of challenges ask for. */
const asks =
  /confirm|v[eé]rif|challenge|boxbe|spam ?arrest|guest list|approv|action required|authentif|bestätig|anti-?spam/;
/** What their texts tell people to do about it. */
const tells = /\b(?:click|reply|visit|solve|klick|cliqu|cli[ck]|haga clic|antworten|répond|respond|rispond)/;

/** Whether a mailbox asks the sender to confirm before it delivers. */
export function isChallenge(headers: Headers, text: string): boolean {
  if (headers.has('x-failed-recipients')) return false;
  const subject = decodeWords(headers.get('subject')).toLowerCase();
  const from = headers.get('from').toLowerCase();
  const start = text.slice(0, 4_000).toLowerCase().replace(/\s+/g, ' ');
  return (
    challenges.some((words) => from.includes(words)) ||
    headers.has('x-tmda-fingerprint') ||
    headers.has('x-tmda-confirm') ||
    (asks.test(subject) && challenges.some((words) => start.includes(words))) ||
    (tells.test(start) && challenges.filter((words) => start.includes(words)).length >= 2)
  );
}
