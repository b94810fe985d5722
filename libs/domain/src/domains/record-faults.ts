/** What can be wrong with what is published; the words for each are in `words-for-fault.ts`. */
export const recordFaults = [
  // Where it is published
  'name_doubled',
  'name_without_underscore',
  'name_too_short',
  'at_apex',
  'wrong_selector',
  'wildcard',
  'not_delegated',
  // How a text was entered
  'cut_at_255',
  'cut_short',
  'quotes_kept',
  'smart_quotes',
  'line_breaks',
  'spaces_inside',
  'backslashes',
  'semicolons_lost',
  'case_changed',
  'value_twice',
  'text_before',
  'trailing_text',
  'wrong_type',
  'other_value',
  // Keys
  'old_key',
  'other_key',
  'key_revoked',
  'key_unusable',
  'key_testing',
  'two_keys',
  // Names that lead elsewhere
  'cname_flattened',
  'cname_proxied',
  'cname_elsewhere',
  'cname_beside_others',
  'target_doubled',
  'mx_elsewhere',
  'mx_beside_others',
  // SPF
  'spf_missing',
  'two_spf',
  'spf_without_us',
  'spf_too_many_lookups',
  'spf_invalid',
  // DMARC
  'dmarc_missing',
  'two_dmarc',
  'dmarc_invalid_policy',
  'dmarc_invalid',
  'dmarc_strict',
] as const;
export type RecordFault = (typeof recordFaults)[number];
