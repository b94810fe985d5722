import { Building2, ClipboardList, Gauge, ReceiptText } from 'lucide-react';
import type { Feature } from '../../shared/feature.ts';

export const operators: Feature = {
  operatorPages: [
    {
      path: '/',
      load: async () => (await import('./organizations-page.tsx')).OrganizationsPage,
      navigation: { name: 'Organizations', place: 10, icon: Building2 },
    },
    {
      path: '/organizations/:organizationId',
      load: async () => (await import('./organization-page.tsx')).OrganizationPage,
    },
    {
      path: '/plans',
      load: async () => (await import('./plans-page.tsx')).PlansPage,
      needsPlans: true,
      navigation: { name: 'Plans', place: 20, icon: Gauge },
    },
    {
      path: '/billing-checks',
      load: async () => (await import('./billing-checks-page.tsx')).BillingChecksPage,
      needsPlans: true,
      navigation: { name: 'Billing checks', place: 25, icon: ReceiptText },
    },
    {
      path: '/actions',
      load: async () => (await import('./actions-page.tsx')).ActionsPage,
      navigation: { name: 'Operator log', place: 30, icon: ClipboardList },
    },
  ],
  things: { 'organization-plans': { name: 'Assigned plans' } },
  actions: { 'organization-plans.assign': 'As operator of the installation, assigned the plan' },
};
