import { can, roles } from '@engagex/domain/accounts';
import { seenBy } from '../reports/index.ts';

/** Named SQL of who gets dashboards. All of it runs in a tenant transaction. */

const rolesThatRead = roles.filter((role) => can(role, 'reports:read')).map((role) => `'${role}'`);

/**
 * Why a member cannot be mailed dashboard `t`, null when they can. Of the user `user`, joined as `u`, and their membership `m`.
 */
export const whyNot = (user: string) => `case
  when m.id is null then 'left'
  when m.role not in (${rolesThatRead.join(', ')}) or not ${seenBy(user)} then 'no_access'
  when u.email_verified_at is null then 'unverified' end`;

/** $1 schedule, $2 users: exactly these get it. */
export const removeOtherRecipients = `
  delete from dashboard_schedule_recipients where schedule_id = $1 and user_id <> all ($2::uuid[])`;
export const addRecipients = `
  insert into dashboard_schedule_recipients (schedule_id, user_id) select $1, unnest($2::uuid[])
  on conflict (organization_id, schedule_id, user_id) do nothing`;
/** $1 schedule, $2 user. */
export const receiveAgain = `
  update dashboard_schedule_recipients set stopped_at = null where schedule_id = $1 and user_id = $2`;

/** $1 schedule, $2 user, $3 now. Keeps since when they do not want it. */
export const stopReceiving = `
  update dashboard_schedule_recipients set stopped_at = $3 where schedule_id = $1 and user_id = $2 and stopped_at is null`;

/** $1 dashboard: members it can be mailed to. */
export const candidatesFor = `
  select u.id, u.name from dashboards t join memberships m on m.organization_id = t.organization_id join users u on u.id = m.user_id
  where t.id = $1 and (${whyNot('m.user_id')}) is null order by lower(u.name), u.id limit 1000`;

/** $1 dashboard, $2 users: those of them it can be mailed to. */
export const ableToReceive = `
  select u.id from dashboards t join memberships m on m.organization_id = t.organization_id join users u on u.id = m.user_id
  where t.id = $1 and u.id = any ($2::uuid[]) and (${whyNot('m.user_id')}) is null`;
