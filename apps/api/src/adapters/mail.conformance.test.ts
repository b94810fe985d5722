import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSendGrid } from '../../../../tools/stand-ins/sendgrid/server.ts';
import type { FilledMessage, Mail, WholeMessage } from '../ports/mail.ts';
import { startSmtp } from '../testing/smtp.ts';
import { SendGridMail } from './sendgrid-mail.ts';
import { NodemailerMail } from './nodemailer-mail.ts';
import { SmtpMail } from './smtp/smtp-mail.ts';

/** What arrived, however it travelled. */
interface Arrived {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly replyTo: string;
  /** Of the files, as the HTML refers to them. */
  readonly contentIds: readonly (string | null)[];
  readonly files: readonly { readonly name: string; readonly type: string; readonly content: string }[];
}

/** A transport with a real server behind it that answers by recipient: `rejected@…`, `lost@…` and so on. */
interface Rig {
  readonly mail: Mail;
  /** The same against nobody listening, and against a server that does not know us. */
  readonly unreachable: Mail;
  readonly unwelcome: Mail;
  arrived(): Promise<Arrived[]>;
  close(): Promise<void>;
}

async function smtpRig(Transport: new (url: string) => Mail): Promise<Rig> {
  const server = await startSmtp((to) => {
    if (to.startsWith('rejected')) return { at: 'rcpt', code: 550 };
    if (to.startsWith('late-rejected')) return { at: 'data', code: 554 };
    if (to.startsWith('busy')) return { at: 'rcpt', code: 451 };
    if (to.startsWith('lost')) return { at: 'answer', code: 'drop' };
    return null;
  });
  const strict = await startSmtp(() => ({ at: 'rcpt', code: 530 }));
  const mails = [new Transport(server.url), new Transport('smtp://127.0.0.1:1'), new Transport(strict.url)] as const;
  return {
    mail: mails[0],
    unreachable: mails[1],
    unwelcome: mails[2],
    arrived: () =>
      Promise.all(
        server.messages.map(async (message) => {
          const parsed = await server.parse(message);
          return {
            from: `${parsed.from?.name} ${parsed.from && 'address' in parsed.from ? parsed.from.address : ''}`,
            to: message.to,
            subject: parsed.subject ?? '',
            html: parsed.html ?? '',
            text: parsed.text ?? '',
            headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
            replyTo: parsed.replyTo?.map((each) => ('address' in each ? each.address : '')).join() ?? '',
            contentIds: parsed.attachments.map(({ contentId }) => contentId?.replace(/^<|>$/g, '') ?? null),
            files: parsed.attachments.map(({ filename, mimeType, content }) => ({
              name: filename ?? '',
              type: mimeType,
              content: Buffer.from(content as ArrayBuffer).toString('base64'), // without an encoding asked for
            })),
          };
        }),
      ),
    async close() {
      await Promise.all(mails.map((mail) => mail.close()));
      await Promise.all([server.close(), strict.close()]);
    },
  };
}

async function sendGridRig(): Promise<Rig> {
  const apiKey = 'SG.stand-in';
  const server = await startSendGrid({
    apiKey,
    faultOf: (to) => {
      if (to.startsWith('rejected') || to.startsWith('late-rejected')) return { status: 400 };
      if (to.startsWith('busy')) return { status: 429 };
      if (to.startsWith('lost')) return 'reset';
      return null;
    },
  });
  const at = (key: string, baseUrl: string) => new SendGridMail({ apiKey: key, baseUrl });
  return {
    mail: at(apiKey, server.url),
    unreachable: at(apiKey, 'http://127.0.0.1:1/'),
    unwelcome: at('SG.wrong', server.url),
    arrived: async () =>
      server.accepted.map(({ from, headers, ...each }) => ({
        ...each,
        from: `${from.name} ${from.email}`,
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
      })),
    close: () => server.close(),
  };
}

