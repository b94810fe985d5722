import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import {
  type AskedByCard,
  type DashboardCard,
  dashboardLimits,
  dashboardsRoutes,
  type DashboardSummary,
  type DashboardView,
  shopDashboard,
} from '@engagex/domain/reports';
import { exploreQuery, type ExploreQuery } from '@engagex/domain/explore';
import { conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import {
  addDashboard,
  changeDashboard,
  countDashboards,
  dashboardOf,
  dashboardToMail,
  deletedDashboard,
  listDashboards,
  reportsShown,
  reportsToShow,
  setDashboardDeleted,
} from './dashboards.queries.ts';
import { assertMayChange, copyOf, type Owned, shown } from './ownership.ts';

type Row = Omit<DashboardView, 'canChange' | 'asked'> & Owned;
type SummaryRow = Omit<DashboardSummary, 'canChange'> & Owned;

type DashboardContents = Pick<DashboardView, 'name' | 'cards' | 'asked'>;

const usualRefreshSeconds = 30;

/** Grids of cards that show reports. */
@Injectable()
export class DashboardsService {
  constructor(
    private readonly db: TenantDb,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    const rows = await this.db.rows<SummaryRow>(listDashboards, [currentUserId(), dashboardLimits.dashboards]);
    return { items: rows.map(shown) };
  }

  async get(id: string): Promise<DashboardView> {
    const row = await this.#row(id);
    return { ...shown(row), asked: await this.#askedBy(row.cards) };
  }

  /** What it shows, whoever is to read it; null when it was deleted. */
  async contents(id: string): Promise<DashboardContents | null> {
    const row = await this.db.row<Pick<DashboardView, 'name' | 'cards'>>(dashboardToMail, [id]);
    return row && { ...row, asked: await this.#askedBy(row.cards) };
  }

  async create({ name, starter }: ParsedInputOf<typeof dashboardsRoutes.create>) {
    const { count = 0 } = (await this.db.row<{ count: number }>(countDashboards)) ?? {};
    if (count >= dashboardLimits.dashboards)
      throw conflict(
        'dashboard.too-many',
        `An organization can have ${dashboardLimits.dashboards} dashboards. Delete some first.`,
      );
    return this.#add(name, starter === 'shop' ? shopCards() : [], usualRefreshSeconds);
  }

  async update({ id, version, ...next }: ParsedInputOf<typeof dashboardsRoutes.update>) {
    const before = await this.#row(id);
    assertMayChange(before, 'dashboard', next.visibility);
    const edited = { route: dashboardsRoutes.update, lastChange: lastChangeOf('dashboards'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.get(id));
    const { name = before.name, cards = before.cards, visibility = before.visibility } = next;
    const refresh = next.refreshSeconds === undefined ? before.refreshSeconds : next.refreshSeconds;
    if (next.cards) await this.#assertMayShow(next.cards, before.cards);
    await this.db.rows(changeDashboard, [id, name, JSON.stringify(cards), refresh, visibility, currentUserId()]);
    noteAudit({
      objectName: name,
      before: {
        name: before.name,
        cards: before.cards,
        refreshSeconds: before.refreshSeconds,
        visibility: before.visibility,
      },
      after: { name, cards, refreshSeconds: refresh, visibility },
    });
    return this.#changed(id);
  }

  async duplicate(id: string) {
    const { name, cards, refreshSeconds } = await this.#row(id);
    const own = await this.#ownCards(cards);
    return this.#add(copyOf(name, dashboardLimits.nameLength), own, refreshSeconds);
  }

  async delete(id: string): Promise<void> {
    const row = await this.#row(id);
    assertMayChange(row, 'dashboard');
    await this.db.rows(setDashboardDeleted, [id, this.clock.now(), currentUserId()]);
    noteAudit({ objectName: row.name });
    afterCommit(() => this.live.publish('dashboards', id));
  }

  async restore(id: string) {
    const row = await this.db.row<Row>(deletedDashboard, [currentUserId(), id]);
    if (!row) throw notFound('dashboard');
    assertMayChange(row, 'dashboard');
    await this.db.rows(setDashboardDeleted, [id, null, currentUserId()]);
    noteAudit({ objectName: row.name });
    return this.#changed(id);
  }

  /** A copy keeps what its author cannot see, as a question of its own. */
  async #ownCards(cards: readonly DashboardCard[]): Promise<DashboardCard[]> {
    const visible = await this.db.rows<{ id: string }>(reportsToShow, [currentUserId(), reportsIn(cards)]);
    const asked = await this.#askedBy(cards);
    return cards.map((card) => {
      const { content } = card;
      const isVisible = content.kind === 'text' || content.source.kind === 'query';
      if (isVisible || visible.some(({ id }) => id === reportOfCard(card))) return { ...card, id: randomUUID() };
      const question = asked.find(({ cardId }) => cardId === card.id);
      if (!question) return { ...card, id: randomUUID() };
      const { name, query } = question;
      return { ...card, id: randomUUID(), content: { kind: content.kind, source: { kind: 'query', name, query } } };
    });
  }

  async #askedBy(cards: readonly DashboardCard[]): Promise<AskedByCard[]> {
    const reports = await this.db.rows<{ id: string; name: string; query: ExploreQuery }>(reportsShown, [
      reportsIn(cards),
    ]);
    return cards.flatMap((card) => {
      if (card.content.kind === 'text') return [];
      const { source } = card.content;
      if (source.kind === 'query') return [{ cardId: card.id, name: source.name, query: source.query }];
      const report = reports.find(({ id }) => id === source.reportId);
      return report ? [{ cardId: card.id, name: report.name, query: report.query }] : [];
    });
  }

  /** What is on it already stays, also when its report is not shared with whoever changes the dashboard. */
  async #assertMayShow(cards: readonly DashboardCard[], before: readonly DashboardCard[]): Promise<void> {
    const kept = new Set(reportsIn(before));
    const added = reportsIn(cards).filter((id) => !kept.has(id));
    const found = await this.db.rows<{ id: string }>(reportsToShow, [currentUserId(), added]);
    if (found.length < new Set(added).size)
      throw invalid('dashboard.report-gone', 'A report on this dashboard does not exist any more. Remove its card.');
  }

  async #add(name: string, cards: readonly DashboardCard[], refreshSeconds: number | null) {
    const values = [name, JSON.stringify(cards), refreshSeconds, currentUserId()];
    const added = await this.db.row<{ id: string }>(addDashboard, values);
    const id = added?.id ?? '';
    noteAudit({ objectId: id, objectName: name, after: { name, cards } });
    return this.#changed(id);
  }

  async #row(id: string): Promise<Row> {
    const row = await this.db.row<Row>(dashboardOf, [currentUserId(), id]);
    if (!row) throw notFound('dashboard');
    return row;
  }

  #changed(id: string): Promise<DashboardView> {
    afterCommit(() => this.live.publish('dashboards', id));
    return this.get(id);
  }
}

function reportOfCard({ content }: DashboardCard): string | null {
  return content.kind !== 'text' && content.source.kind === 'report' ? content.source.reportId : null;
}

function reportsIn(cards: readonly DashboardCard[]): string[] {
  return cards.flatMap((card) => reportOfCard(card) ?? []);
}

function shopCards(): DashboardCard[] {
  return shopDashboard.map(({ kind, name, query, ...place }) => ({
    ...place,
    id: randomUUID(),
    content: { kind, source: { kind: 'query', name, query: exploreQuery.parse(query) } },
  }));
}
