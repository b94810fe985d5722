import { domainInSql } from '../../platform/address-sql.ts';
import { firstRows } from '../../platform/http/paging.ts';
import { freezePeople, bouncesAndComplaintsOf } from '../deliveries/index.ts';
import type { CompiledSegment } from '../segments/index.ts';
import { reasonToSkip } from '../preferences/index.ts';
import type { DueTimes } from './due-times.ts';

/** Named SQL of campaigns. All of it runs in a tenant transaction. */

const audienceOf = ({ from, where }: CompiledSegment) => `
  from ${from} where c.deleted_at is null and ${where}`;

/** How many people an audience has. */
export const countPeople = (who: CompiledSegment) => `select count(*)::int as people ${audienceOf(who)}`;

/** Why somebody in an audience is not mailed, null for nothing; whose hour has passed only comes last. */
const reasonOf = (topicId: string, dueTimes: DueTimes) =>
  `coalesce(${reasonToSkip(topicId)}, case when ${dueTimes.isSkipped} then 'hour_passed' end)`;

/** $1 topic: how many people are in the audience, each once, by the reason not to mail them (null: none), and when they are due. */
export const countAudience = (dueTimes: DueTimes) => `
  ${dueTimes.with} select reason, count(*)::int as people, count(*) filter (where passed)::int as passed,
    count(*) filter (where lost)::int as "withoutZone", min(due_at) as "firstAt", max(due_at) as "lastAt"
  from (select ${reasonOf('$1::uuid', dueTimes)} as reason, ${dueTimes.isPassed} as passed, ${dueTimes.isWithoutZone} as lost,
    nullif(${dueTimes.dueAt}, '-infinity') as due_at ${audienceOf(dueTimes.who)}) p group by reason`;

/** $1 campaign, $2 topic: one row per person of a stage, those not to be mailed included with the reason. */
export const freezeAudience = (dueTimes: DueTimes, stage: 0 | 1 = 0) => `
  ${dueTimes.with} ${freezePeople(`
    select c.id, c.email, ${reasonOf('$2::uuid', dueTimes)} as reason, ${dueTimes.dueAt} as due_at, ${stage} as stage,
      null::int as variant
    ${audienceOf(dueTimes.who)}`)}`;

/** What the organization has set that decides when a campaign starts. */
export const planContext = `
  select time_zone as "timeZone", undo_seconds as "undoSeconds" from organizations where id = current_organization()`;

/** $1 campaign: the families of mailbox providers in its frozen audience. */
export const noteMailboxProviders = `
  update campaigns set mailbox_providers = array(select distinct mailbox_provider from deliveries
    where campaign_id = $1 and state = 'pending' order by mailbox_provider) where id = $1`;

/** What Liquid reads of the three people with the longest attributes among the first 2,000 of an audience. */
export const fullestPeople = (who: CompiledSegment) => `
  select email, first_name, last_name, phone, language, country, attributes
  from (select c.* ${audienceOf(who)} limit 2000) p order by length(attributes::text) desc limit 3`;

const personShown = `c.id, c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone, c.external_id as "externalId"`;

/**
 * $1 topic, $2 the last one of before or null, $3 limit: what Liquid reads of the next people of an audience who would get
 * the message, in the order of their ids.
 */
export const nextPeople = (who: CompiledSegment) => `
  select c.id, c.email, c.first_name, c.last_name, c.phone, c.language, c.country, c.attributes ${audienceOf(who)}
    and ($2::uuid is null or c.id > $2::uuid) and ${reasonToSkip('$1::uuid')} is null order by c.id limit $3`;

/** A few people of an audience to see a message as: of its first 2,000, those about whom most is known. */
export const peopleOfAudience = (who: CompiledSegment) => `
  select ${personShown} from (select c.* ${audienceOf(who)} limit 2000) c
  order by c.first_name is null, length(c.attributes::text) desc, c.id limit 20`;