const message = (to: string, changes: Partial<WholeMessage> = {}): WholeMessage => ({
  deliveryId: '01a1fbbc-3220-760e-961e-7e896ac4f6da',
  from: { name: 'Zoë’s shop', address: 'hello@shop.example' },
  to: { name: 'José Müller', address: to },
  subject: 'Schöne Grüße 🎉',
  html: `<p>Grüße</p>\n.leading dot\n<p>${'long '.repeat(400)}</p>`,
  text: `Grüße\n.leading dot\n${'long '.repeat(400)}`,
  messageId: '<01a1fbbc-3220-760e-961e-7e896ac4f6da@shop.example>',
  headers: { 'List-Unsubscribe': '<https://x.example/u/1>', 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  ...changes,
});

describe.each([
  ['SMTP', () => smtpRig(SmtpMail), 'deferred'],
  ['nodemailer', () => smtpRig(NodemailerMail), 'deferred'],
  ['SendGrid', sendGridRig, 'unreachable'],
] as const)('the mail transport %s', (name, start, busy) => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await start();
  });
  afterAll(() => rig.close());

  test('hands a message over complete', async () => {
    expect((await rig.mail.send(message('fine@example.com'))).kind).toBe('accepted');
    const arrived = (await rig.arrived()).find(({ to }) => to === 'fine@example.com');
    expect(arrived).toMatchObject({ from: 'Zoë’s shop hello@shop.example', subject: 'Schöne Grüße 🎉' });
    expect(arrived?.text.replaceAll('\r\n', '\n')).toContain('Grüße\n.leading dot\nlong');
    expect(arrived?.html.replaceAll('\r\n', '\n')).toContain('<p>Grüße</p>\n.leading dot\n');
    expect(arrived?.headers).toMatchObject({
      'message-id': '<01a1fbbc-3220-760e-961e-7e896ac4f6da@shop.example>',
      'list-unsubscribe': '<https://x.example/u/1>',
      'list-unsubscribe-post': 'List-Unsubscribe=One-Click',
    });
  });

  test('reaches an address whose local part has unusual dots, and one at an umlaut domain', async () => {
    const isHttp = name === 'SendGrid';
    for (const [stored, arrives] of [
      ['two..dots@docomo.example', isHttp ? 'two..dots@docomo.example' : '"two..dots"@docomo.example'],
      ['dot.@docomo.example', isHttp ? 'dot.@docomo.example' : '"dot."@docomo.example'],
      ['info@xn--mnchen-3ya.example', isHttp ? 'info@xn--mnchen-3ya.example' : 'info@münchen.example'], // the server's own reading
    ] as const) {
      expect((await rig.mail.send(message(stored))).kind, stored).toBe('accepted');
      expect((await rig.arrived()).map(({ to }) => to)).toContain(arrives);
    }
  });

  test('carries files and an address to answer to', async () => {
    const file = (name: string, contentType: string, size: number) => ({
      name,
      contentType,
      content: Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 256)),
    });
    const attachments = [file('Rechnung März.pdf', 'application/pdf', 10_000), file('small.txt', 'text/plain', 1)];
    const replyTo = { name: 'Help, please', address: 'help@shop.example' };
    expect((await rig.mail.send(message('files@example.com', { attachments, replyTo }))).kind).toBe('accepted');
    const arrived = (await rig.arrived()).find(({ to }) => to === 'files@example.com');
    expect(arrived).toMatchObject({ subject: 'Schöne Grüße 🎉', replyTo: 'help@shop.example' });
    expect(arrived?.text).toContain('Grüße');
    expect(arrived?.html).toContain('<p>Grüße</p>');
    expect(arrived?.files).toEqual(
      attachments.map(({ name, contentType, content }) => ({
        name,
        type: contentType,
        content: content.toString('base64'),
      })),
    );
  });

  test('carries a picture that the message shows', async () => {
    const picture = { name: 'Dashboard.png', contentType: 'image/png', content: Buffer.from([137, 80, 78, 71]) };
    const attachments = [
      { ...picture, contentId: 'picture@engagex' },
      { ...picture, name: 'also.png' },
    ];
    expect((await rig.mail.send(message('shown@example.com', { attachments }))).kind).toBe('accepted');
    const arrived = (await rig.arrived()).find(({ to }) => to === 'shown@example.com');
    expect(arrived?.html).toContain('<p>Grüße</p>');
    expect(arrived?.files.map(({ name }) => name)).toEqual(['Dashboard.png', 'also.png']);
    expect(arrived?.contentIds).toEqual(['picture@engagex', null]);
  });

  test('lets no name or subject add a header', async () => {
    const evil = 'Eve\r\nBcc: victim@example.com\r\nX-Evil: 1';
    const { kind } = await rig.mail.send(
      message('eve@example.com', {
        to: { name: evil, address: 'eve@example.com' },
        subject: evil,
        from: { name: evil, address: 'hello@shop.example' },
      }),
    );
    expect(kind).toBe('accepted');
    const arrived = (await rig.arrived()).filter(({ to }) => to === 'eve@example.com');
    expect(arrived).toHaveLength(1);
    expect(Object.keys(arrived[0]?.headers ?? {})).not.toContain('x-evil');
    expect(Object.keys(arrived[0]?.headers ?? {})).not.toContain('bcc');
    expect((await rig.arrived()).some(({ to }) => to.includes('victim'))).toBe(false);
  });

  test.each([
    ['rejected@example.com', 'rejected'],
    ['late-rejected@example.com', 'rejected'],
    ['busy@example.com', busy],
    ['lost@example.com', 'unknown'],
  ])('says what became of a message to %s', async (to, kind) => {
    const handOver = await rig.mail.send(message(to));
    expect(handOver.kind).toBe(kind);
    expect(handOver.response).not.toBe('');
  });

  test('hands many messages of one content over, each with its own values, and tells them apart', async () => {
    const content = { subject: ['Hello ', 0], html: ['<p>', 0, '</p> .', 1, '.'], text: [0, '\n.\n', 1] };
    const to = (name: string, index: number): FilledMessage => {
      const { subject: _s, html: _h, text: _t, ...addressed } = message(`${name}${index}@many.example`);
      const id = `01a1fbbc-3220-760e-961e-${String(index).padStart(12, '0')}`;
      const own = {
        deliveryId: id,
        messageId: `<${id}@shop.example>`,
        headers: { 'List-Unsubscribe': `<https://x.example/u/${index}>` },
      };
      return {
        ...addressed,
        ...own,
        content,
        values: [`Zoë ${index} %0% -1- $& {{x}}`, `https://x.example/t/${index}`],
      };
    };
    const names = Array.from({ length: 120 }, (_, index) => (index === 70 ? 'late-rejected' : 'many'));
    const handOvers = await rig.mail.sendAll(names.map(to));
    expect(handOvers.map(({ kind }) => kind)).toEqual(names.map((name) => (name === 'many' ? 'accepted' : 'rejected')));
    const arrived = (await rig.arrived()).filter(
      (each) => each.to.endsWith('@many.example') && each.to.startsWith('many'),
    );
    expect(arrived).toHaveLength(119);
    for (const each of arrived) {
      const index = each.to.replaceAll(/\D/g, '');
      expect(each.subject).toBe(`Hello Zoë ${index} %0% -1- $& {{x}}`);
      expect(each.html.trim()).toBe(`<p>Zoë ${index} %0% -1- $& {{x}}</p> .https://x.example/t/${index}.`);
      expect(each.text.replaceAll('\r\n', '\n').trim()).toBe(
        `Zoë ${index} %0% -1- $& {{x}}\n.\nhttps://x.example/t/${index}`,
      );
      expect(each.headers['list-unsubscribe']).toBe(`<https://x.example/u/${index}>`);
      expect(each.headers['message-id']).toContain(index.padStart(12, '0'));
    }
  });

  test('tells a server that is not there from one that does not want us', async () => {
    expect((await rig.unreachable.send(message('fine@example.com'))).kind).toBe('unreachable');
    expect((await rig.unwelcome.send(message('fine@example.com'))).kind).toBe('refused');
  });
});
