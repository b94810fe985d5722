import type { RecordFault } from './record-faults.ts';

/** The record a fault is about, as far as the words need it. */
export interface FaultyRecord {
  readonly type: string;
  readonly name: string;
  /** The name without the zone: what belongs into the field of most DNS hosts. */
  readonly nameInZone: string;
  readonly value: string;
  readonly domain: string;
  /** The name and the text or target that were found; the name is another one for misplaced records. */
  readonly found: { readonly name: string; readonly value: string } | null;
}

/** What is wrong and what to do about it. */
export function wordsForFault(fault: RecordFault, record: FaultyRecord): string {
  return words[fault](record);
}

const foundName = ({ found, name }: FaultyRecord) => found?.name ?? name;
const foundValue = ({ found }: FaultyRecord) => shortened(found?.value ?? '');
const enterAgain = 'Copy the value again and replace what is there.';

const words: Readonly<Record<RecordFault, (record: FaultyRecord) => string>> = {
  name_doubled: (record) =>
    `The name got your domain twice: the record is at ${foundName(record)}. Your DNS host adds the domain itself, so enter ${record.nameInZone} as the name.`,
  name_without_underscore: (record) =>
    `The record is at ${foundName(record)}, without the underscore. Enter ${record.nameInZone} as the name, with “_”. If your DNS host refuses underscores, move the domain’s DNS to one that takes them.`,
  name_too_short: (record) =>
    `The record is at ${foundName(record)}, which is the domain above. Enter ${record.nameInZone} as the name.`,
  at_apex: (record) =>
    `The record is at ${record.domain} itself instead of ${record.name}. Enter ${record.nameInZone} as the name.`,
  wrong_selector: (record) =>
    record.found && record.found.name !== record.name
      ? `This key is published at ${record.found.name}. Move it to ${record.name}.`
      : `The other key of this domain is published at ${record.name}. Swap the two records, or copy the value again.`,
  wildcard: (record) =>
    `A wildcard record (*) answers for ${record.name}. Add the record with exactly this name; it then takes precedence.`,
  not_delegated: (record) =>
    `No name servers are set up for ${record.domain}. Check that the domain is registered and spelled correctly.`,
  cut_at_255: () =>
    'The text is cut off after 255 characters. Enter it in the two quoted strings shown here, or ask your DNS host how to enter long texts.',
  cut_short: () => `The end of the text is missing. ${enterAgain}`,
  quotes_kept: () => 'The quotation marks became part of the text. Enter the value without quotation marks.',
  smart_quotes: () =>
    'The text has typographic quotation marks (“ ”), which come from a document or mail program. Copy the value from this page and replace what is there.',
  line_breaks: () => 'The text contains a line break. Enter it as one line.',
  invisible_characters: () =>
    `The text contains invisible characters, such as fixed spaces, which come from a web page or document. ${enterAgain}`,
  html_entities: () => `The text contains HTML codes such as &quot; or &#59; in place of characters. ${enterAgain}`,
  plus_lost: () => `The “+” characters of the key became spaces, which makes it another key. ${enterAgain}`,
  pieces_swapped: () => 'The two strings of the text are in the wrong order. Enter the one that starts the text first.',
  spaces_inside: () => `There are spaces inside the key. Some mailbox providers cannot read it then. ${enterAgain}`,
  backslashes: () => 'The text contains backslashes. Enter “;” without a backslash in front of it.',
  semicolons_lost: () => `The semicolons between the parts are missing. ${enterAgain}`,
  case_changed: () => `Small and capital letters were changed, and they matter here. ${enterAgain}`,
  value_twice: () => 'The text was entered twice, one after the other. Delete it and enter it once.',
  text_before: (record) =>
    `There is something in front of the text. It must start with “${record.value.split(/[;\s]/)[0]}”.`,
  trailing_text: () => 'There is something after the text. Remove what is marked here.',
  wrong_type: (record) => `This was entered as another type of record. Delete it and add a ${record.type} record.`,
  other_value: (record) =>
    `Something else is published at ${record.name}. Add this record, or replace what is there if nothing else needs it.`,
  old_key: (record) => `An earlier key of this domain is still published at ${record.name}. Replace it with this one.`,
  other_key: (record) =>
    `A key that is not of EngageX is published at ${record.name}. Replace it, unless another service still signs with it.`,
  key_revoked: () => `The key is empty (p=), which tells mailbox providers that it is revoked. ${enterAgain}`,
  key_unusable: () =>
    `The record limits the key in a way that keeps it from signing mail (k=, h= or s=). ${enterAgain}`,
  key_testing: () => 'The record says t=y, “still testing”: mailbox providers may ignore the signature. Remove “t=y”.',
  two_keys: (record) =>
    `There are several keys at ${record.name}, and mailbox providers take any of them. Keep only this one.`,
  cname_flattened: (record) =>
    `Your DNS host answers with what is behind ${record.value} instead of the CNAME. That works until it changes; if you can, switch off “flattening” for this record.`,
  cname_chained: (record) =>
    `The CNAME leads to ${foundValue(record)}, and only from there to ${record.value}. That works until the one between changes; if you can, let it lead to ${record.value} directly.`,
  cname_proxied: (record) =>
    `${record.name} leads to other addresses, such as those of a proxy. Switch the proxy off (“DNS only”), or replace the record with the CNAME.`,
  cname_elsewhere: (record) =>
    record.type === 'CNAME'
      ? `The CNAME leads to ${foundValue(record)} instead of ${record.value}. Replace the target.`
      : `${record.name} is a CNAME that leads to ${foundValue(record)}. Delete it and add the ${record.type} record.`,
  cname_beside_others: (record) =>
    `There are other records at ${record.name} beside the CNAME, which DNS does not allow. Delete the others.`,
  target_doubled: (record) =>
    `A domain was added to the end of the target: ${foundValue(record)}. Put a dot at the end of the target: ${record.value}.`,
  mx_elsewhere: (record) => `The MX record leads to ${foundValue(record)}. Replace it with ${record.value}.`,
  mx_beside_others: (record) =>
    `There are other MX records at ${record.name}. Bounces that go there are not seen here. Delete the others.`,
  spf_missing: (record) => `There is no SPF record at ${record.name}. Add it as a TXT record.`,
  two_spf: (record) =>
    `There are two SPF records at ${record.name}, so mailbox providers ignore both. Merge them into one.`,
  spf_without_us: (record) =>
    `The SPF record lacks a part of ${record.value}. Add what is marked here in front of “all”.`,
  spf_too_many_lookups: (record) =>
    `The SPF record of ${record.name} needs more than 10 lookups, so mailbox providers reject it. Remove services you no longer use.`,
  spf_invalid: (record) =>
    `Mailbox providers cannot read the SPF record of ${record.name}. Correct what is marked here.`,
  dmarc_missing: (record) =>
    `No DMARC policy applies to ${record.domain}. Gmail, Yahoo and Microsoft ask for one from bulk senders. Publish the record shown here.`,
  two_dmarc: (record) => `There are two DMARC records at ${record.name}, which counts as none. Delete one of them.`,
  dmarc_invalid_policy: (record) =>
    `The DMARC record at ${foundName(record)} has no valid policy. “p” must be none, quarantine or reject.`,
  dmarc_invalid: (record) =>
    `The DMARC record at ${foundName(record)} cannot be read. It must start with “v=DMARC1;” and have each tag once.`,
  dmarc_strict: (record) =>
    `The DMARC record at ${foundName(record)} asks for strict SPF alignment (aspf=s). The return path is below your domain, so only the DKIM signature counts.`,
};

function shortened(value: string): string {
  return value.length > 100 ? `${value.slice(0, 100)}…` : value;
}
