import { z } from 'zod';
import { variantName } from '../campaigns/first-stage.ts';
import { count, id, idParams, line, pageOf, pageQuery, route, timestamp, version } from '../shared/index.ts';
import { attributionLimits } from './attribution-limits.ts';
import { amount } from './money.ts';

const days = z
  .int('Enter a whole number of days.')
  .min(1, 'Count over at least one day.')
  .max(attributionLimits.days, `Count over at most ${attributionLimits.days} days.`);
const eventName = line('the name of an event');

export const attributionBases = ['click', 'open'] as const;

export const attributionRules = z.object({
  /** `open` counts clicks and opens. Only those of people, never of machines. */
  basis: z.enum(attributionBases),
  /** From a click to the conversion at most. */
  clickDays: days,
  openDays: days,
  /** The event that is a conversion, unless a campaign names another. */
  eventName,
  /** Whether links tell the website which message they are from, so that purchases without signing in are attributed too. */
  marksLinks: z.boolean(),
});
export type AttributionRules = z.output<typeof attributionRules>;

export const usualAttribution: AttributionRules = {
  basis: 'click',
  clickDays: 5,
  openDays: 1,
  eventName: 'purchase',
  marksLinks: false,
};

export const attributionSettings = attributionRules.extend({ updatedAt: timestamp });
export type AttributionSettings = z.output<typeof attributionSettings>;

/** What conversions in one currency come to; currencies are never added up. */
export const revenue = z.object({
  currency: z.string(),
  orders: count,
  revenue: amount,
  refunded: amount,
  /** Revenue less refunds. */
  net: amount,
  average: amount,
});
export type Revenue = z.output<typeof revenue>;

const results = {
  /** Messages that were accepted. */
  accepted: count,
  conversions: count,
  /** Messages with at least one conversion. */
  converted: count,
  revenue: z.array(revenue),
};

export const campaignAttribution = z.object({
  eventName: z.string(),
  /** Whether the campaign names this event itself. */
  isOwnGoal: z.boolean(),
  rules: attributionRules.pick({ basis: true, clickDays: true, openDays: true }),
  ...results,
  /** Of the conversions, those that may still be attributed otherwise. */
  undecided: count,
  variants: z.array(z.object({ variant: variantName, ...results })),
});
export type CampaignAttribution = z.output<typeof campaignAttribution>;

/** Why a conversion is attributed to a campaign or not. */
export const attributionOutcomes = ['attributed', 'no_contact', 'no_touch', 'touch_too_old', 'touch_later'] as const;
export type AttributionOutcome = (typeof attributionOutcomes)[number];

export const conversionView = z.object({
  id,
  eventName: z.string(),
  orderId: z.string().nullable(),
  /** How often this order was reported. It counts once. */
  sent: count,
  isTrusted: z.boolean(),
  occurredAt: timestamp,
  amount: amount.nullable(),
  currency: z.string().nullable(),
  refunded: amount,
  contactId: id.nullable(),
  /** The contact's address or name; null for a browser that nobody signed in with. */
  contact: z.string().nullable(),
  touch: z.enum(['click', 'open']),
  touchedAt: timestamp,
  /** Where the link led. */
  url: z.string().nullable(),
  via: z.enum(['contact', 'browser']),
  variant: variantName.nullable(),
  /** When its attribution became final; null while it may change. */
  decidedAt: timestamp.nullable(),
  decidesAt: timestamp,
});
export type ConversionView = z.output<typeof conversionView>;

export const attributionSummary = z.object({
  days: count,
  conversions: count,
  outcomes: z.array(z.object({ outcome: z.enum(attributionOutcomes), conversions: count })),
  revenue: z.array(z.object({ currency: z.string(), total: amount, attributed: amount })),
});
export type AttributionSummary = z.output<typeof attributionSummary>;

export const attributionsRoutes = {
  settings: route({
    id: 'attributions.settings',
    method: 'GET',
    path: '/api/attribution',
    summary: 'Which events are conversions, and which opens and clicks they are attributed to',
    permission: 'campaigns:read',
    response: attributionSettings,
  }),
  saveSettings: route({
    id: 'attributions.save-settings',
    method: 'PUT',
    path: '/api/attribution',
    summary: 'Change this; conversions that are already decided stay as they are',
    permission: 'organization:write',
    body: attributionRules.extend({ version }),
    response: attributionSettings,
  }),
  summary: route({
    id: 'attributions.summary',
    method: 'GET',
    path: '/api/attribution/summary',
    summary: 'How many conversions of the last days are attributed to campaigns, and why the others are not',
    permission: 'reports:read',
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    response: attributionSummary,
  }),
  ofCampaign: route({
    id: 'attributions.of-campaign',
    method: 'GET',
    path: '/api/campaigns/:id/attribution',
    summary: 'Conversions and revenue of a campaign, by currency and variant',
    permission: 'reports:read',
    params: idParams,
    response: campaignAttribution,
  }),
  conversions: route({
    id: 'attributions.conversions',
    method: 'GET',
    path: '/api/campaigns/:id/conversions',
    summary: 'The conversions attributed to a campaign, newest first, each with the open or click that is the reason',
    permission: 'contacts:read',
    params: idParams,
    query: pageQuery,
    response: pageOf(conversionView),
  }),
  export: route({
    id: 'attributions.export',
    method: 'GET',
    path: '/api/campaigns/:id/conversions.csv',
    summary: 'The same conversions as a CSV file',
    permission: 'contacts:read',
    params: idParams,
    produces: 'text/csv',
  }),
  setGoal: route({
    id: 'campaigns.set-goal',
    method: 'PUT',
    path: '/api/campaigns/:id/goal',
    summary: 'Name the event that is a conversion of this campaign, or go back to that of the organization',
    permission: 'campaigns:write',
    params: idParams,
    body: z.object({
      /** Null for the organization's. */
      eventName: eventName.nullable(),
    }),
    response: campaignAttribution,
  }),
};
