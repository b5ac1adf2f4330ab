import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { ACTIONS, lastSync, STATUS, useSyncStatus } from "./sync_status_hook";

/** One button per installed provider, in the header of the calendar. */
export class CalendarSyncButtons extends Component {
    static template = "calendar_sync_base.CalendarSyncButtons";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.sync = useSyncStatus({ opensPreview: true });
        this.action = useService("action");
    }

    get connected() {
        return this.sync.state.providers.filter((one) => !this.isNew(one));
    }

    get unconnected() {
        return this.sync.state.providers.filter((one) => this.isNew(one));
    }

    isNew(one) {
        return one.status.startsWith("not_") || (one.status === "problem" && !one.email);
    }

    look(one) {
        return STATUS[this.sync.statusOf(one)];
    }

    /** Return what stands beside the name: the time when all is well, else the state. */
    text(one) {
        const status = this.sync.statusOf(one);
        return status === "in_sync" ? _t("in sync as of %s", lastSync(one)) : STATUS[status].text;
    }

    /** Return the whole sentence: the tooltip, and the head of the menu. */
    sentence(one) {
        const status = this.sync.statusOf(one);
        if (status === "in_sync") {
            return _t("In sync as of %s", lastSync(one));
        }
        return (status !== "syncing" && one.message) || STATUS[status].text;
    }

    items(one) {
        return one.actions.map((name) => ({ name, ...ACTIONS[name] }));
    }

    openAccount(one) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: one.label,
            res_model: "calendar.sync.account",
            res_id: one.account_id,
            views: [[false, "form"]],
        });
    }
}
