import { bounceMinutes, type DeliveryTestFacts, type Finding } from './delivery-test-facts.ts';
import { finding, lasted } from './finding.ts';

const byMailbox = (sender: string | null) =>
  `Bounces go to ${sender ?? 'the sender'} instead. Have that mailbox read for bounces, so that they are still counted and addresses suppressed.`;

/** Whether the server sends with our return path, which names the message. */
export function returnPathFinding(facts: DeliveryTestFacts): Finding {
  const { arrival, provider, sender, transport } = facts;
  const { returnPath = null, refusal, seen = null } = arrival ?? {};
  const evidence = { 'MAIL FROM': seen?.mailFrom, Response: refusal };
  if (provider)
    return finding(
      'return_path',
      'pass',
      `${provider} uses return paths of its own and reports bounces by its event webhook.`,
      evidence,
    );
  if (returnPath === 'refused')
    return finding(
      'return_path',
      'warn',
      `${transport} does not accept our return path, so messages leave with the sender’s own. ${byMailbox(sender)}`,
      evidence,
    );
  if (seen === null || returnPath === null)
    return finding('return_path', 'unknown', 'Known once the test message arrives.', evidence);
  if (isOurs(facts))
    return finding(
      'return_path',
      'pass',
      'The return path arrived as it was sent: each bounce names its message.',
      evidence,
    );
  return finding(
    'return_path',
    'warn',
    `${transport} replaced the return path with ${seen.mailFrom || 'an empty one'}. Unless it passes bounces on, they are not seen here. ${byMailbox(sender)}`,
    evidence,
  );
}

export function bounceFinding(facts: DeliveryTestFacts): Finding {
  const { bounce, provider, transport } = facts;
  if (provider)
    return finding('bounce', 'pass', `${provider} handles bounces itself and reports them by its event webhook.`);
  if (bounce?.cameAt) {
    const time = bounce.handedAt ? ` after ${lasted(bounce.handedAt, bounce.cameAt)}` : '';
    return finding('bounce', 'pass', `Your bounce came back${time}.`, {
      Status: bounce.seen?.status,
      'Bounce says': bounce.seen?.words,
    });
  }
  const evidence = { Response: bounce?.response };
  if (bounce?.state === 'not_taken')
    return /^5\d\d[ -].*refuses all mail/i.test(bounce.response ?? '')
      ? finding(
          'bounce',
          'pass',
          `${transport} learned of the bad address during the hand-over and refused it at once.`,
          evidence,
        )
      : finding('bounce', 'unknown', 'The message that should bounce was not accepted.', evidence);
  if (!bounce?.isOverdue) return finding('bounce', 'unknown', 'The bounce has not come back yet.');
  const isKept = facts.arrival?.returnPath === 'ours' && (facts.arrival.seen === null || isOurs(facts));
  return isKept
    ? finding(
        'bounce',
        'fail',
        `No bounce came back within ${bounceMinutes} minutes. Check that ${transport} sends bounces (delivery status notifications) to the return path.`,
        evidence,
      )
    : finding(
        'bounce',
        'warn',
        `No bounce came back within ${bounceMinutes} minutes, because the return path is not ours. ${byMailbox(facts.sender)}`,
        evidence,
      );
}

function isOurs({ arrival, inboundHost, domain }: DeliveryTestFacts): boolean {
  const mailFrom = arrival?.seen?.mailFrom.toLowerCase() ?? '';
  const [localPart = '', host = ''] = mailFrom.split('@');
  return /^[a-z2-7]{39}$/.test(localPart) && (host === inboundHost || host.endsWith(`.${domain}`));
}
