import { _t } from "@web/core/l10n/translation";
import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { KanbanRenderer } from "@web/views/kanban/kanban_renderer";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

const MANAGER = "calendar_sync_base.group_calendar_sync_manager";
const LINKS = "calendar_sync_base.action_links";
const PROBLEMS = "calendar_sync_base.action_problems";

/**
 * Figures that open what they count, and what ends soon; above the list of all accounts. Users who
 * come to the list of their own accounts see none of it.
 */
export class CalendarSyncHealthOverview extends Component {
    static template = "calendar_sync_base.HealthOverview";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ figures: null });
        onWillStart(() => this.load());
        onWillUpdateProps(() => this.load());
    }

    async load() {
        if (!(await user.hasGroup(MANAGER))) {
            return;
        }
        this.state.figures = await this.orm.silent.call("calendar.sync.account", "health_overview");
    }

    /** Return the tiles: what is counted, how it looks when it is not zero, where it leads. */
    get tiles() {
        const filter = (name) => () => this.filter(name);
        const open = (action, context) => () =>
            this.action.doAction(action, { additionalContext: context });
        return [
            { name: "connected", label: _t("Connected"), color: "success", go: filter("connected") },
            { name: "attention", label: _t("Need attention"), color: "danger", go: filter("attention") },
            { name: "late", label: _t("Late"), color: "warning", go: filter("late") },
            {
                name: "pending",
                label: _t("Meetings waiting"),
                color: "info",
                go: open(LINKS, { search_default_pending: 1 }),
            },
            { name: "problems", label: _t("Set aside"), color: "danger", go: open(PROBLEMS, {}) },
        ];
    }

    /** Show only the accounts of one filter. */
    filter(name) {
        const { searchModel } = this.env;
        const [item] = searchModel.getSearchItems((one) => one.name === name);
        searchModel.clearQuery();
        searchModel.toggleSearchItem(item.id);
    }
}

export class HealthListRenderer extends ListRenderer {
    static template = "calendar_sync_base.HealthListRenderer";
    static components = { ...ListRenderer.components, CalendarSyncHealthOverview };
}

export class HealthKanbanRenderer extends KanbanRenderer {
    static template = "calendar_sync_base.HealthKanbanRenderer";
    static components = { ...KanbanRenderer.components, CalendarSyncHealthOverview };
}

const views = registry.category("views");
views.add("calendar_sync_health_list", { ...listView, Renderer: HealthListRenderer });
views.add("calendar_sync_health_kanban", { ...kanbanView, Renderer: HealthKanbanRenderer });
