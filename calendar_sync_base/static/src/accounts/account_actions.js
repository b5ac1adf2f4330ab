import { _t } from "@web/core/l10n/translation";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { browser } from "@web/core/browser/browser";
import { useService } from "@web/core/utils/hooks";
import { user } from "@web/core/user";
import { ACTIONS, askForSetup } from "../sync_status/sync_status_hook";

/** What the provider's button offers under another method's name. */
const METHODS = {
    approve_deletions: "action_open_start",
    preview: "action_open_start",
    review_mails: "action_open_questions",
};

/** What stands beside the account; everything else is in its menu. */
const BUTTONS = [
    "preview",
    "approve_deletions",
    "connect",
    "review_mails",
    "sync_now",
    "resume",
    "test",
    "stop",
];

const MORE = {
    test: { label: _t("Test connection"), icon: "fa-stethoscope" },
    switch: { label: _t("Switch account"), icon: "fa-exchange" },
};

/** What is asked before something that is not easily undone. */
const QUESTIONS = {
    disconnect: {
        title: _t("Disconnect"),
        body: _t("The calendars are no longer kept the same. Meetings stay as they are on both sides."),
        confirmLabel: _t("Disconnect"),
        cancelLabel: _t("Stay connected"),
    },
    switch: {
        title: _t("Switch account"),
        body: _t(
            "You choose another account on the next page. This one is then disconnected; its meetings stay as they are on both sides."
        ),
        confirmLabel: _t("Choose another account"),
        cancelLabel: _t("Keep this one"),
    },
};

/** Return where the browser is, to come back to after a consent. */
function here() {
    const { pathname, search, hash } = browser.location;
    return pathname + search + hash;
}

/** Return all that can be done about an account: the buttons first, then the menu. */
export function actionsOf(account) {
    const names = account.is_connected
        ? [...account.actions, "test", ...(account.is_own ? ["switch"] : [])]
        : account.actions;
    const known = { ...ACTIONS, ...MORE };
    const items = names.map((name) => ({ name, label: name, ...known[name] }));
    const buttons = BUTTONS.map((name) => items.find((one) => one.name === name));
    const found = buttons.filter(Boolean);
    return { buttons: found, menu: items.filter((one) => !found.includes(one)) };
}

/** What is done at a click; `reload` shows what came of it. */
export function useAccountActions(reload) {
    const orm = useService("orm");
    const dialog = useService("dialog");
    const action = useService("action");
    const leaving = new Set(["connect", "switch"]);

    async function run(account, name) {
        const method = METHODS[name] || `action_${name}`;
        const args = leaving.has(name) ? [[account.id], here()] : [[account.id]];
        try {
            const answer = await orm.call("calendar.sync.account", method, args);
            await (answer && action.doAction(answer, { onClose: reload }));
        } finally {
            await reload();
        }
    }

    function ask(account, name) {
        const question = QUESTIONS[name];
        if (!question) {
            return run(account, name);
        }
        return new Promise((resolve) =>
            dialog.add(ConfirmationDialog, {
                confirmLabel: _t("Delete them"),
                cancelLabel: _t("Not now"),
                ...question,
                confirm: () => run(account, name).then(resolve),
                cancel: () => resolve(),
            })
        );
    }

    async function connect(provider, another) {
        const method = another ? "calendar_sync_connect_another" : "calendar_sync_connect";
        const answer = await orm.call("res.users", method, [[user.userId], provider, here()]);
        return answer.url
            ? browser.location.assign(answer.url)
            : askForSetup(dialog, action, answer.action);
    }

    async function makeCalendar(account, name) {
        const args = [[account.id], name, here()];
        const answer = await orm.call("calendar.sync.account", "action_create_calendar", args);
        await (answer ? action.doAction(answer) : reload());
    }

    return { ask, connect, makeCalendar };
}
