import {
  templateDraft,
  templateDraftsRoutes,
  templatesRoutes,
  draftContent,
  type TemplateDraft,
} from '@engagex/domain/templates';
import { baseDocument } from '../../../../../../../libs/domain/src/documents/testing/random-edits.ts';
import type { DraftServer } from '../../../../../../../libs/domain/src/templates/testing/editors-at-work.ts';
import { Refused, type TestMember } from '../../../../testing/test-api.ts';

/** A new template of this member, edited through the API. */
export async function apiServer(member: TestMember): Promise<DraftServer> {
  const { id } = await member.call(templatesRoutes.create, {
    name: 'Edited by two',
    subject: 'News',
    kind: 'visual',
    document: baseDocument(),
  });
  return {
    get: async () => storedOf(await member.call(templateDraftsRoutes.get, { id })),
    save: async (baseRevision, content) => {
      try {
        return { stored: storedOf(await member.call(templateDraftsRoutes.save, { id, baseRevision, ...content })) };
      } catch (error) {
        if (!(error instanceof Refused) || error.problem.code !== 'template-draft.conflict') throw error;
        return { current: storedOf(templateDraft.parse(Reflect.get(error.problem, 'current'))) };
      }
    },
  };
}

function storedOf(draft: TemplateDraft) {
  return { revision: draft.revision, content: draftContent.parse(draft) };
}
