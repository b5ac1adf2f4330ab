import { Component, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { useAutofocus } from "@web/core/utils/hooks";

/** Asks for the name of a calendar that is to be made. */
export class CalendarNameDialog extends Component {
    static template = "calendar_sync_base.CalendarNameDialog";
    static components = { Dialog };
    static props = { name: String, provider: String, make: Function, close: Function };

    setup() {
        this.state = useState({ name: this.props.name, busy: false });
        useAutofocus();
    }

    async confirm() {
        this.state.busy = true;
        try {
            await this.props.make(this.state.name);
            this.props.close();
        } finally {
            this.state.busy = false;
        }
    }
}
