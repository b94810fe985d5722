/** Named SQL of previews and tests. All of it runs in a tenant transaction. */
import { frozenTranslations } from '../campaigns/index.ts';

/** $1 campaign: what its variants said when it was launched. */
export const frozenContents = `
  select variant, sender_name as "senderName", subject, html, text, coalesce(language, 'en') as language,
    ${frozenTranslations('c')} as translations
  from campaign_contents c where campaign_id = $1 order by variant`;

/** $1 campaign: where its tracked links lead. */
export const frozenLinks = 'select position, url from campaign_links where campaign_id = $1';

/** $1 addresses in lower case: the members who have them, each once; first whoever confirmed it. */
export const testersOf = `
  select distinct on (u.email_key) u.name, u.email, u.email_verified_at is not null as "isConfirmed"
  from memberships m join users u on u.id = m.user_id where u.email_key = any ($1::text[])
  order by u.email_key, u.email_verified_at is null`;
