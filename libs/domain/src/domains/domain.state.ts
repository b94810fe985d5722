/**
 * `pending`: not proven yet. `verified`: everything needed is published. `degraded`: a needed record is gone or wrong; mail
 * still goes out for a while. `failed`: it stayed that way, the domain was never proven, or another organization has it.
 */
export const domainStates = ['pending', 'verified', 'degraded', 'failed'] as const;
export type DomainState = (typeof domainStates)[number];
