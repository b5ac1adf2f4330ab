import { _t } from "@web/core/l10n/translation";
import { Component } from "@odoo/owl";
import { formatList } from "@web/core/l10n/utils/format_list";
import { lastSync } from "@calendar_sync_base/sync_status/sync_status_hook";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { useService } from "@web/core/utils/hooks";

const LOOK = {
    in_sync: { icon: "fa-check-circle", color: "text-success", text: _t("in sync") },
    pending: { icon: "fa-clock-o", color: "text-info", text: _t("waiting to be sent") },
    asks: { icon: "fa-envelope-o", color: "text-warning", text: _t("asks you") },
    waiting: { icon: "fa-pause-circle", color: "text-warning", text: _t("on hold") },
    problem: { icon: "fa-exclamation-triangle", color: "text-danger", text: _t("set aside") },
};

/** Where a meeting is synchronized, one line for each calendar, or why it is not. */
export class CalendarSyncStateField extends Component {
    static template = "calendar_sync_base.SyncStateField";
    static props = { ...standardFieldProps };

    setup() {
        this.orm = useService("orm");
    }

    get value() {
        return this.props.record.data[this.props.name] || { places: [], reason: false };
    }

    look(place) {
        return LOOK[place.status];
    }

    /** Return the state with its time: "in sync as of 10:42". */
    status(place) {
        const { text } = this.look(place);
        if (place.status !== "in_sync" || !place.when) {
            return text;
        }
        return _t("in sync as of %s", lastSync({ last_sync: place.when }));
    }

    pending(place) {
        return _t("Not sent yet: %s", formatList(place.pending));
    }

    async act(method, place) {
        await this.orm.call("calendar.sync.link", method, [[place.link_id]]);
        await this.props.record.load();
    }
}

registry.category("fields").add("calendar_sync_state", {
    component: CalendarSyncStateField,
    displayName: _t("Where a meeting is synchronized"),
    supportedTypes: ["json"],
});
