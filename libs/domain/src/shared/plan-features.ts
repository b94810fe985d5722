/** What plans may leave out. */
export const planFeatures = [
  'ab_tests',
  'dashboard_schedules',
  'event_exports',
  'link_hosts',
  'single_sign_on',
] as const;
export type PlanFeature = (typeof planFeatures)[number];

/** What each is called in the middle of a sentence. */
export const planFeatureNames: Readonly<Record<PlanFeature, string>> = {
  ab_tests: 'A/B tests',
  dashboard_schedules: 'dashboards by mail',
  event_exports: 'daily exports of events',
  link_hosts: 'links on your own domain',
  single_sign_on: 'single sign-on',
};
