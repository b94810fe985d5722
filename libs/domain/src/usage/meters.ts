/**
 * What is counted. Emails and events are entered as they happen: an email once a mail server or provider accepted it, never
 * for an attempt. Contacts, seats and domains are entered once in a month (UTC) when they are there at the end of a day;
 * storage is entered at the end of each day.
 */
export const meters = ['emails', 'contacts', 'seats', 'events', 'domains', 'storage'] as const;
export type Meter = (typeof meters)[number];

export const meterNames: Readonly<Record<Meter, { readonly name: string; readonly unit: string }>> = {
  emails: { name: 'Emails', unit: 'emails' },
  contacts: { name: 'Contacts', unit: 'contacts a month' },
  seats: { name: 'Seats', unit: 'seats a month' },
  events: { name: 'Events', unit: 'events' },
  domains: { name: 'Domains', unit: 'domains a month' },
  storage: { name: 'Storage', unit: 'MB-days' },
};

/** What an email was sent as. */
export const emailKinds = ['campaign', 'message'] as const;
export type EmailKind = (typeof emailKinds)[number];
