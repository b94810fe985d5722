/**
 * What a value of a column says about whether somebody wants mail. `unconfirmed` never answered a request to confirm;
 * `nothing` leaves it to the other columns.
 */
export const mailMeanings = ['subscribed', 'unsubscribed', 'unconfirmed', 'bounced', 'complained', 'nothing'] as const;
export type MailMeaning = (typeof mailMeanings)[number];
/** What becomes of a person whom no column speaks against is null. */
export type MailStatus = Exclude<MailMeaning, 'subscribed' | 'nothing'>;

/** The targets of columns that speak about mail; several columns of a file may. */
export const mailFields = ['unsubscribed', 'acceptsMail', 'confirmed', 'bounced', 'complained', 'mailStatus'] as const;
export type MailField = (typeof mailFields)[number];

export function isMailField(target: string): target is MailField {
  return (mailFields as readonly string[]).includes(target); // widened: any text may be asked about
}
