import { AttendeeCalendarController } from "@calendar/views/attendee_calendar/attendee_calendar_controller";
import { CalendarSyncBanner } from "@calendar_sync_base/calendar_view/sync_banner";
import { CalendarSyncButtons } from "@calendar_sync_base/sync_status/sync_buttons";
import { onMounted, onWillUnmount } from "@odoo/owl";
import { patch } from "@web/core/utils/patch";
import { useDebounced } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";

const RELOAD_DELAY = 500;

patch(AttendeeCalendarController, {
    components: { ...AttendeeCalendarController.components, CalendarSyncBanner, CalendarSyncButtons },
});

patch(AttendeeCalendarController.prototype, {
    setup() {
        super.setup(...arguments);
        const bus = useService("bus_service");
        // no parameters: the date and the scale that are shown stay
        const reload = useDebounced(() => this.model.load(), RELOAD_DELAY);
        onMounted(() => bus.subscribe("calendar_sync/changed", reload));
        onWillUnmount(() => bus.unsubscribe("calendar_sync/changed", reload));
    },

    /** Tell whether one of Odoo's own synchronization addons still needs its buttons. */
    get hasOtherSync() {
        return Boolean(this.model.syncStatus?.calendar_sync_others);
    },
});
