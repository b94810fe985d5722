import { z } from 'zod';
import { id, idParams, route } from '../shared/index.ts';

/** How often an open editor says that it is still open, and after how long without that it counts as closed. */
export const editorBeatMs = 10_000;
export const editorGoneMs = 25_000;

/** A member with the editor of a template open, in however many tabs. */
export const templateEditor = z.object({ userId: id, name: z.string() });
export type TemplateEditor = z.output<typeof templateEditor>;

const editors = z.object({ editors: z.array(templateEditor) });
/** `tab` is drawn at random by each open page. */
const tab = z.object({ tab: id });

export const templateEditorsRoutes = {
  list: route({
    id: 'template-editors.list',
    method: 'GET',
    path: '/api/templates/:id/editors',
    summary: 'Members who have the editor of a template open',
    permission: 'templates:read',
    params: idParams,
    response: editors,
  }),
  stay: route({
    id: 'template-editors.stay',
    method: 'POST',
    path: '/api/templates/:id/editors',
    summary: 'Say that the editor is open, every ten seconds; answers who else has it open',
    permission: 'templates:write',
    audited: false,
    params: idParams,
    body: tab,
    response: editors,
  }),
  leave: route({
    id: 'template-editors.leave',
    method: 'POST',
    path: '/api/templates/:id/editors/leave',
    summary: 'Say that the editor was closed',
    permission: 'templates:write',
    audited: false,
    params: idParams,
    body: tab,
  }),
};
