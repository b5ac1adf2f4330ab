import { _t } from "@web/core/l10n/translation";
import { cookie } from "@web/core/browser/cookie";
import { registry } from "@web/core/registry";

const NOTICE = "calendar_sync_notice";

/** Congratulates once the user is back from the provider's consent page. */
export const consentNoticeService = {
    dependencies: ["notification"],

    start(env, { notification }) {
        if (cookie.get(NOTICE)) {
            cookie.delete(NOTICE);
            notification.add(_t("Connected. Your calendars are being brought in step."), {
                type: "success",
            });
        }
    },
};

registry.category("services").add("calendar_sync.consent_notice", consentNoticeService);
