import { Component } from "@odoo/owl";
import { ACTIONS, useSyncStatus } from "@calendar_sync_base/sync_status/sync_status_hook";

/** One line above the calendar while one of the user's accounts waits for the user. */
export class CalendarSyncBanner extends Component {
    static template = "calendar_sync_base.CalendarSyncBanner";
    static props = {};

    setup() {
        this.sync = useSyncStatus();
    }

    get waiting() {
        return this.sync.state.providers.filter((one) => one.attention);
    }

    /** Return the action that repairs it: the first one offered. */
    action(one) {
        const [name] = one.actions;
        return name && { name, ...ACTIONS[name] };
    }
}
