/** Bounds of what the inbound listener takes, from whoever connects; docs/limits.md says them to operators. */
export const inboundLimits = {
  /** What is announced (RFC 1870). More than is kept: whole messages come back, too. */
  bytes: 10 * 1024 * 1024,
  /** No report needs more; what is longer carries somebody's attachment. */
  keptBytes: 1024 * 1024,
  connections: 200,
  connectionsOfOneAddress: 20,
  recipients: 50,
  /** Whoever tries more addresses than this is looking for some. */
  unknownAddresses: 10,
  silentMs: 60_000,
  /** Together with others a mail is tried so often; then it may be what makes them fail, and is tried alone. */
  attempts: 5,
  /** So often alone, each time after twice as long; then it is set aside. */
  attemptsAlone: 6,
  keptDays: 30,
} as const;
