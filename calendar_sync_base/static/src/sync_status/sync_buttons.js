import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { useService } from "@web/core/utils/hooks";
import { lastSync, STATUS, useSyncStatus } from "./sync_status_hook";

const LABELS = {
    connect: _t("Reconnect"),
    sync_now: _t("Sync now"),
    stop: _t("Stop synchronization"),
    resume: _t("Resume synchronization"),
    disconnect: _t("Disconnect"),
};

const ICONS = {
    connect: "fa-plug",
    sync_now: "fa-refresh",
    stop: "fa-stop",
    resume: "fa-play",
    disconnect: "fa-chain-broken",
};

/** One button per installed provider, in the header of the calendar. */
export class CalendarSyncButtons extends Component {
    static template = "calendar_sync_base.CalendarSyncButtons";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.sync = useSyncStatus();
        this.action = useService("action");
    }

    get connected() {
        return this.sync.state.providers.filter((one) => !this.isNew(one));
    }

    get unconnected() {
        return this.sync.state.providers.filter((one) => this.isNew(one));
    }

    isNew(one) {
        return ["not_configured", "not_connected"].includes(one.status);
    }

    look(one) {
        return STATUS[this.sync.statusOf(one)];
    }

    /** Return what stands beside the name: the time when all is well, else the state. */
    text(one) {
        const status = this.sync.statusOf(one);
        return status === "in_sync" ? lastSync(one) : STATUS[status].text;
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
        return one.actions.map((name) => ({ name, label: LABELS[name], icon: ICONS[name] }));
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
