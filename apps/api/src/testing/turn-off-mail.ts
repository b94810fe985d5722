import { categories, mandatoryCategories, notificationsRoutes } from '@engagex/domain/notifications';
import type { TestMember } from './test-api.ts';

/** The member wants no notification by mail that can be turned off. */
export async function turnOffMail(member: TestMember): Promise<void> {
  const choices = categories
    .filter((category) => !mandatoryCategories.includes(category))
    .map((category) => ({ category, channel: 'email', isOn: false }) as const);
  await member.call(notificationsRoutes.choose, { choices });
}
