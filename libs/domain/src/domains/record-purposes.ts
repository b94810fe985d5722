/**
 * What a record is for. `ownership` proves who may use the domain; `dkim` holds a public key; `return_path` brings bounces
 * home; `dmarc` tells mailbox providers what to do with forgeries; `links` makes links show the domain.
 */
export const recordPurposes = ['ownership', 'dkim', 'return_path', 'dmarc', 'links'] as const;
export type RecordPurpose = (typeof recordPurposes)[number];

export const recordTypes = ['TXT', 'CNAME', 'MX'] as const;
export type RecordType = (typeof recordTypes)[number];

/**
 * What was found of a record. `published`: as it should be. `missing`: nothing there. `wrong`: something else. `unreachable`:
 * its name servers did not answer, so nobody knows. `unchecked`: nobody has looked yet.
 */
export const recordStandings = ['published', 'missing', 'wrong', 'unreachable', 'unchecked'] as const;
export type RecordStanding = (typeof recordStandings)[number];
