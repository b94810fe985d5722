import {
  type ArrivedFacts,
  type DeliveryTestFacts,
  type Finding,
  type FindingName,
  oneClickFields,
  otherSignedFields,
} from './delivery-test-facts.ts';
import { finding } from './finding.ts';

type Look = (seen: ArrivedFacts, facts: DeliveryTestFacts) => Finding;

/** For what can be seen only of a message that arrived. */
function onArrival(name: FindingName, look: Look): (facts: DeliveryTestFacts) => Finding {
  return (facts) => {
    const seen = facts.arrival?.seen;
    if (seen) return look(seen, facts);
    const isOver = facts.arrival?.isOverdue === true || facts.arrival?.state === 'not_taken';
    const words = isOver
      ? 'Not known, because the test message did not arrive.'
      : 'Known once the test message arrives.';
    return finding(name, 'unknown', words);
  };
}

const alignedPass = ({ dkim }: ArrivedFacts) => dkim.find(({ result, isAligned }) => result === 'pass' && isAligned);
const inWords = ({ dkim }: ArrivedFacts) =>
  dkim.map(({ domain, selector, result }) => `${domain} (${selector}): ${result}`).join(', ') || 'No signature';

/** The DNS may know better: whatever it did not answer might have passed. */
const isUnanswered = ({ dkim, spf, dmarc }: ArrivedFacts) =>
  dkim.some(({ isAligned, result }) => isAligned && result === 'temperror') ||
  (dmarc.isSpfAligned && spf.result === 'temperror') ||
  dmarc.result === 'temperror';

export const dmarcFinding = onArrival('dmarc', (seen, { domain }) => {
  const { dmarc, spf } = seen;
  const evidence = {
    From: seen.from,
    'Signed by (DKIM)': inWords(seen),
    'MAIL FROM (SPF)': `${spf.domain || 'Empty'}: ${spf.result}${dmarc.isSpfAligned ? ', aligned' : ', not aligned'}`,
    'DMARC result': dmarc.result,
    Policy: dmarc.policy,
  };
  const isSigned = alignedPass(seen) !== undefined;
  const isPathAligned = dmarc.isSpfAligned && spf.result === 'pass';
  if (!isSigned && !isPathAligned && isUnanswered(seen))
    return finding(
      'dmarc',
      'unknown',
      `The name servers of ${domain} did not answer, so nothing could be verified.`,
      evidence,
    );
  if (!isSigned && !isPathAligned)
    return finding(
      'dmarc',
      'fail',
      `Neither the signature nor the return path belongs to ${domain}, so DMARC fails and mailbox providers may reject the message. Publish the DKIM record of the domain and let this installation sign.`,
      evidence,
    );
  if (dmarc.policy === null)
    return finding(
      'dmarc',
      'warn',
      `The message is aligned with ${domain}, but no DMARC policy applies. Publish the DMARC record shown on the page of the domain.`,
      evidence,
    );
  if (!isSigned)
    return finding(
      'dmarc',
      'warn',
      'DMARC passes by SPF alone, which breaks as soon as a message is forwarded. Let the domain sign its mail, too.',
      evidence,
    );
  if (!isPathAligned)
    return finding(
      'dmarc',
      'warn',
      'DMARC passes by DKIM alone. Microsoft asks bulk senders for SPF as well: publish the return path records of the domain.',
      evidence,
    );
  return finding(
    'dmarc',
    'pass',
    `DMARC passes: the signature and the return path both belong to ${domain}.`,
    evidence,
  );
});

export const signatureFinding = onArrival('signature', (seen, { domain }) => {
  const evidence = { Signatures: inWords(seen) };
  const pass = alignedPass(seen);
  if (pass) return finding('signature', 'pass', `The DKIM signature of ${pass.domain} is valid.`, evidence);
  const broken = seen.dkim.find(({ isAligned }) => isAligned);
  if (broken?.result === 'temperror')
    return finding('signature', 'unknown', 'The name servers did not give the key of the signature.', evidence);
  if (broken)
    return finding(
      'signature',
      'fail',
      `The DKIM signature of ${broken.domain} is not valid (${broken.comment || broken.result}). If the record is published, the mail server changed the message after it was signed: switch off footers, link tracking and rewriting there.`,
      evidence,
    );
  return finding(
    'signature',
    'fail',
    seen.dkim.length > 0
      ? `The message is signed, but not by ${domain}.`
      : `The message is not signed. Verify ${domain}, so that its mail is signed, and check that the mail server does not remove the signature.`,
    evidence,
  );
});