/** $1 campaign: a few of those in its frozen audience, who are still contacts. */
export const peopleOfLedger = `
  select ${personShown} from (select contact_id from deliveries where campaign_id = $1 order by contact_id limit 200) d
  join contacts c on c.id = d.contact_id and c.deleted_at is null
  order by c.first_name is null, c.id limit 20`;

/** The domains of an audience that most of its addresses are of, as far as it is not known who takes their mail. */
export const audienceDomains = (who: CompiledSegment) => `
  select p.domain from (select ${domainInSql('c.email')} as domain ${audienceOf(who)} and c.email is not null) p
  where not exists (select from receiving_domains r where r.domain = p.domain and r.expires_at > now())
  group by 1 order by count(*) desc, 1 limit 500`;

/** $1 campaign: people not handed over yet in each other campaign of the organization that is sending. */
export const leftOfOthers = `
  select sum(c.count)::int as left from campaigns k
  join delivery_counts c on c.organization_id = k.organization_id and c.campaign_id = k.id
    and c.state in ('pending', 'submitting')
  where k.status = 'sending' and k.id <> $1 and coalesce(k.limited_until <= now(), true) group by k.id having sum(c.count) > 0`;

/**
 * $1 now: messages per second the organization's campaigns were accepted at, over the steps of 10 seconds of the last
 * day in which any was, the newest minute of them; null when there were none.
 */
export const recentRate = `
  select sum(accepted)::float8 / (10 * count(*)) as "perSecond" from (
    select s.at, sum(s.count) as accepted from campaigns k
    join campaign_series s on s.organization_id = k.organization_id and s.campaign_id = k.id and s.kind = 'accepted'
      and s.at >= $1::timestamptz - interval '1 day' and s.at < date_bin('10 seconds', $1, 'epoch')
    where k.status = 'sending' or k.finished_at >= $1::timestamptz - interval '1 day'
    group by s.at order by s.at desc limit 6) steps`;

/** $1 campaign: pending people by mailbox provider. */
export const leftByMailboxProvider = `
  select mailbox_provider as "mailboxProvider", count(*)::int as left from deliveries where campaign_id = $1 and state = 'pending' group by mailbox_provider`;

/** $1 topic: the same people as `countAudience` finds for the message, by mailbox provider. */
export const countMailboxProviders = (who: CompiledSegment) => `
  select coalesce(r.mailbox_provider, 'other') as "mailboxProvider", count(*)::int as people
  from (select ${domainInSql('c.email')} as domain, ${reasonToSkip('$1::uuid')} as reason ${audienceOf(who)}) p
  left join receiving_domains r on r.domain = p.domain where p.reason is null group by 1`;

/**
 * $1 campaign, $2 until, $3 what it waits for, $4 now, $5 the turn in which that was found out. Only while there is
 * somebody who waits, and not when limits were changed meanwhile.
 */
export const waitUntil = `
  update campaigns k set limited_until = $2, limited_by = $3
  where k.id = $1 and k.status = 'sending' and extract(epoch from k.turn_at)::text = $5 and somebody_is_due(k, $4)
  returning k.id`;

/**
 * The same when some come first: $3 groups of equal size, either $4 percent of the people to be mailed or $5 people
 * altogether (`sizesOf` is the same sum). Who comes first, and with which variant, is drawn by the order of
 * md5(campaign id, contact id): random, the same whenever it is worked out, and even.
 */
export const freezeInStages = (who: CompiledSegment) =>
  freezePeople(`
  select id, email, reason, '-infinity'::timestamptz as due_at, case when reason is null and place > first then 1 else 0 end as stage,
    case when reason is null and place <= first and $3::int > 1 then (place - 1) % $3::int end as variant
  from (
    select *, row_number() over (partition by reason is null order by hash, id) as place,
      $3::int * greatest(1, coalesce($5::int, count(*) filter (where reason is null) over () * $4::int / 100) / $3::int) as first
    from (select c.id, c.email, md5($1::uuid::text || c.id::text) as hash, ${reasonToSkip('$2::uuid')} as reason ${audienceOf(who)}) p
  ) placed`);

