/**
 * What is counted. Emails and events are entered as they happen: an email once a mail server or provider accepted it, never
 * for an attempt. Contacts, seats and domains are entered once in a month (UTC) when they are there at the end of a day;
 * storage is entered at the end of each day.
 */
export const meters = ['emails', 'contacts', 'seats', 'events', 'domains', 'storage'] as const;
export type Meter = (typeof meters)[number];

export const meterNames: Readonly<Record<Meter, { readonly name: string; readonly unit: string }>> = {
  emails: { name: 'Emails', unit: 'Emails' },
  contacts: { name: 'Contacts', unit: 'Contacts, each once a month' },
  seats: { name: 'Seats', unit: 'Seats, each once a month' },
  events: { name: 'Events', unit: 'Events' },
  domains: { name: 'Domains', unit: 'Domains, each once a month' },
  storage: { name: 'Storage', unit: 'Megabytes at the end of the day' },
};
