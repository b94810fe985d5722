import { onTestFinished } from 'vitest';
import type { WholeMessage } from '../../../ports/mail.ts';
import {
  type ReceivedCommand,
  type Script,
  type ScriptedSmtp,
  startScriptedSmtp,
} from '../../../testing/scripted-smtp.ts';
import { SmtpMail } from '../smtp-mail.ts';
import type { Timeouts } from '../timeouts.ts';

/** Both close when the test is over. */
export async function against(script: Script, timeouts: Partial<Timeouts> = {}): Promise<[SmtpMail, ScriptedSmtp]> {
  const server = await startScriptedSmtp(script);
  const mail = new SmtpMail(server.url, { timeouts });
  onTestFinished(async () => {
    await mail.close();
    await server.close();
  });
  return [mail, server];
}

export const messageTo = (to: string, changes: Partial<WholeMessage> = {}): WholeMessage => ({
  deliveryId: to,
  from: { name: 'Shop', address: 'hello@shop.example' },
  to: { name: '', address: to.includes('@') ? to : `${to}@example.com` },
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: 'Hello',
  messageId: `<${to}@shop.example>`,
  headers: {},
  ...changes,
});
export const people = (count: number) => Array.from({ length: count }, (_, index) => messageTo(`p${index}`));
export const kindsOf = (handOvers: readonly { kind: string }[]) => handOvers.map(({ kind }) => kind);
export const only = (
  step: ReceivedCommand['step'],
  answer: string | null,
  when: (received: ReceivedCommand) => boolean = () => true,
): Script => ({
  on: (received) => (received.step === step && when(received) ? answer : undefined),
});
