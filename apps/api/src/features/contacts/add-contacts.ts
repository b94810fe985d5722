/** Every way in which contacts come into being: by hand, by the API, by a file, by a form. */

/** First the standard fields, in their order. */
const columns = `email, first_name, last_name, phone, language, time_zone, country, external_id, attributes, subscription,
  unsubscribed_at, created_by_id, updated_by_id`;

/** The part of a statement that makes contacts `c`: one of each row of a query or `values` with these columns, in order. */
export function addContacts(rows: string): string {
  return `insert into contacts as c (${columns}) ${rows}`;
}