export const oneClickFinding = onArrival('one_click', (seen) => {
  const missing = oneClickFields.filter((name) => !seen.fields.includes(name));
  const signed = alignedPass(seen)?.fields ?? [];
  const uncovered = oneClickFields.filter((name) => !signed.includes(name));
  const evidence = { Missing: missing.join(', '), 'Not signed': missing.length === 0 ? uncovered.join(', ') : '' };
  if (missing.length > 0)
    return finding(
      'one_click',
      'fail',
      'The headers for one-click unsubscribing were removed on the way. Gmail and Yahoo require them: switch off what removes List-Unsubscribe in the mail server.',
      evidence,
    );
  if (uncovered.length > 0)
    return finding(
      'one_click',
      'fail',
      'No valid signature covers the headers for one-click unsubscribing (RFC 8058), so mailbox providers ignore them.',
      evidence,
    );
  return finding('one_click', 'pass', 'One-click unsubscribing arrived and is covered by the signature.');
});

export const signedFieldsFinding = onArrival('signed_fields', (seen) => {
  const pass = alignedPass(seen);
  if (!pass) return finding('signed_fields', 'unknown', 'There is no valid signature that could cover them.');
  const present = otherSignedFields.filter((name) => seen.fields.includes(name));
  const uncovered = present.filter((name) => !pass.fields.includes(name));
  if (uncovered.length === 0)
    return finding('signed_fields', 'pass', 'The signature covers every header that should be signed.', {
      Signed: pass.fields.join(', '),
    });
  return finding(
    'signed_fields',
    'warn',
    'The signature does not cover headers that should be signed, so they can be changed on the way unnoticed.',
    { 'Not signed': uncovered.join(', '), Signed: pass.fields.join(', ') },
  );
});

export const linksFinding = onArrival('links', ({ changedLinks }, { transport }) =>
  changedLinks.length === 0
    ? finding('links', 'pass', 'Links arrived as they were sent.')
    : finding(
        'links',
        'warn',
        `Links were rewritten on the way, which counts clicks twice and can break the signature. Switch off click tracking in ${transport}.`,
        { 'Arrived as': changedLinks.join('\n') },
      ),
);

export const messageIdFinding = onArrival('message_id', ({ messageId }, { arrival, transport }) =>
  arrival !== null && messageId.includes(arrival.id)
    ? finding('message_id', 'pass', 'The Message-ID arrived as it was sent.')
    : finding(
        'message_id',
        'warn',
        `${transport} replaced the Message-ID. Bounces and complaints that name only the Message-ID cannot be matched to the message.`,
        { 'Arrived as': messageId || 'None' },
      ),
);

/**
 * RFC 9477, 3.1: mailbox providers report complaints to CFBL-Address only if a valid signature covers it and belongs to its
 * domain. Ours lies below the domain in From as soon as the return path is published, so one signature does for both.
 */
export const complaintsFinding = onArrival('complaints', (seen, { domain, provider }) => {
  if (provider) return finding('complaints', 'pass', `${provider} reports complaints by its event webhook.`);
  const { complaintAddress: address } = seen;
  const evidence = { 'CFBL-Address': address };
  if (!address)
    return finding(
      'complaints',
      'warn',
      `The header that names the address for complaint reports (CFBL-Address) did not arrive. Messages have it once the return path record of ${domain} is published. If it is, the mail server removed the header. Without it, some mailbox providers send no reports.`,
    );
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  const isSigned = seen.dkim.some(
    ({ domain: signer, result, fields }) =>
      result === 'pass' && fields.includes('cfbl-address') && (host === signer || host.endsWith(`.${signer}`)),
  );
  if (isSigned)
    return finding(
      'complaints',
      'pass',
      `The address for complaint reports is confirmed by the signature of ${domain} (RFC 9477).`,
      evidence,
    );
  const isBelow = host === domain || host.endsWith(`.${domain}`);
  return finding(
    'complaints',
    'warn',
    isBelow
      ? 'No valid signature covers the address for complaint reports, so mailbox providers do not report to it (RFC 9477).'
      : `Complaint reports would go to ${host}, which the signature of ${domain} does not confirm, so mailbox providers do not report to it (RFC 9477). Publish the return path record of the domain: the address is below ${domain} from then on.`,
    evidence,
  );
});
