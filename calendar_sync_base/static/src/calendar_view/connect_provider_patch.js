import { browser } from "@web/core/browser/browser";
import { CalendarConnectProvider } from "@calendar/components/calendar_provider_config/calendar_connect_provider";
import { patch } from "@web/core/utils/patch";
import { user } from "@web/core/user";

patch(CalendarConnectProvider.prototype, {
    /**
     * Install and configure our addon, then send the user to consent.
     *
     * @override
     */
    async onConnect(ev) {
        ev.preventDefault();
        ev.stopImmediatePropagation();
        const { record } = this.props;
        if (!(await record.save())) {
            return; // the view shows what is missing
        }
        const prepare = "action_calendar_prepare_external_provider_sync";
        await this.orm.call(record.resModel, prepare, [record.resId]);
        const answer = await this.orm.call("res.users", "calendar_sync_connect", [
            [user.userId],
            record.data.external_calendar_provider,
            browser.location.pathname,
        ]);
        await this._beforeLeaveContext();
        return answer.url ? browser.location.assign(answer.url) : browser.location.reload();
    },
});
