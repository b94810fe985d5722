/**
 * Why a message was refused. `hard`: the address does not exist or is closed for good. `full`: the mailbox takes no more.
 * `domain`: the domain takes no mail or does not exist. `soft`: for a while only. `policy`: the server objects to us, our
 * address or rate. `content`: it objects to this message. `auth`: SPF, DKIM or DMARC failed. `unclear`: it does not say.
 */
export const bounceClasses = ['hard', 'full', 'domain', 'soft', 'policy', 'content', 'auth', 'unclear'] as const;
export type BounceClass = (typeof bounceClasses)[number];