/** $1 campaign, $2 stage: people of it who are still to be mailed. */
export const pendingOfStage = `
  select count(*)::int as people from deliveries where campaign_id = $1 and stage = $2 and state = 'pending'`;

/** $1 campaign: people who are still to be mailed, as they were counted when they were frozen. */
export const pendingPeople = `
  select coalesce(sum(count), 0)::int as people from delivery_counts where campaign_id = $1 and state = 'pending'`;

/** $1 campaign, $2 since when, $3 its groups: of those to be mailed, who was added or joined one of the groups since. */
export const joinedSince = `
  select count(*)::int as people from deliveries d
  join contacts c on c.organization_id = d.organization_id and c.id = d.contact_id
  where d.campaign_id = $1 and d.state = 'pending' and (c.created_at > $2 or exists (
    select from group_members m where m.organization_id = d.organization_id and m.contact_id = d.contact_id
      and m.group_id = any ($3::uuid[]) and m.created_at > $2))`;

/** $1 campaign: what it has done to people so far, and when campaigns of its organization pause by themselves. */
export const countsAndLimits = `
  select ${bouncesAndComplaintsOf('k.id')}, k.acknowledged, o.pause_at_bounces::float8 as "pauseAtBounces",
    o.pause_at_complaints::float8 as "pauseAtComplaints", o.pause_from as "pauseFrom"
  from campaigns k join organizations o on o.id = k.organization_id where k.id = $1`;

/** What lists show of a campaign. */
const summary = `
  select k.id, k.name, k.status, k.pause_reason as "pauseReason", k.audience, k.starts_at as "startsAt",
    k.launched_at as "launchedAt", k.finished_at as "finishedAt", k.archived_at as "archivedAt", k.updated_at as "updatedAt",
    case when k.status = 'draft' then (select coalesce(a.decision, 'asked') from campaign_approvals a
      where a.organization_id = k.organization_id and a.campaign_id = k.id
        and a.withdrawn_at is null and a.decision is distinct from 'declined') end as approval,
    case when k.status = 'sending' and k.stage = 0 and k.held_since is not null and k.decision is null
      then case when k.wake_at is null then 'choice' else 'time' end end as "heldFor",
    coalesce((select sum(d.count) from delivery_counts d where d.organization_id = k.organization_id
      and d.campaign_id = k.id and d.state = 'accepted'), 0) as accepted,
    coalesce((select e.people from engagement_counts e where e.organization_id = k.organization_id
      and e.campaign_id = k.id and e.kind = 'open'), 0) as opened,
    coalesce((select e.people from engagement_counts e where e.organization_id = k.organization_id
      and e.campaign_id = k.id and e.kind = 'click'), 0) as clicked
  from campaigns k where k.deleted_at is null`;

/** $1 status or null, $2 part of the name or null, $3 before this id or null, $4 limit, $5 archived ones: without, with or only. Newest first. */
export const listCampaigns = firstRows(
  `${summary} and ($1::text is null or k.status = $1) and ($2::text is null or strpos(lower(k.name), lower($2)) > 0)
    and ($3::uuid is null or k.id < $3) and ($5::text = 'with' or (k.archived_at is not null) = ($5 = 'only'))
  order by k.id desc`,
  '$4',
);

/** $1 first and $2 last day of the organization, $3 limit: what was sent or is scheduled on them. */
export const campaignsOfDays = `
  select k.id, k.name, k.status, k.audience, k.at, k.plan ->> 'kind' = 'local' as "isLocal",
    to_char(k.shown, 'YYYY-MM-DD') as day, to_char(k.shown, 'HH24:MI') as time
  from (
    select c.*, coalesce(c.launched_at, c.starts_at) as at,
      case when c.plan ->> 'kind' = 'local' then (c.plan ->> 'time')::timestamp
        else coalesce(c.launched_at, c.starts_at) at time zone o.time_zone end as shown
    from campaigns c join organizations o on o.id = c.organization_id
    where c.deleted_at is null and c.status <> 'draft'
      and (c.launched_at >= $1::date - 2 or c.starts_at >= $1::date - 2)
      and (c.launched_at < $2::date + 3 or c.starts_at < $2::date + 3)
  ) k
  where k.shown >= $1::date and k.shown < $2::date + 1
  order by k.shown, k.id limit $3`;

