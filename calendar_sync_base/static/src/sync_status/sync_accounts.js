import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ACTIONS, lastSync, STATUS, useSyncStatus } from "./sync_status_hook";

/** The user's own accounts, in the preferences: one row per installed provider. */
export class CalendarSyncAccounts extends Component {
    static template = "calendar_sync_base.CalendarSyncAccounts";
    static props = { ...standardWidgetProps };

    setup() {
        this.sync = useSyncStatus();
    }

    look(one) {
        return STATUS[this.sync.statusOf(one)];
    }

    lastSync(one) {
        return lastSync(one);
    }

    /** Return the actions of a provider; the first is the one to take. */
    actions(one) {
        const names = one.status === "not_configured" ? ["connect"] : one.actions;
        const connect = one.email ? ACTIONS.connect.label : _t("Connect");
        return names.map((name) => ({
            name,
            label: name === "connect" ? connect : ACTIONS[name].label,
        }));
    }
}

registry.category("view_widgets").add("calendar_sync_accounts", {
    component: CalendarSyncAccounts,
});
