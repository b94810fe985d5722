import type { CampaignReview, CampaignView } from '@engagex/domain/campaigns';
import { problemSeverities, type TemplateProblem } from '@engagex/domain/templates';
import { Link } from 'wouter';
import { Notice } from '../../../ui/notice.tsx';
import { FixButton } from './fix-button.tsx';

const stepOfField: Readonly<Record<string, string>> = {
  templateId: '/edit?step=0',
  groupIds: '/edit?step=1',
  topicId: '/edit?step=2',
  senderName: '/edit?step=2',
  senderEmail: '/edit?step=2',
  postalAddress: '/settings',
  organization: '/settings',
  plan: '/edit?step=4',
  abTest: '/edit?step=3',
  rollout: '/edit?step=3',
};

const titles: Readonly<Record<TemplateProblem['severity'], string>> = {
  error: 'Fix these before sending',
  warning: 'Check these before sending',
  advice: 'Could be better',
};
const meanings = { error: 'danger', warning: 'warning', advice: 'info' } as const;

interface ReviewProblemsProps {
  readonly review: CampaignReview;
  readonly campaign: Pick<CampaignView, 'id' | 'templateId'>;
}

/** What has to be fixed or checked before a draft is sent, each with the way to where that is done. */
export function ReviewProblems({ review, campaign: { id, templateId } }: ReviewProblemsProps) {
  const hrefOf = ([field = '']: readonly string[]) => {
    const place = stepOfField[field] ?? `/templates/${templateId ?? ''}`;
    return place.startsWith('/edit') ? `/campaigns/${id}${place}` : place;
  };
  return problemSeverities.map((severity) => {
    const problems = review.problems.filter((problem) => problem.severity === severity);
    if (problems.length === 0) return null;
    return (
      <Notice key={severity} meaning={meanings[severity]} title={titles[severity]}>
        <ul className="list-disc pl-4">
          {problems.map(({ path, message, line, fix }) => (
            <li key={`${path.join('.')} ${message} ${line ?? ''}`}>
              <Link className="inline-block min-h-6 align-top wrap-anywhere underline" href={hrefOf(path)}>
                {message}
              </Link>
              {line ? ` (line ${line})` : ''}
              {fix && templateId && path[0] !== 'abTest' && <FixButton templateId={templateId} fix={fix} />}
            </li>
          ))}
        </ul>
      </Notice>
    );
  });
}
