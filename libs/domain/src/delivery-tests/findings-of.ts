import { bounceFinding, returnPathFinding } from './bounce-findings.ts';
import type { DeliveryTestFacts, Finding, Verdict } from './delivery-test-facts.ts';
import { arrivalFinding, encryptionFinding, handOverFinding } from './hand-over-findings.ts';
import {
  complaintsFinding,
  dmarcFinding,
  linksFinding,
  messageIdFinding,
  oneClickFinding,
  signatureFinding,
  signedFieldsFinding,
} from './message-findings.ts';
import { inboundHostFinding, recordsFinding } from './setup-findings.ts';

/** What is known by now, worst first. While a delivery test runs, what is still to come is `unknown`. */
export function findingsOf(facts: DeliveryTestFacts): Finding[] {
  const found = facts.inboundHost === null ? [recordsFinding(facts), inboundHostFinding()] : allOf(facts);
  return found.toSorted((a, b) => rankOf(b.verdict) - rankOf(a.verdict));
}

function allOf(facts: DeliveryTestFacts): Finding[] {
  return [
    recordsFinding(facts),
    handOverFinding(facts),
    encryptionFinding(facts),
    arrivalFinding(facts),
    dmarcFinding(facts),
    signatureFinding(facts),
    oneClickFinding(facts),
    signedFieldsFinding(facts),
    linksFinding(facts),
    messageIdFinding(facts),
    returnPathFinding(facts),
    bounceFinding(facts),
    complaintsFinding(facts),
  ];
}

/** How bad it is; what nobody knows is worse than what is fine. */
export function rankOf(verdict: Verdict): number {
  return { pass: 0, unknown: 1, warn: 2, fail: 3 }[verdict];
}

/** The worst of them. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  return findings.reduce<Verdict>((worst, { verdict }) => (rankOf(verdict) > rankOf(worst) ? verdict : worst), 'pass');
}
