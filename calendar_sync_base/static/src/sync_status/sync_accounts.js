import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { lastSync, STATUS, useSyncStatus } from "./sync_status_hook";

const LABELS = {
    connect: _t("Reconnect"),
    sync_now: _t("Sync now"),
    stop: _t("Stop"),
    resume: _t("Resume"),
    disconnect: _t("Disconnect"),
};

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
        const unconnected = one.status.startsWith("not_") || !one.account_id;
        const names = unconnected ? ["connect"] : one.actions;
        return names.map((name) => ({
            name,
            label: name === "connect" && unconnected ? _t("Connect") : LABELS[name],
        }));
    }
}

registry.category("view_widgets").add("calendar_sync_accounts", {
    component: CalendarSyncAccounts,
});
