import { Injectable } from '@nestjs/common';
import { editorGoneMs, type TemplateEditor } from '@engagex/domain/templates';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { Live } from '../../../platform/live/live.ts';
import { Clock } from '../../../ports/clock.ts';
import { TemplatesService } from '../templates.service.ts';

/** $1 template, $2 since when. */
const editorsOf = `
  select e.user_id as "userId", u.name from template_editors e join users u on u.id = e.user_id
  where e.template_id = $1 and e.seen_at >= $2 group by e.user_id, u.name order by min(e.seen_at), e.user_id`;

/** $1 template, $2 who, $3 tab, $4 when: answers whether it is news. */
const stay = `
  insert into template_editors (template_id, user_id, tab, seen_at) values ($1, $2, $3, $4)
  on conflict (organization_id, template_id, user_id, tab) do update set seen_at = excluded.seen_at returning xmax = 0 as "isNew"`;

/** $1 since when: those of the whole organization who closed it without a word. */
const forgetGone = `delete from template_editors where seen_at < $1 returning template_id as "templateId"`;

/** $1 template, $2 who, $3 tab. */
const leave = `
  delete from template_editors where template_id = $1 and user_id = $2 and tab = $3 returning template_id as "templateId"`;

/** Who has the editor of a template open. */
@Injectable()
export class TemplateEditors {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly templates: TemplatesService,
  ) {}

  async list(id: string): Promise<{ editors: TemplateEditor[] }> {
    await this.templates.get(id);
    return { editors: await this.db.rows<TemplateEditor>(editorsOf, [id, this.#goneSince()]) };
  }

  /** Others are told by live updates of who came, and by their own next beat of who went without a word. */
  async stay(id: string, tab: string) {
    const userId = currentUserId();
    await this.templates.get(id);
    if (userId) {
      const beat = await this.db.row<{ isNew: boolean }>(stay, [id, userId, tab, this.clock.now()]);
      const gone = await this.db.rows<{ templateId: string }>(forgetGone, [this.#goneSince()]);
      this.#announce([...(beat?.isNew ? [id] : []), ...gone.map(({ templateId }) => templateId)]);
    }
    return this.list(id);
  }

  async leave(id: string, tab: string): Promise<void> {
    const left = await this.db.rows<{ templateId: string }>(leave, [id, currentUserId(), tab]);
    this.#announce(left.map(({ templateId }) => templateId));
  }

  #announce(templateIds: readonly string[]): void {
    for (const id of new Set(templateIds)) afterCommit(() => this.live.publish('template-editors', id));
  }

  #goneSince(): Date {
    return new Date(this.clock.now().getTime() - editorGoneMs);
  }
}
