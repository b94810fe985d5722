import type { ComplianceRequirement } from '@engagex/domain/postmaster';

export const requirementWords: Readonly<Record<ComplianceRequirement, string>> = {
  spf: 'SPF',
  dkim: 'DKIM',
  spf_and_dkim: 'SPF and DKIM',
  dmarc_policy: 'DMARC policy',
  dmarc_alignment: 'DMARC alignment',
  message_formatting: 'Message format',
  dns_records: 'Forward and reverse DNS',
  encryption: 'Encryption (TLS)',
  user_reported_spam_rate: 'Spam rate',
  one_click_unsubscribe: 'One-click unsubscribe',
  honor_unsubscribe: 'Honors unsubscribes',
};
