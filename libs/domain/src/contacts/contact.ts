import type { AttributeValue } from './attributes.ts';

export const subscriptions = ['subscribed', 'unsubscribed'] as const;
export type Subscription = (typeof subscriptions)[number];

/** A person the organization may message. */
export class Contact {
  id!: string;
  /** At least one of address, phone number and external id is there. */
  email: string | null = null;
  firstName: string | null = null;
  lastName: string | null = null;
  phone: string | null = null;
  language: string | null = null;
  timeZone: string | null = null;
  country: string | null = null;
  externalId: string | null = null;
  attributes: Record<string, AttributeValue> = {};
  subscription: Subscription = 'subscribed';
  unsubscribedAt: Date | null = null;
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;

  /** Opting out is remembered with its time; doing it twice keeps the first. */
  unsubscribe(at: Date): void {
    if (this.subscription === 'unsubscribed') return;
    this.subscription = 'unsubscribed';
    this.unsubscribedAt = at;
  }
}

/** A hand-made set of contacts. */
export class Group {
  id!: string;
  name!: string;
  memberCount = 0;
  createdAt!: Date;
  updatedAt!: Date;
  deletedAt: Date | null = null;
  createdById: string | null = null;
  updatedById: string | null = null;
}
