import { phrases } from './phrases.ts';

/** Sentences of no one in particular. They count where a mail system wrote them. */
export const anyone = phrases(`
  could not be delivered | couldn't be delivered | can not be delivered | cannot be delivered | can't be delivered
  couldn’t be delivered | was not delivered | were not delivered | wasn't delivered | has not been delivered
  not be delivered | could not deliver | cannot deliver | not deliverable | undeliverable | undelivered
  unable to deliver | unable to send | not able to deliver | failed to deliver | failed to reach | failed to send
  delivery failed | delivery has failed | delivery failure | delivery error | failed permanently
  has been rejected | was rejected | been returned | is being returned | returned to you | returned to sender
  returned mail | permanent error | permanent failure | permanently failed | fatal error | giving up | gave up
  no further delivery | will not be retried | delivery attempts | user unknown | unknown user | no such user
  no such address | no such mailbox | user not found | recipient not found | does not exist | doesn't exist
  invalid recipient | recipient rejected | unknown recipient | mailbox unavailable | mailbox is full
  mailbox full | over quota | quota exceeded | host unknown | host not found | account is disabled
  address rejected | not listed in | unrouteable address | no longer in use | is not known | not accepted
  problems delivering | error delivering | had trouble delivering | addresses failed | not a valid
  message not delivered | non-delivery | nondelivery | bounced | failed recipient | unknown host | unknown domain
  no valid recipients | failed addresses | returned because | did not exactly match | no matches
  delivery problem | no mailbox here | not found | wasn't able to deliver | could not be sent
  not reach the following | error was detected while processing | automatically rejected | mail failed
  failed mail | following addresses | error occurred | did not reach | could not process | not able to process
  was blocked | been blocked | message blocked | no users here | not a mail user | refused | rejecting | not be found | no account | recipient unknown
  no recipient | undelivrable | delivre a
  konnte nicht zugestellt | nicht zugestellt werden | unzustellbar | zustellung fehlgeschlagen
  nicht ausgeliefert | empfänger nicht gefunden | unbekannter benutzer | n'a pas pu être | n’a pas pu être
  n'a pas été remis | non remis | non distribu | échec de la remise | adresse inconnue | no se pudo entregar
  no se ha podido entregar | no ha sido entregado | error al entregar | no se puede entregar
  não pôde ser entregue | não foi entregue | não foi possível entregar | falha na entrega | non è stato recapitato
  impossibile recapitare | mancata consegna | non può essere consegnato | kon niet worden bezorgd
  niet worden afgeleverd | не удалось доставить | не доставлено | не может быть доставлено | не было доставлено
  невозможно доставить | не существует | 送信できませんでした | 配信できません | 配信に失敗 | 配送できません | お届けできません | 宛先不明 | エラーメール
  ユーザが存在しません | 届きませんでした | 无法投递 | 无法送达 | 退信 | 投递失败 | 无法发送 | 用户不存在 | 不存在 | 被退回 | 無法傳遞 | 傳送失敗 | 退回 | 전송 실패 | 전달되지
  배달되지
  nie została dostarczona | nie została doręczona | nie może zostać dostarczona | nie można dostarczyć | niedostarczon
  zwrot wiadomości | kunde inte levereras | inte leverera | kunne ikke leveres | ikke levert | ikke leveret
  ei voitu toimittaa | toimitus epäonnistui | nemohla být doručena | nelze doručit | nebyla doručena | nedoručiteln
  nem kézbesíthető | nem sikerült kézbesíteni | nu a putut fi livrat | teslim edilemedi | iletilemedi | gönderilemedi
  не може бути доставлен | не вдалося доставити | δεν παραδόθηκε | αδυναμία παράδοσης
`);

/** Of these, those that say it of the message, so that a mail system need not name an address beside them. */
export const notDelivered: readonly string[] = anyone.filter((words) =>
  /deliver|zugestellt|remis|entreg|recapit|levere|доставлен|配信|投递|送达/.test(words),
);

/** What a mail system writes to the owner of a mailbox of its own. */
export const toTheOwner = phrases(`
  your mailbox is | your mailbox has | your mailbox will | your quota | your storage | you have exceeded your
  you have reached your | you will not be able to | you may not be able to | you cannot receive
`);

/** Nobody has given up yet. */
export const stillTrying = phrases(`
  you do not need to resend | this is a warning message only | warning message only | this is only a warning
  you do not have to resend | no action is required on your part | will continue to be attempted
  delivery attempts will continue | will keep trying | will continue trying | will continue to try
  still being retried | will retry for | will be retried | delivery will be retried
  attempts to deliver the message will continue | has been delayed | has been queued | is delayed
  delivery is delayed | delivery delayed | delivery delay | delivery incomplete | not yet been delivered
  has not yet been delivered | could not be delivered yet | hasn't been delivered yet | will try again
  temporarily delayed | message still undelivered | still undelivered after | has been waiting
  remains in the queue | noch nicht zugestellt | verzögert | gmail will retry | there was a temporary problem
`);

/** Somebody has: a notice on several recipients, or one that tells of earlier tries, may say both. */
export const gaveUp = phrases(`
  permanent error | permanent failure | permanently | giving up | given up | gave up | no further | permanent fatal
  will not be retried | could not be delivered within | has expired | returned to sender
`);
