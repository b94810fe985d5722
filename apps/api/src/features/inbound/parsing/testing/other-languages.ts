import type { Sample } from './families.ts';

/** Notices that name the address in a sentence of their language, or between punctuation of theirs, and those that block. */
export const inOtherLanguages: readonly Sample[] = [
  {
    family: 'portuguese',
    text: 'Sua mensagem não pôde ser entregue para o destinatário <ada@example.org>. A caixa postal está cheia.',
  },
  { family: 'italian', text: 'Il messaggio non è stato recapitato a ada@example.org\nMotivo: casella inesistente' },
  {
    family: 'polish',
    text: 'Wiadomość nie została dostarczona do: ada@example.org\n550 nie ma takiego użytkownika',
  },
  { family: 'swedish', text: 'Ditt meddelande kunde inte levereras till\n\nada@example.org\n550 okänd användare' },
  { family: 'turkish', text: 'İletiniz şu alıcıya teslim edilemedi:\n\nada@example.org' },
  {
    family: 'czech',
    text: 'Zpráva nemohla být doručena adresátovi ada@example.org.\n550 5.1.1 schránka neexistuje',
  },
  {
    family: 'japanese, brackets without a space',
    text: '宛先（ada@example.org）にメールを配信できませんでした。\n理由：ユーザが存在しません。',
  },
  {
    family: 'japanese, quotation marks',
    text: '次のメールアドレスへ送信できませんでした：\n「ada@example.org」\n550 User unknown',
  },
  {
    family: 'chinese, in a table of HTML',
    headers: 'Content-Type: text/html; charset=utf-8\n',
    text: '<table><tr><td>很抱歉您发送的邮件被退回</td></tr><tr><td>无法发送到 ada@example.org</td></tr><tr><td>收件人邮件地址（ada@example.org）不存在，邮件无法送达。</td></tr></table>',
  },
  {
    family: 'google, blocked',
    text: '** Message blocked **\n\nYour message to ada@example.org has been blocked. See technical details below for more information.',
  },
  {
    family: 'a filter',
    text: "Your message was blocked by a policy of the recipient's organization.\n\nRecipient: ada@example.org\nSubject: Spring",
  },
];