/** $1 names that templates use: those that are no attribute of contacts. */
export const attributesUnknown = `
  select x.name from unnest($1::text[]) as x (name)
  where not exists (select from attribute_definitions a where a.name = x.name and a.deleted_at is null)`;

/** Who the organization's campaigns usually come from, and what their links are marked with. */
export const usualSettings = `
  select coalesce(sender_name, '') as "senderName", coalesce(sender_email, '') as "senderEmail", utm
  from organizations where id = current_organization()`;

/** $1 groups of a draft: those that do not exist. */
export const unknownGroups = `
  select x.id from unnest($1::uuid[]) as x (id)
  where not exists (select from groups g where g.id = x.id and g.deleted_at is null)`;

/** $1 templates of the variants of a draft: those that do not exist. */
export const unknownTemplates = `
  select x.id from unnest($1::uuid[]) as x (id)
  where not exists (select from templates t where t.id = x.id and t.deleted_at is null)`;

/** $1 campaign: its name and the subject that most people got. */
export const subjectSent = `
  select k.name, c.subject from campaigns k
  join campaign_contents c on c.organization_id = k.organization_id and c.campaign_id = k.id
    and c.variant = coalesce(k.chosen_variant, 0)
  where k.id = $1`;

/** $1 campaign, if it has an audience. */
export const sentCampaign = `select 1 from campaigns where id = $1 and audience is not null and deleted_at is null`;

/** $1 segments of a draft: those that do not exist. */
export const unknownSegments = `
  select x.id from unnest($1::uuid[]) as x (id)
  where not exists (select from segments s where s.id = x.id and s.deleted_at is null)`;

/** Those that wait for a limit or transport; and those just finding out that they have to, for their turn is over. */
export const recheckWaiting = `
  update campaigns set limited_until = null, limited_by = null, turn_at = clock_timestamp() where status = 'sending'`;

/** $1 campaign that is being opened again: nothing of before keeps it waiting. */
export const forgetWait = `update campaigns set limited_until = null, limited_by = null where id = $1`;

/** $1 campaign, $2 variant, $3 subject, $4 HTML, $5 text, $6 their language, $7 name of the sender or null. */
export const freezeContent = `
  insert into campaign_contents (campaign_id, variant, subject, html, text, language, sender_name)
  values ($1, $2, $3, $4, $5, $6, $7)`;

/** $1 campaign, $2 variant, $3 subject, $4 HTML, $5 text, $6 their language. */
export const freezeTranslation = `
  insert into campaign_translations (campaign_id, variant, subject, html, text, language) values ($1, $2, $3, $4, $5, $6)`;

/** What the row `c` of campaign_contents says in other languages, as JSON. */
export const frozenTranslations = (c: string) => `
  coalesce((select jsonb_agg(jsonb_build_object('language', t.language, 'subject', t.subject, 'html', t.html, 'text', t.text)
    order by t.language) from campaign_translations t
    where t.organization_id = ${c}.organization_id and t.campaign_id = ${c}.campaign_id and t.variant = ${c}.variant), '[]')`;

/** $1 topic, $2 how many languages: those that most of the people read who would get the message, with their number. */
export const languagesOfAudience = (who: CompiledSegment) => `
  select c.language, count(*)::int as people ${audienceOf(who)} and ${reasonToSkip('$1::uuid')} is null
    and c.language is not null
  group by c.language order by 2 desc, 1 limit $2`;
