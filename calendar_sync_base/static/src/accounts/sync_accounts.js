import { _t } from "@web/core/l10n/translation";
import { Component, onMounted, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { FormViewDialog } from "@web/views/view_dialogs/form_view_dialog";
import { formatList } from "@web/core/l10n/utils/format_list";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { useDebounced } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";
import { lastSync, STATUS } from "../sync_status/sync_status_hook";
import { actionsOf, useAccountActions } from "./account_actions";
import { CalendarNameDialog } from "./calendar_name_dialog";

const REFRESH_DELAY = 300;
const NEW = "new";

/** What a calendar is to the account; a main or own one needs no word about what may be done. */
const ACCESS = {
    free_busy: _t("Busy times only"),
    read: _t("Read only"),
    write: _t("Shared with you"),
    own: "",
};

/** The accounts of a user with their calendars: the user's own, or for managers anybody's. */
export class CalendarSyncAccounts extends Component {
    static template = "calendar_sync_base.CalendarSyncAccounts";
    static components = { Dropdown, DropdownItem };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        const bus = useService("bus_service");
        this.state = useState({ accounts: [], providers: [], product: "", busy: {} });
        this.actions = useAccountActions(() => this.load());
        const soon = useDebounced(() => this.load(), REFRESH_DELAY);
        onWillStart(() => this.load());
        onMounted(() => bus.subscribe("calendar_sync/status", soon));
        onWillUnmount(() => bus.unsubscribe("calendar_sync/status", soon));
    }

    async load() {
        const args = [[this.props.record.resId]];
        Object.assign(this.state, await this.orm.silent.call("res.users", "calendar_sync_overview", args));
    }

    // -- what is shown ---------------------------------------------------------------------------

    status(account) {
        return this.state.busy[account.id] ? "syncing" : account.status;
    }

    look(account) {
        return STATUS[this.status(account)];
    }

    freshness(account) {
        const when = lastSync(account);
        return when ? _t("Last synchronized %s", when) : _t("Not synchronized yet");
    }

    another(provider) {
        return _t("Connect another %s account", provider.label);
    }

    buttons(account) {
        return actionsOf(account).buttons;
    }

    menu(account) {
        return actionsOf(account).menu;
    }

    /** Return the providers without an account, and those of which there may be another one. */
    get unconnected() {
        return this.state.providers.filter((one) => !one.is_known);
    }

    get known() {
        return this.state.providers.filter((one) => one.is_known);
    }

    /** Tell whether the user has to say which account gets new meetings. */
    get severalAccounts() {
        return this.state.accounts.filter((one) => one.is_connected).length > 1;
    }

    badge(calendar) {
        return calendar.is_primary ? _t("Main calendar") : ACCESS[calendar.access];
    }

    isReadOnly(calendar) {
        return ["read", "free_busy"].includes(calendar.access);
    }

    get directions() {
        return [
            ["both", _t("Both ways")],
            ["pull", _t("Only to %s", this.state.product)],
            ["push", _t("Only from %s", this.state.product)],
        ];
    }

    direction(calendar) {
        return this.directions.find(([value]) => value === calendar.direction)[1];
    }

    get policies() {
        return [
            ["newest", _t("The later edit wins")],
            ["remote", _t("The remote calendar wins")],
            ["local", _t("%s wins", this.state.product)],
        ];
    }

    /** Return in a few words what is not as usual with a calendar. */
    notes(calendar) {
        const { product } = this.state;
        const skipped = [
            calendar.skip_private && _t("private"),
            calendar.skip_tentative && _t("tentative"),
            calendar.skip_out_of_office && _t("out of office"),
        ].filter(Boolean);
        return [
            calendar.privacy_mode === "busy" && _t("Busy only"),
            this.days(calendar),
            skipped.length && _t("Left out: %s", formatList(skipped)),
            !calendar.deletes_here && _t("Deletions there do not reach %s", product),
            !calendar.deletes_there && _t("Deletions in %s stay here", product),
        ].filter(Boolean);
    }

    days({ past_days: past, future_days: future }) {
        if (!past && !future) {
            return _t("All days");
        }
        const back = past ? _t("%s days back", past) : _t("all the past");
        const ahead = future ? _t("%s days ahead", future) : _t("all the future");
        return `${back}, ${ahead}`;
    }

    writable(account) {
        return account.calendars.filter((one) => !this.isReadOnly(one));
    }

    // -- what is done ----------------------------------------------------------------------------

    async run(account, name) {
        this.state.busy[account.id] = ["sync_now", "test"].includes(name);
        try {
            await this.actions.ask(account, name);
        } finally {
            delete this.state.busy[account.id];
        }
    }

    async choose(model, record, values) {
        try {
            await this.orm.write(model, [record.id], values);
        } finally {
            await this.load();
        }
    }

    chooseCalendar(calendar, values) {
        return this.choose("calendar.sync.calendar", calendar, values);
    }

    chooseAccount(account, values) {
        return this.choose("calendar.sync.account", account, values);
    }

    choosePushCalendar(account, select) {
        if (select.value !== NEW) {
            return this.chooseAccount(account, { push_calendar_id: parseInt(select.value) });
        }
        select.value = account.push_calendar_id || "";
        this.dialog.add(CalendarNameDialog, {
            name: this.state.product,
            provider: account.label,
            make: (name) => this.actions.makeCalendar(account, name),
        });
    }

    openOptions(calendar) {
        this.dialog.add(FormViewDialog, {
            resModel: "calendar.sync.calendar",
            resId: calendar.id,
            title: calendar.name,
            context: { form_view_ref: "calendar_sync_base.view_calendar_options" },
            onRecordSaved: () => this.load(),
        });
    }
}

registry.category("view_widgets").add("calendar_sync_accounts", {
    component: CalendarSyncAccounts,
});
