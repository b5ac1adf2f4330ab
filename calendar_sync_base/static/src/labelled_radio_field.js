import { radioField, RadioField } from "@web/views/fields/radio/radio_field";
import { registry } from "@web/core/registry";

/** Radio buttons of which some are named by the record: its JSON field `<name>_labels`. */
export class LabelledRadioField extends RadioField {
    get items() {
        const labels = this.props.record.data[`${this.props.name}_labels`] || {};
        return super.items.map(([value, label]) => [value, labels[value] || label]);
    }
}

registry.category("fields").add("calendar_sync_radio", {
    ...radioField,
    component: LabelledRadioField,
});
