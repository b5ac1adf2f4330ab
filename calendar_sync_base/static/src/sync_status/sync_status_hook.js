import { _t } from "@web/core/l10n/translation";
import { AlertDialog, ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { browser } from "@web/core/browser/browser";
import { deserializeDateTime, formatDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { onMounted, onWillUnmount, useState } from "@odoo/owl";
import { useDebounced } from "@web/core/utils/timing";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";

const REFRESH_DELAY = 300;

/** Accounts whose choice was put to the user since the page was loaded: once is enough. */
const offered = new Set();

/** How each status looks; `text` is what stands beside the provider's name. */
export const STATUS = {
    not_configured: { icon: "fa-plug", color: "text-muted", text: _t("Not configured") },
    not_connected: { icon: "fa-plug", color: "text-muted", text: _t("Not connected") },
    in_sync: { icon: "fa-check-circle", color: "text-success", text: _t("In sync") },
    syncing: { icon: "fa-refresh fa-spin", color: "text-info", text: _t("Synchronizing…") },
    paused: { icon: "fa-pause-circle", color: "text-warning", text: _t("Paused") },
    needs_reconnect: { icon: "fa-chain-broken", color: "text-danger", text: _t("Reconnect") },
    problem: { icon: "fa-exclamation-triangle", color: "text-warning", text: _t("Problem") },
    asks: { icon: "fa-envelope-o", color: "text-warning", text: _t("Asks you") },
    preview: { icon: "fa-question-circle", color: "text-warning", text: _t("Choose how to begin") },
    resetting: { icon: "fa-refresh fa-spin", color: "text-info", text: _t("Being reset…") },
    stopped: { icon: "fa-stop-circle", color: "text-muted", text: _t("Stopped") },
};

/** What each action is called. */
export const ACTIONS = {
    approve_deletions: { label: _t("See what would be deleted"), icon: "fa-trash" },
    preview: { label: _t("Choose how to begin"), icon: "fa-question-circle" },
    reset: { label: _t("Reset Account"), icon: "fa-eraser" },
    connect: { label: _t("Reconnect"), icon: "fa-plug" },
    review_mails: { label: _t("See who would be mailed"), icon: "fa-envelope-o" },
    sync_now: { label: _t("Sync now"), icon: "fa-refresh" },
    stop: { label: _t("Stop synchronization"), icon: "fa-stop" },
    resume: { label: _t("Resume synchronization"), icon: "fa-play" },
    disconnect: { label: _t("Disconnect"), icon: "fa-sign-out" },
};

/** Return the time of the last synchronization for people: only the hour if it was today. */
export function lastSync(provider) {
    if (!provider.last_sync) {
        return "";
    }
    const when = deserializeDateTime(provider.last_sync);
    const today = when.hasSame(luxon.DateTime.now(), "day");
    return today ? when.toFormat(shortTime()) : formatDateTime(when, { showSeconds: false });
}

/** Tell that a provider is not set up yet, and lead those there who can do it. */
export function askForSetup(dialog, action, settings) {
    const title = _t("Not set up yet");
    if (!settings) {
        const body = _t("Please ask an administrator to set up the synchronization first.");
        return dialog.add(AlertDialog, { title, body });
    }
    dialog.add(ConfirmationDialog, {
        title,
        body: _t("The Client ID and Client Secret have to be entered before you can connect."),
        confirmLabel: _t("Open the settings"),
        confirm: () => action.doAction(settings),
        cancelLabel: _t("Not now"),
        cancel: () => {},
    });
}

/** Return the user's time format without seconds. */
function shortTime() {
    return localization.timeFormat.replace(/[:.]ss/, "");
}

/**
 * The state of all providers for the current user, kept up to date by the bus, and what can be
 * done about it. Loads after the component is there, so that nothing waits for it. With
 * `opensPreview`, an account that waits to be told how to begin asks by itself.
 */
export function useSyncStatus({ opensPreview = false } = {}) {
    const orm = useService("orm");
    const dialog = useService("dialog");
    const action = useService("action");
    const notification = useService("notification");
    const bus = useService("bus_service");
    const state = useState({ loaded: false, providers: [], busy: {} });
    const call = (method, ...args) =>
        orm.silent.call("res.users", method, [[user.userId], ...args]);

    function show(providers) {
        Object.assign(state, { providers, loaded: true });
        const waiting = providers.find((one) => one.status === "preview");
        if (opensPreview && waiting && !offered.has(waiting.account_id)) {
            offered.add(waiting.account_id);
            open("calendar_sync_preview", waiting.provider);
        }
    }
    const refresh = async () => show(await call("calendar_sync_status"));
    const refreshSoon = useDebounced(refresh, REFRESH_DELAY);

    async function during(provider, work) {
        state.busy[provider] = true;
        try {
            return await work();
        } finally {
            delete state.busy[provider];
        }
    }

    async function connect(provider) {
        const { pathname, search, hash } = browser.location;
        const path = pathname + search + hash;
        const answer = await call("calendar_sync_connect", provider, path);
        return answer.url
            ? browser.location.assign(answer.url)
            : askForSetup(dialog, action, answer.action);
    }

    async function disconnectNow(provider) {
        const said = await call("calendar_sync_disconnect", provider);
        await refresh();
        await (said && action.doAction(said));
    }

    function disconnect(provider) {
        dialog.add(ConfirmationDialog, {
            title: _t("Disconnect"),
            body: _t("The calendars are no longer kept the same. Meetings stay as they are on both sides."),
            confirmLabel: _t("Disconnect"),
            confirm: () => disconnectNow(provider),
            cancelLabel: _t("Stay connected"),
            cancel: () => {},
        });
    }

    /** Open a wizard of the account, and show what came of it. */
    async function open(method, provider) {
        await action.doAction(await call(method, provider), { onClose: refresh });
    }

    async function syncNow(provider) {
        show(await during(provider, () => call("calendar_sync_now")));
        const failed = state.providers.find((one) => one.provider === provider);
        if (failed?.status === "problem") {
            notification.add(failed.message, { type: "warning" });
        }
    }

    onMounted(() => {
        bus.subscribe("calendar_sync/status", refreshSoon);
        refresh();
    });
    onWillUnmount(() => bus.unsubscribe("calendar_sync/status", refreshSoon));

    return {
        state,
        statusOf: (one) => (state.busy[one.provider] ? "syncing" : one.status),
        run: {
            approve_deletions: (provider) => open("calendar_sync_preview", provider),
            preview: (provider) => open("calendar_sync_preview", provider),
            reset: (provider) => open("calendar_sync_reset", provider),
            connect,
            disconnect,
            review_mails: async (provider) =>
                action.doAction(await call("calendar_sync_questions", provider)),
            sync_now: syncNow,
            stop: async (provider) => show(await call("calendar_sync_stop", provider)),
            resume: async (provider) => show(await call("calendar_sync_resume", provider)),
        },
    };
}
